internal import Model

/// A line of a shot file, or the rest of one from some column on.
struct SourceLine: Sendable {
  let text: Substring
  let line: Int
  let column: Int

  init(_ text: Substring, line: Int, column: Int = 1) {
    self.text = text
    self.line = line
    self.column = column
  }

  var place: TextPlace { TextPlace(line: line, column: column) }

  func place(after count: Int) -> TextPlace { TextPlace(line: line, column: column + count) }

  /// What stands behind so many characters.
  func dropFirst(_ count: Int) -> SourceLine {
    SourceLine(text.dropFirst(count), line: line, column: column + count)
  }

  /// Without spaces at either end.
  var trimmed: SourceLine {
    let leading = text.prefix { $0.isWhitespace }.count
    return SourceLine(text.trimmedText, line: line, column: column + leading)
  }

  /// The parts around the first of some characters.
  func split(atFirst isEnd: (Character) -> Bool) -> (before: SourceLine, after: SourceLine)? {
    guard let end = text.firstIndex(where: isEnd) else { return nil }
    let before = text[..<end]
    return (
      SourceLine(before, line: line, column: column), dropFirst(before.count + 1)
    )
  }

  /// Its parts between some characters.
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
  /// The lines of a file; remarks where it is no text that can be sent.
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
            .promptNotText, at: TextPlace(line: line, column: column),
            "is not UTF-8 text", fix: "save it as UTF-8")
        ]
      )
    }
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated().map { SourceLine($0.element, line: $0.offset + 1) }
    let remarks = lines.lazy.compactMap { line -> PromptRemark? in
      guard let place = line.text.firstIndex(where: \.isControl) else { return nil }
      let column = line.text.distance(from: line.text.startIndex, to: place)
      return .error(
        .promptNotText, at: line.place(after: column),
        "contains the control character \(sanitized(String(line.text[place])))",
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
