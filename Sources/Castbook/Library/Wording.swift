internal import Library

/// Texts from the user on their way into a record.
enum Wording {
  /// A text of one line.
  static func line(_ text: String, _ what: String, limit: Int) throws -> String {
    let text = NormalText.nfc(trimmed(text))
    guard !text.isEmpty else { throw wrong("\(what) needs letters", "write some") }
    guard text.count <= limit, text.utf8.count <= 8 * limit else {
      throw wrong("\(what) of more than \(limit) characters", "shorten it")
    }
    if text.unicodeScalars.contains(where: \.isControl) {
      throw wrong("\(what) holds a line end or a control character", "write it on one line")
    }
    return text
  }

  /// A text of several lines, or none.
  static func text(_ text: String, _ what: String) throws -> String {
    let text = NormalText.nfc(trimmed(text))
    guard text.utf8.count <= 1 << 20 else { throw wrong("\(what) of over 1 MB", "shorten it") }
    let odd = text.unicodeScalars.first { $0.isControl && $0 != "\n" && $0 != "\t" && $0 != "\r" }
    if let odd {
      throw wrong(
        "\(what) holds the control character U+\(String(odd.value, radix: 16))", "take it out")
    }
    return text
  }

  /// A second name of an element, with or without its at-sign.
  static func alias(_ text: String) throws -> String {
    let alias = NormalText.nfc(text.hasPrefix("@") ? String(text.dropFirst()) : text)
    if let problem = NameProblem(in: alias) {
      throw wrong("\"\(alias)\" can't be an alias: \(problem)", "choose another")
    }
    return alias
  }

  /// The name that a file came under, as records keep it.
  static func fileName(_ path: FilePath) -> String { NormalText.nfc(path.name.text) }

  /// Whether two names are one to a reader.
  static func areSame(_ left: String, _ right: String) -> Bool {
    FoldedText.folded(left) == FoldedText.folded(right)
  }

  static func folded(_ text: String) -> String { FoldedText.folded(NormalText.nfc(text)) }

  private static func trimmed(_ text: String) -> String {
    let isSpace = { (character: Character) in character.isWhitespace }
    let start = text.drop(while: isSpace)
    let end = start.lastIndex { !isSpace($0) }
    return end.map { String(start[...$0]) } ?? ""
  }

  private static func wrong(_ message: String, _ fix: String) -> ElementLibraryError {
    .wrong(message, fix: fix)
  }
}

extension Unicode.Scalar {
  fileprivate var isControl: Bool { properties.generalCategory == .control }
}
