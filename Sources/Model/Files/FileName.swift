/// The one rule for file names from outside: in records, in packs and in folders of others.
///
/// A valid name means one file in the folder that it is written to, on every system, and looks like
/// what it is. `add` records valid names, `import` refuses others, and code that writes files makes
/// names valid first.
///
/// ```swift
/// FileName.validName("mira-front.jpg", or: "file")  // mira-front.jpg
/// FileName.validName(".bashrc", or: "file")         // _.bashrc
/// FileName.validName("CON.png", or: "file")         // _CON.png
/// ```
package enum FileName {
  /// The maximum number of bytes in a name, which is the limit of common file systems.
  package static let byteLimit = 255
  /// The maximum number of bytes in a suffix; a longer ending is part of the name.
  private static let suffixByteLimit = 32

  /// The reason why a name is not valid.
  package enum Problem: Hashable, Sendable {
    /// It has no characters, or only white space and dots.
    case empty
    /// It contains a character that separates folders, ends a line, controls a terminal, or is
    /// refused by some system.
    case character(Unicode.Scalar)
    /// It contains a character that is invisible or reverses the text after it.
    case hidden(Unicode.Scalar)
    /// It begins with a dot, a dash or `~`, which mean a hidden file, an option and a home folder.
    case start(Character)
    /// It begins or ends with white space, or ends with a dot: some systems drop those.
    case edge
    /// It is the name of a device on Windows: `CON`, `nul.txt`.
    case device(String)
    /// It has more than `byteLimit` bytes.
    case tooLong(byteCount: Int)
  }

  /// Returns the first problem of a name; `nil` when the name is valid.
  package static func problem(in name: String) -> Problem? {
    if name.isEmpty || name.allSatisfy(isEdge) { return .empty }
    if let scalar = name.unicodeScalars.first(where: isForbidden) { return .character(scalar) }
    if let scalar = HiddenScalars.first(in: name) { return .hidden(scalar) }
    if name.first.map(isBlank) == true || name.last.map(isEdge) == true { return .edge }
    if let first = name.unicodeScalars.first, isSpecialStart(first) {
      return .start(Character(first))
    }
    if let device = device(in: name) { return .device(device) }
    return name.utf8.count > byteLimit ? .tooLong(byteCount: name.utf8.count) : nil
  }

  /// Returns the name itself when it is valid, and otherwise a valid name made from it; equal names
  /// give equal results.
  ///
  /// Forbidden characters become `_`, hidden ones are removed, a dangerous beginning gets a `_` in
  /// front, and a long name is cut before its suffix.
  ///
  /// - Parameter fallback: the result when no usable character remains. It must be valid itself.
  package static func validName(_ name: String, or fallback: String) -> String {
    if problem(in: name) == nil { return name }
    var plain = String.UnicodeScalarView()
    for scalar in name.unicodeScalars { plain.append(isForbidden(scalar) ? "_" : scalar) }
    var valid = trimmed(HiddenScalars.removed(from: String(plain)))
    if valid.isEmpty { return fallback }
    let isSpecial = valid.unicodeScalars.first.map(isSpecialStart) ?? false
    if isSpecial || device(in: valid) != nil { valid = "_\(valid)" }
    return shortened(valid, to: byteLimit, or: fallback)
  }

  /// Returns the name cut before its suffix to a number of bytes, keeping whole characters.
  package static func shortened(_ name: String, to limit: Int, or fallback: String) -> String {
    guard name.utf8.count > limit else { return name }
    let (stem, suffix) = parts(of: name)
    let kept = prefix(of: stem, byteCount: limit - suffix.utf8.count)
    let cut = trimmed(kept)
    return cut.isEmpty ? fallback + suffix : cut + suffix
  }

  /// Splits a name before its last dot: `mira.front.jpg` is `mira.front` and `.jpg`.
  package static func parts(of name: String) -> (stem: String, suffix: String) {
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex,
      name[dot...].utf8.count <= suffixByteLimit
    else { return (name, "") }
    return (String(name[..<dot]), String(name[dot...]))
  }

  /// Returns as many whole characters as fit in a number of bytes.
  private static func prefix(of text: String, byteCount: Int) -> Substring {
    var end = text.startIndex
    var remaining = byteCount
    while end < text.endIndex {
      let next = text.index(after: end)
      remaining -= text[end..<next].utf8.count
      if remaining < 0 { break }
      end = next
    }
    return text[..<end]
  }

  /// Returns the text without white space at both ends and dots at its end.
  private static func trimmed(_ text: some StringProtocol) -> String {
    let start = text.drop(while: isBlank)
    let end = start.lastIndex { !isEdge($0) }
    return end.map { String(start[...$0]) } ?? ""
  }

  /// Whether the character is white space, or one of two letters that look like it.
  private static func isBlank(_ character: Character) -> Bool {
    character.isWhitespace || character == "\u{2800}" || character == "\u{3164}"
  }

  private static func isEdge(_ character: Character) -> Bool {
    isBlank(character) || character == "."
  }

  private static func isSpecialStart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "." || scalar == "-" || scalar == "~"
  }

  /// Whether no name may contain the character: folder separators, what Windows refuses, controls,
  /// and line separators.
  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "/", "\\", "<", ">", ":", "\"", "|", "?", "*", "\u{2028}", "\u{2029}": true
    default: scalar.properties.generalCategory == .control
    }
  }

  /// Returns the Windows device that the name means; whatever follows the first dot doesn't matter.
  /// `nil` for other names.
  private static func device(in name: String) -> String? {
    guard let start = name.split(separator: ".", maxSplits: 1).first, !name.hasPrefix(".") else {
      return nil
    }
    let stem = trimmed(start).uppercased()
    if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(stem) { return stem }
    let number = stem.dropFirst(3)
    guard ["COM", "LPT"].contains(stem.prefix(3)), number.count == 1,
      "0123456789¹²³".contains(number)
    else { return nil }
    return stem
  }
}

extension FileName.Problem: CustomStringConvertible {
  /// The problem as a phrase that follows "the name of a file".
  package var description: String {
    switch self {
    case .empty: "has no usable characters"
    case .character(let scalar), .hidden(let scalar): "contains \(scalar.displayText)"
    case .start(let first): "starts with \"\(first)\""
    case .edge: "starts or ends with white space, or ends with a dot"
    case .device(let name): "is reserved on Windows (\(name))"
    case .tooLong(let count): "has \(count) bytes; the limit is \(FileName.byteLimit)"
    }
  }
}
