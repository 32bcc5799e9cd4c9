internal import Model

/// A line of a shot file, or the rest of one from some column on.
struct SourceLine: Sendable {
  let text: Substring
  /// The number of the line, from 1.
  let line: Int
  /// The column of the first character, from 1.
  let column: Int

  init(_ text: Substring, line: Int, column: Int = 1) {
    self.text = text
    self.line = line
    self.column = column
  }

  /// The location of the first character.
  var location: TextLocation { TextLocation(line: line, column: column) }

  /// Returns the location of the character after `count` others.
  func location(after count: Int) -> TextLocation {
    TextLocation(line: line, column: column + count)
  }

  /// Returns the rest of the line after a number of characters.
  func dropFirst(_ count: Int) -> SourceLine {
    SourceLine(text.dropFirst(count), line: line, column: column + count)
  }

  /// The line without white space at either end.
  var trimmed: SourceLine {
    let leading = text.prefix { $0.isWhitespace }.count
    return SourceLine(text.trimmedText, line: line, column: column + leading)
  }

  /// Returns the parts before and after the first character that matches, or `nil` when none
  /// does.
  func split(atFirst isEnd: (Character) -> Bool) -> (before: SourceLine, after: SourceLine)? {
    guard let end = text.firstIndex(where: isEnd) else { return nil }
    let before = text[..<end]
    return (SourceLine(before, line: line, column: column), dropFirst(before.count + 1))
  }

  /// Returns the parts between the characters that match.
  func parts(between isSeparator: (Character) -> Bool) -> [SourceLine] {
    var parts: [SourceLine] = []
    var rest = self
    while let (before, after) = rest.split(atFirst: isSeparator) {
      parts.append(before)
      rest = after
    }
    return parts + [rest]
  }
}

extension SourceLine {
  /// Returns the lines of a file, or remarks when it is not UTF-8. Control characters are
  /// remarked on too; at most 50 of them are.
  static func lines(of bytes: [UInt8]) -> (lines: [SourceLine], remarks: [PromptRemark]) {
    var bytes = bytes[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let before = String(decoding: bytes, as: UTF8.self).prefix { $0 != "\u{FFFD}" }
      let line = before.count { $0.isNewline } + 1
      let column = before.reversed().prefix { !$0.isNewline }.count + 1
      return (
        [],
        [
          .error(
            .promptNotText, at: TextLocation(line: line, column: column),
            "is not UTF-8 text", fix: "save it as UTF-8")
        ]
      )
    }
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated().map { SourceLine($0.element, line: $0.offset + 1) }
    let remarks = lines.lazy.compactMap { line -> PromptRemark? in
      guard let index = line.text.firstIndex(where: \.isControl) else { return nil }
      let column = line.text.distance(from: line.text.startIndex, to: index)
      return .error(
        .promptNotText, at: line.location(after: column),
        "contains the control character \(sanitized(String(line.text[index])))",
        fix: "remove it")
    }.prefix(50)
    return (lines, Array(remarks))
  }
}

extension Character {
  /// Whether it is a control character other than a tab.
  fileprivate var isControl: Bool {
    self != "\t" && unicodeScalars.contains { $0.properties.generalCategory == .control }
  }
}
