/// A rule for one text of a record: its maximum length and the characters that it may contain.
///
/// ```swift
/// TextRule.line(200).problem(in: "Mira
/// Okafor")  // .character("
/// ")
/// ```
package struct TextRule: Hashable, Sendable {
  /// The maximum number of characters; 8 times as many bytes are allowed.
  package let limit: Int
  /// Whether the text may have several lines, and may be empty.
  package let isLong: Bool

  /// The rule for a text on one line, which must not be empty.
  package static func line(_ limit: Int) -> TextRule { TextRule(limit: limit, isLong: false) }
  /// The rule for a text of any number of lines, including none.
  package static func text(_ limit: Int) -> TextRule { TextRule(limit: limit, isLong: true) }

  /// Returns the first problem of a text in a record; `nil` when it is valid.
  ///
  /// - Parameter normalized: composes letters (NFC), the only form in which records contain a text.
  package func problem(in text: String, normalized: (String) -> String) -> TextProblem? {
    if let problem = problem(in: text) { return problem }
    if Self.trimmed(text).utf8.count != text.utf8.count { return .edge }
    return normalized(text).utf8.elementsEqual(text.utf8) ? nil : .notNormalized
  }

  /// Returns the first problem of a text that was typed, after white space around it was removed.
  package func problem(in text: String) -> TextProblem? {
    if text.isEmpty { return isLong ? nil : .empty }
    if text.utf8.count > 8 * limit || text.count > limit {
      return .tooLong(count: text.count, limit: limit)
    }
    return text.unicodeScalars.first { !isAllowed($0) }.map { .character($0) }
  }

  /// Returns the text without forbidden characters, cut when it is too long.
  package func repaired(_ text: String, normalized: (String) -> String) -> String {
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isAllowed(scalar) {
        plain.append(scalar)
      } else if scalar.properties.isWhitespace || scalar.properties.generalCategory == .control {
        plain.append(" ")
      }
    }
    let whole = Self.trimmed(normalized(String(plain)))
    if problem(in: whole) == nil { return whole }
    var start = ""
    var byteCount = 0
    for character in whole.prefix(limit) {
      byteCount += character.utf8.count
      if byteCount > 8 * limit { break }
      start.append(character)
    }
    return Self.trimmed(start)
  }

  /// Whether the text may contain the character: line breaks and tabs only in long texts, and
  /// nothing that controls a terminal, reverses a line or hides words.
  private func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A, 0x0D, 0x09: isLong
    // Characters that embed, override or isolate a direction, line separators, and tags. They must
    // not reverse names; in notes they arrive from web pages, messengers and flag emoji, and are
    // printed visibly.
    case 0x2028...0x202E, 0x2066...0x2069, 0xE0000...0xE007F: isLong
    default: scalar.properties.generalCategory != .control
    }
  }

  /// Returns the text without white space at its ends.
  package static func trimmed(_ text: String) -> String {
    let isBlank = { (character: Character) in character.isWhitespace }
    let start = text.drop(while: isBlank)
    let end = start.lastIndex { !isBlank($0) }
    return end.map { String(start[...$0]) } ?? ""
  }

  /// Returns the text with each run of white space as one space, and none at its ends.
  package static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

/// The reason why a record can't contain a text.
package enum TextProblem: Hashable, CustomStringConvertible, Sendable {
  /// It is empty, but must not be.
  case empty
  /// It has more characters than are allowed, or far too many bytes.
  case tooLong(count: Int, limit: Int)
  /// It contains a character that is not allowed.
  case character(Unicode.Scalar)
  /// It begins or ends with white space.
  case edge
  /// Its letters are not composed, as records require.
  case notNormalized
  /// It leads to another kind of thing: an id that is an address, or an address that is a path.
  case location

  /// The problem as a phrase that follows the name of the text: "a name".
  package var description: String {
    switch self {
    case .empty: "can't be empty"
    case .tooLong(let count, let limit): "has \(count) characters; the limit is \(limit)"
    case .character(let scalar): "contains \(scalar.displayText)"
    case .edge: "starts or ends with white space"
    case .notNormalized: "is not in Unicode's composed form (NFC)"
    case .location: "is an address or a path that can't be used"
    }
  }
}
