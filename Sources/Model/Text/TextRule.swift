/// What a text of a record may contain: its length, and the characters that it may have.
package struct TextRule: Hashable, Sendable {
  /// The most characters, and 8 times as many bytes.
  package let limit: Int
  /// Whether it may have several lines, and be empty.
  package let isLong: Bool

  /// A text on one line, with something in it.
  package static func line(_ limit: Int) -> TextRule { TextRule(limit: limit, isLong: false) }
  /// A text of several lines, or none at all.
  package static func text(_ limit: Int) -> TextRule { TextRule(limit: limit, isLong: true) }

  /// What is wrong with a text that a record has; `nil` when nothing is.
  ///
  /// `normalized` composes its letters (NFC): records have one form for each text.
  package func problem(in text: String, normalized: (String) -> String) -> TextProblem? {
    if let problem = problem(in: text) { return problem }
    if Self.trimmed(text).utf8.count != text.utf8.count { return .edge }
    return normalized(text).utf8.elementsEqual(text.utf8) ? nil : .notNormal
  }

  /// What is wrong with a text that was typed, once blanks around it are gone.
  package func problem(in text: String) -> TextProblem? {
    if text.isEmpty { return isLong ? nil : .empty }
    if text.utf8.count > 8 * limit || text.count > limit {
      return .tooLong(count: text.count, limit: limit)
    }
    return text.unicodeScalars.first { !isAllowed($0) }.map { .character($0) }
  }

  /// The text as it may be: without what is not allowed, and cut where it is too long.
  package func mended(_ text: String, normalized: (String) -> String) -> String {
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
    var cut = ""
    var byteCount = 0
    for character in whole.prefix(limit) {
      byteCount += character.utf8.count
      if byteCount > 8 * limit { break }
      cut.append(character)
    }
    return Self.trimmed(cut)
  }

  /// Line ends and tabs only in long texts; nothing that steers a terminal, turns a line around or hides words.
  private func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A, 0x0D, 0x09: isLong
    // What embeds, overrides or isolates a direction, separators of lines, and tags. Names must not be turned
    // around by them; in notes they come from web pages, messengers and the flags of emoji, and are printed
    // visibly.
    case 0x2028...0x202E, 0x2066...0x2069, 0xE0000...0xE007F: isLong
    default: scalar.properties.generalCategory != .control
    }
  }

  /// The text without blanks at its ends.
  package static func trimmed(_ text: String) -> String {
    let isBlank = { (character: Character) in character.isWhitespace }
    let start = text.drop(while: isBlank)
    let end = start.lastIndex { !isBlank($0) }
    return end.map { String(start[...$0]) } ?? ""
  }
}

/// Why a text can't be in a record.
package enum TextProblem: Hashable, Sendable {
  case empty
  case tooLong(count: Int, limit: Int)
  case character(Unicode.Scalar)
  /// It begins or ends with a blank.
  case edge
  /// Its letters are not composed as records have them.
  case notNormal
}

extension TextProblem: CustomStringConvertible {
  /// In words that follow the name of the text: "a name".
  package var description: String {
    switch self {
    case .empty: "can't be empty"
    case .tooLong(let count, let limit): "has \(count) characters; the limit is \(limit)"
    case .character(let scalar): "contains \(scalar.shown)"
    case .edge: "starts or ends with white space"
    case .notNormal: "is not in Unicode's composed form (NFC)"
    }
  }
}
