/// The one rule for names of files that come from somebody else: in records, packs and folders of others.
///
/// A fit name means one file in the folder that it is written to, on every system, and looks like what it is.
/// `add` records fit names, `import` refuses others, and whatever writes a file gives it a fit one.
///
///     FileName.fit("mira-front.jpg", or: "file")  // mira-front.jpg
///     FileName.fit(".bashrc", or: "file")         // _.bashrc
///     FileName.fit("CON.png", or: "file")         // _CON.png
package enum FileName {
  /// File systems accept no longer names.
  package static let byteLimit = 255
  /// A longer ending is not a suffix.
  private static let suffixByteLimit = 32

  /// Why a name is not fit.
  package enum Problem: Hashable, Sendable {
    case empty
    /// It leads elsewhere, ends a line, steers a terminal, or is refused by some system.
    case character(Unicode.Scalar)
    /// A character that nobody sees, or that turns around what follows it.
    case hidden(Unicode.Scalar)
    /// It begins with a dot, a dash or `~`: hidden, an option, a home folder.
    case start(Character)
    /// It begins or ends with a blank, or ends with a dot: some systems drop those.
    case edge
    /// The name of a device on Windows: `CON`, `nul.txt`.
    case device(String)
    case tooLong(byteCount: Int)
  }

  /// What makes a name unfit; `nil` when it is fit.
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

  /// The name itself where it is fit, and otherwise a fit one made of it; the same each time.
  ///
  /// What is forbidden becomes `_`, what is hidden falls away, a dangerous beginning gets a `_` in front, and a
  /// long name is cut before its suffix. `fallback` is the name of what has none; it must be fit itself.
  package static func fit(_ name: String, or fallback: String) -> String {
    if problem(in: name) == nil { return name }
    var plain = String.UnicodeScalarView()
    for scalar in name.unicodeScalars { plain.append(isForbidden(scalar) ? "_" : scalar) }
    var fit = trimmed(HiddenScalars.removed(from: String(plain)))
    if fit.isEmpty { return fallback }
    let isSpecial = fit.unicodeScalars.first.map(isSpecialStart) ?? false
    if isSpecial || device(in: fit) != nil { fit = "_\(fit)" }
    return shortened(fit, to: byteLimit, or: fallback)
  }

  /// A name cut before its suffix to a number of bytes, whole characters kept.
  static func shortened(_ name: String, to limit: Int, or fallback: String) -> String {
    guard name.utf8.count > limit else { return name }
    let (stem, suffix) = parts(of: name)
    let start = prefix(of: stem, byteCount: limit - suffix.utf8.count)
    let cut = trimmed(start)
    return cut.isEmpty ? fallback + suffix : cut + suffix
  }

  /// `mira.front.jpg` is `mira.front` and `.jpg`.
  static func parts(of name: String) -> (stem: String, suffix: String) {
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex,
      name[dot...].utf8.count <= suffixByteLimit
    else { return (name, "") }
    return (String(name[..<dot]), String(name[dot...]))
  }

  private static func prefix(of text: String, byteCount: Int) -> Substring {
    var end = text.startIndex
    var left = byteCount
    while end < text.endIndex {
      let next = text.index(after: end)
      left -= text[end..<next].utf8.count
      if left < 0 { break }
      end = next
    }
    return text[..<end]
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    let start = text.drop(while: isBlank)
    let end = start.lastIndex { !isEdge($0) }
    return end.map { String(start[...$0]) } ?? ""
  }

  private static func isBlank(_ character: Character) -> Bool {
    character.isWhitespace || character == "\u{2800}" || character == "\u{3164}"
  }

  private static func isEdge(_ character: Character) -> Bool {
    isBlank(character) || character == "."
  }

  private static func isSpecialStart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "." || scalar == "-" || scalar == "~"
  }

  /// Separators of folders, what Windows refuses, controls, and separators of lines.
  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "/", "\\", "<", ">", ":", "\"", "|", "?", "*", "\u{2028}", "\u{2029}": true
    default: scalar.properties.generalCategory == .control
    }
  }

  /// Windows opens a device whatever stands behind the first dot.
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
  /// In words that follow "the name of a file".
  package var description: String {
    switch self {
    case .empty: "has no usable characters"
    case .character(let scalar), .hidden(let scalar): "contains \(scalar.shown)"
    case .start(let first): "starts with \"\(first)\""
    case .edge: "starts or ends with white space, or ends with a dot"
    case .device(let name): "is reserved on Windows (\(name))"
    case .tooLong(let count): "has \(count) bytes; the limit is \(FileName.byteLimit)"
    }
  }
}

/// The names that were given out in one folder.
///
/// No two are the same on a system that does not tell capitals from small letters, or composed letters from
/// decomposed ones.
package struct FileNames {
  private var taken: Set<String> = []
  /// The next number to try, so that many files of one name cost no more than as many of different names.
  private var next: [String: Int] = [:]

  /// `reserved` are names that no file may get.
  package init(reserved: [String] = []) {
    for name in reserved { taken.insert(Self.key(name)) }
  }

  /// A name for a file in a folder, whose path ends in a slash: the given one, or with a number before its suffix when it is taken.
  package mutating func add(_ name: String, in folder: String = "") -> String {
    let folder = Self.key(folder)
    if taken.insert(folder + Self.key(name)).inserted { return name }
    let (stem, suffix) = FileName.parts(of: name)
    let room = FileName.byteLimit - suffix.utf8.count - Self.numberByteCount
    let start = FileName.shortened(stem, to: room, or: "file")
    let key = folder + Self.key(start + suffix)
    var number = next[key] ?? 2
    while true {
      let unique = "\(start)-\(number)\(suffix)"
      number += 1
      if taken.insert(folder + Self.key(unique)).inserted {
        next[key] = number
        return unique
      }
    }
  }

  /// Room for a dash and a number of seven digits.
  private static let numberByteCount = 8

  /// What names share that some system takes for one; Swift compares composed and decomposed letters as equal.
  private static func key(_ name: String) -> String { name.uppercased().lowercased() }
}

extension Unicode.Scalar {
  /// `U+202E`.
  package var code: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// The character as a message shows it: in quotes where it can be seen, else by its number and its effect.
  var shown: String {
    switch self {
    case "\n", "\r": return "a line break"
    case "\t": return "a tab"
    case " ": return "a space"
    case "\"": return "'\"'"
    default: break
    }
    if properties.generalCategory == .control { return "the control character \(code)" }
    if properties.isBidiControl { return "\(code), which reverses the text after it" }
    if properties.isWhitespace { return "the separator \(code)" }
    return properties.isDefaultIgnorableCodePoint ? "\(code), which is invisible" : "\"\(self)\""
  }
}
