internal import Model

/// The heading of a shot: `Shot 2 (5s, medium):`.
struct ShotHeading {
  let number: Int
  /// The duration in whole seconds, or `nil` when the heading has none.
  let seconds: Located<Int>?
  /// The framing in words; may be empty.
  let framing: String
  /// The text that follows the colon on the same line.
  let rest: SourceLine

  /// Reads a heading, or returns `nil` for a line of other text.
  ///
  /// - Throws: The error for a line that begins like a heading but is none.
  static func read(_ line: SourceLine) throws(PromptFileError) -> ShotHeading? {
    let line = line.trimmed
    guard line.text.prefix(4).lowercased() == "shot" else { return nil }
    let spaced = line.dropFirst(4)
    let numbered = spaced.trimmed
    guard spaced.text.first?.isWhitespace == true, numbered.text.first?.isWholeNumber == true else {
      return nil
    }
    let digits = numbered.text.prefix { $0.isWholeNumber }
    let behind = numbered.dropFirst(digits.count).trimmed
    guard let mark = behind.text.first, "(（:：".contains(mark) else { return nil }
    guard digits.count <= 3, let number = Int(digits), number > 0 else {
      throw broken(at: numbered, "\"\(digits.prefix(20))\" is not a shot number")
    }
    var (seconds, framing): (Located<Int>?, String) = (nil, "")
    var rest = behind
    if "(（".contains(mark) {
      guard let (inner, after) = behind.dropFirst(1).split(atFirst: { ")）".contains($0) }) else {
        throw broken(at: behind, "the bracket is not closed")
      }
      (seconds, framing) = try read(inside: inner)
      rest = after.trimmed
    }
    guard let colon = rest.text.first, ":：".contains(colon) else {
      throw broken(at: rest, "a colon is missing after \"Shot \(number)\"")
    }
    return ShotHeading(
      number: number, seconds: seconds, framing: framing, rest: rest.dropFirst(1).trimmed)
  }

  /// Returns the error for a line that begins like a heading.
  private static func broken(
    at line: SourceLine, _ message: String,
    fix: String = "begin a shot like this: Shot 2 (5s, medium): words"
  ) -> PromptFileError {
    PromptFileError([.error(.promptBadShot, at: line.location, message, fix: fix)])
  }

  /// Returns the duration and the framing in the brackets of a heading.
  private static func read(
    inside line: SourceLine
  ) throws(PromptFileError) -> (Located<Int>?, String) {
    var seconds: Located<Int>?
    var framing: [String] = []
    for part in line.parts(between: { ",，".contains($0) }).map(\.trimmed) {
      guard !part.text.isEmpty else { continue }
      guard part.text.first?.isWholeNumber == true, seconds == nil, framing.isEmpty else {
        framing.append(String(part.text))
        continue
      }
      if let length = Self.seconds(part.text, needsUnit: false) {
        seconds = Located(length, at: part.location)
      } else if isLength(part.text) {
        throw broken(
          at: part,
          "\"\(sanitized(String(part.text.prefix(20))))\" is not a whole number of seconds",
          fix: "write whole seconds: 3s")
      } else {
        framing.append(String(part.text))
      }
    }
    return (seconds, framing.joined(separator: ", "))
  }

  /// Returns whether a text looks like a length that is not in whole seconds: `2.5s`, `90 min`.
  private static func isLength(_ text: Substring) -> Bool {
    let unit = text.drop { $0.isWholeNumber || ".,:".contains($0) }
    return ["", "s", "sec", "secs", "second", "seconds", "m", "min", "ms"].contains(
      unit.trimmedText.lowercased())
  }

  /// Returns a number of seconds up to 3,600, or `nil`: `5s`, `5 seconds`, and `5` where a unit
  /// is not needed.
  static func seconds(_ text: Substring, needsUnit: Bool) -> Int? {
    let digits = text.prefix { ("0"..."9").contains($0) }
    guard (1...4).contains(digits.count), digits.first != "0", let number = Int(digits),
      number <= 3600
    else { return nil }
    let unit = text.dropFirst(digits.count).trimmedText.lowercased()
    if unit.isEmpty { return needsUnit ? nil : number }
    return ["s", "sec", "secs", "second", "seconds", "秒"].contains(unit) ? number : nil
  }
}

extension StringProtocol where SubSequence == Substring {
  /// The text without white space at either end.
  package var trimmedText: Substring {
    var text = self[...].drop { $0.isWhitespace }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
