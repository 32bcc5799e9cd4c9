/// The names already given out in one folder or archive, to keep further ones distinct.
///
/// No two of them are equal on a system that ignores case or that doesn't distinguish composed from
/// decomposed letters.
package struct UniqueFileNames {
  /// The keys of all names in use, with their folders.
  private var used: Set<String> = []
  /// The next number to try for each name, so many files of one name cost no more than files
  /// of different names.
  private var next: [String: Int] = [:]

  /// Starts with names that no file may get.
  package init(reserved: [String] = []) { for name in reserved { used.insert(Self.key(name)) } }

  /// Returns a free name and marks it as used: the given one, or one with a number before its
  /// suffix when it is in use.
  ///
  /// - Parameter folder: the folder's path, which ends in a slash.
  package mutating func add(_ name: String, in folder: String = "") -> String {
    let folder = Self.key(folder)
    if used.insert(folder + Self.key(name)).inserted { return name }
    let (stem, suffix) = FileName.parts(of: name)
    let room = FileName.byteLimit - suffix.utf8.count - Self.numberByteCount
    let start = FileName.shortened(stem, to: room, or: "file")
    let key = folder + Self.key(start + suffix)
    var number = next[key] ?? 2
    while true {
      let unique = "\(start)-\(number)\(suffix)"
      number += 1
      if used.insert(folder + Self.key(unique)).inserted {
        next[key] = number
        return unique
      }
    }
  }

  /// The number of bytes reserved for a dash and a number of seven digits.
  private static let numberByteCount = 8

  /// Returns the form in which names are equal that some system takes for one. Swift already
  /// compares composed and decomposed letters as equal.
  private static func key(_ name: String) -> String { name.uppercased().lowercased() }
}

extension Unicode.Scalar {
  /// The code point as `U+202E`.
  package var code: String { "U+" + String(value, radix: 16, uppercase: true).zeroPadded(to: 4) }

  /// The character as a message shows it: in quotes when it is visible, and otherwise by its code
  /// point and its effect.
  var displayText: String {
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
