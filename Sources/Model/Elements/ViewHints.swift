/// Everything that the words of a file's name say about the view, before contradictions are
/// resolved.
struct ViewHints: OptionSet, Hashable {
  let rawValue: Int

  static let front = ViewHints(rawValue: 1)
  static let side = ViewHints(rawValue: 1 << 1)
  static let left = ViewHints(rawValue: 1 << 2)
  static let right = ViewHints(rawValue: 1 << 3)
  static let back = ViewHints(rawValue: 1 << 4)
  static let top = ViewHints(rawValue: 1 << 5)
  static let threeQuarter = ViewHints(rawValue: 1 << 6)
  static let fullBody = ViewHints(rawValue: 1 << 7)
  static let detail = ViewHints(rawValue: 1 << 8)
  static let expression = ViewHints(rawValue: 1 << 9)
  /// The face is visible, mostly from the front.
  static let face = ViewHints(rawValue: 1 << 10)
  /// The picture is taken from close up; this may be combined with every other hint.
  static let closeUp = ViewHints(rawValue: 1 << 11)
  /// The text is `34` or `3-4`, which may also be plain numbers.
  static let threeFour = ViewHints(rawValue: 1 << 12)
  /// The word is `l` or `r`, which may also be a size or a channel.
  static let letterL = ViewHints(rawValue: 1 << 13)
  static let letterR = ViewHints(rawValue: 1 << 14)
  /// Some view is mentioned, without saying which.
  static let view = ViewHints(rawValue: 1 << 15)

  private static let directions: ViewHints = [
    .front, .side, .left, .right, .back, .top, .threeQuarter,
  ]

  /// The one role that all the hints together mean; `nil` when they contradict each other or say
  /// too little.
  var role: Role? {
    let merged = disambiguated
    let directions = merged.intersection(Self.directions)
    if merged.contains(.expression) {
      return merged.isSubset(of: [.expression, .face, .front, .closeUp, .view]) ? .expression : nil
    }
    if merged.contains(.detail) { return merged.contains(.fullBody) ? nil : .detail }
    guard !merged.contains([.fullBody, .closeUp]) else { return nil }
    switch directions {
    case []: return merged.framing
    // A full body is shown from the front unless another direction is stated.
    case [.front]: return merged.contains(.fullBody) ? .fullBody : .front
    case [.side]: return .side
    case [.left], [.left, .side]: return .left
    case [.right], [.right, .side]: return .right
    case [.back]: return .back
    case [.top]: return .top
    case [.threeQuarter], [.threeQuarter, .front], [.threeQuarter, .side]: return .threeQuarter
    case [.front, .left], [.threeQuarter, .left], [.threeQuarter, .front, .left],
      [.threeQuarter, .side, .left]:
      return .threeQuarterLeft
    case [.front, .right], [.threeQuarter, .right], [.threeQuarter, .front, .right],
      [.threeQuarter, .side, .right]:
      return .threeQuarterRight
    default: return nil
    }
  }

  /// The role that the framing states when no direction is stated.
  private var framing: Role? {
    if contains(.fullBody) { return .fullBody }
    if contains(.face) { return .front }
    return contains(.closeUp) ? .closeUp : nil
  }

  /// The hints with ambiguous ones read as views where another word shows that a view is meant.
  private var disambiguated: ViewHints {
    var hints = self
    if contains(.threeFour), !isDisjoint(with: [Self.directions, .letterL, .letterR, .view]) {
      hints.insert(.threeQuarter)
    }
    if !hints.isDisjoint(with: [.threeQuarter, .side, .view]) {
      if contains(.letterL) { hints.insert(.left) }
      if contains(.letterR) { hints.insert(.right) }
    }
    return hints
  }
}

extension ViewHints {
  /// Reads words from first to last, taking the longest phrase at each index.
  init(in words: [FileNameWord]) {
    self = Self.parts(of: words).reduce(into: []) { $0.formUnion($1) }
  }

  /// Returns what all the words say together; `nil` when there are none or when one of them says
  /// nothing about a view.
  init?(onlyIn words: [FileNameWord]) {
    let parts = Self.parts(of: words)
    guard !parts.isEmpty, !parts.contains([]) else { return nil }
    self = parts.reduce(into: []) { $0.formUnion($1) }
  }

  /// Returns the words that say nothing about a view.
  static func others(in words: [FileNameWord]) -> [FileNameWord] {
    read(words).flatMap { $0.hints.isEmpty ? Array($0.words) : [] }
  }

  /// Returns the hints of each phrase, in order.
  private static func parts(of words: [FileNameWord]) -> [ViewHints] { read(words).map(\.hints) }

  /// Splits the words into phrases from first to last, each with its hints.
  private static func read(
    _ words: [FileNameWord]
  ) -> [(hints: ViewHints, words: ArraySlice<FileNameWord>)] {
    var parts: [(hints: ViewHints, words: ArraySlice<FileNameWord>)] = []
    var index = 0
    while index < words.count {
      let (hints, count) =
        words[index].kind.isWrittenWithoutSpaces
        ? (ViewWords.hints(inRow: words[index].text), 1)
        : ViewWords.hints(at: index, of: words)
      parts.append((hints, words[index..<(index + count)]))
      index += count
    }
    return parts
  }
}
