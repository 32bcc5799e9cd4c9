/// Reads limits from the English sentences of an answer: "prompt must be at most 2500 characters".
///
/// A number only counts directly after words that compare, since sentences often also contain the
/// refused value.
struct LimitSentences {
  private let text: String
  private let fields: [String]

  /// - Parameter fields: The names of the request's fields.
  init(_ text: String, fields: [String]) { (self.text, self.fields) = (text, fields) }

  var limits: [StatedLimit] {
    text.split { "\n;".contains($0) }.flatMap(Self.sentences).flatMap(limits)
  }

  /// Splits a text at full stops that end a sentence, not at those in a number or a name.
  private static func sentences(in part: Substring) -> [Substring] {
    var found: [Substring] = []
    var start = part.startIndex
    for index in part.indices where part[index] == "." {
      let next = part.index(after: index)
      guard next == part.endIndex || part[next] == " " else { continue }
      found.append(part[start..<index])
      start = next
    }
    return found + [part[start...]]
  }

  private func limits(in sentence: Substring) -> [StatedLimit] {
    let field = fields.filter { Self.contains($0, in: sentence) }.max { $0.count < $1.count }
    let lower = sentence.lowercased()
    var found: [StatedLimit] = []
    for (terms, rest) in Self.comparisons(in: lower) {
      guard let measure = Self.unit(at: rest) ?? Self.measure(of: lower) else { continue }
      let limit = StatedLimit(
        field.map { $0.split(separator: ".").map(String.init) } ?? [], measure,
        Self.scaled(terms, measure, rest), String(sentence.drop { " -".contains($0) }))
      if !found.contains(limit) { found.append(limit) }
    }
    return found
  }

  // MARK: Words that compare

  /// Phrases that directly precede a limit. A phrase that contains a shorter one comes before it.
  private static let phrases: [(text: String, isMinimum: Bool)] = [
    ("less than or equal to", false), ("greater than or equal to", true), ("no less than", true),
    ("not be less than", true), ("not less than", true), ("not be smaller than", true),
    ("not be shorter than", true), ("cannot be less than", true), ("no more than", false),
    ("not be more than", false), ("not be greater than", false), ("not be larger than", false),
    ("not be longer than", false), ("not exceed", false), ("cannot exceed", false),
    ("exceeds the limit of", false), ("exceeds the maximum of", false), ("exceeds", false),
    ("at least", true), ("at most", false), ("minimum of", true), ("maximum of", false),
    ("minimum is", true), ("maximum is", false), ("minimum", true), ("maximum", false),
    ("up to", false), ("min", true), ("max", false), (">=", true), ("<=", false), ("≥", true),
    ("≤", false),
  ]

  /// The limits in a sentence, each with the text after its number.
  private static func comparisons(in text: String) -> [(StatedLimit.Terms, rest: Substring)] {
    if let between = range(in: text) { return between }
    var found: [(StatedLimit.Terms, rest: Substring)] = []
    var taken: [Range<String.Index>] = []
    for phrase in phrases {
      for match in text.ranges(of: phrase.text)
      where !taken.contains(where: { $0.overlaps(match) }) && isWord(match, in: text) {
        taken.append(match)
        guard let (number, rest) = number(at: text[match.upperBound...]) else { continue }
        found.append((phrase.isMinimum ? .minimum(number) : .maximum(number), rest))
      }
    }
    return found
  }

  /// The limits of "between 3 and 15", "from 3 to 15".
  private static func range(in text: String) -> [(StatedLimit.Terms, rest: Substring)]? {
    for (start, middle) in [("between ", "and"), ("from ", "to"), ("range of ", "to")] {
      guard let opening = text.firstRange(of: start),
        let (low, rest) = number(at: text[opening.upperBound...]),
        let joint = rest.firstRange(of: " \(middle) "),
        rest[..<joint.lowerBound].count < 12,
        let (high, end) = number(at: rest[joint.upperBound...])
      else { continue }
      return [(.minimum(low), end), (.maximum(high), end)]
    }
    return nil
  }

  /// Whether a phrase is not part of a longer word.
  private static func isWord(_ match: Range<String.Index>, in text: String) -> Bool {
    func isLetter(_ index: String.Index) -> Bool { text[index].isLetter || text[index] == "_" }
    let before = match.lowerBound == text.startIndex ? nil : text.index(before: match.lowerBound)
    let isFree = before.map { !isLetter($0) } ?? true
    let isEnd = match.upperBound == text.endIndex || !isLetter(match.upperBound)
    return isFree && isEnd
  }

  /// Returns the number at the start of a text, after signs and the word "of".
  private static func number(at text: Substring) -> (String, rest: Substring)? {
    let start = text.drop { " :=(of".contains($0) }
    let digits = start.prefix { $0.isASCII && ($0.isNumber || ".,:".contains($0)) }
    let trimmed = digits.reversed().drop { ".,:".contains($0) }.reversed()
    let number = String(trimmed).replacing(",", with: "")
    guard let first = number.first, first.isNumber else { return nil }
    return (number, start.dropFirst(trimmed.count))
  }

  // MARK: Units

  /// What the unit directly after a number measures.
  private static func unit(at rest: Substring) -> StatedLimit.Measure? {
    let word = rest.drop { " -*×x".contains($0) || $0.isNumber }.prefix { $0.isLetter }
    return switch word {
    case "px", "pixel", "pixels": .side
    case "mb", "mib", "kb", "kib", "gb", "bytes", "megabytes": .bytes
    case "s", "sec", "secs", "second", "seconds": .seconds
    case "fps", "frames": .framesPerSecond
    case "character", "characters", "chars": .characters
    case "item", "items", "image", "images", "element", "elements", "video", "videos", "shots":
      .count
    default: nil
    }
  }

  static func measure(of text: String) -> StatedLimit.Measure? {
    let topics: [(StatedLimit.Measure, [String])] = [
      (.aspect, ["aspect ratio", "aspect_ratio of the image"]), (.characters, ["character"]),
      (.side, ["pixel", "width", "height", "dimension"]),
      (.framesPerSecond, ["frame rate", "fps"]), (.seconds, ["duration", "seconds"]),
      (.bytes, ["file size", "megabytes"]), (.count, ["number of", "items"]),
    ]
    return topics.first { $0.1.contains(where: text.contains) }?.0
  }

  /// Returns the terms in bytes, if they are a file's size in another unit.
  private static func scaled(
    _ terms: StatedLimit.Terms, _ measure: StatedLimit.Measure, _ rest: Substring
  ) -> StatedLimit.Terms {
    guard measure == .bytes, case .maximum(let number) = terms, let value = Double(number) else {
      return terms
    }
    let factor =
      switch rest.drop(while: { $0 == " " }).prefix(while: \.isLetter) {
      case "kb": 1e3
      case "kib": 1024.0
      case "mb", "megabytes": 1e6
      case "mib": 1_048_576.0
      case "gb": 1e9
      default: 1.0
      }
    return .maximum(String(Int(min(value * factor, 1e15))))
  }

  /// Whether a name occurs in a text and is not part of a longer one.
  private static func contains(_ name: String, in text: Substring) -> Bool {
    text.ranges(of: name).contains { match in
      func isPart(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
      }
      let before = text[..<match.lowerBound].last.map(isPart) ?? false
      let after = text[match.upperBound...].first.map(isPart) ?? false
      return !before && !after
    }
  }
}
