/// What the words of a file's name say about the view, before they are weighed against each other.
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
  /// The face is to be seen, mostly from the front.
  static let face = ViewHints(rawValue: 1 << 10)
  /// Near, of whatever else is said.
  static let closeUp = ViewHints(rawValue: 1 << 11)
  /// `34` or `3-4`, which are also numbers.
  static let threeFour = ViewHints(rawValue: 1 << 12)
  /// `l` and `r`, which are also sizes and channels.
  static let letterL = ViewHints(rawValue: 1 << 13)
  static let letterR = ViewHints(rawValue: 1 << 14)
  /// A view is spoken of, whichever.
  static let view = ViewHints(rawValue: 1 << 15)

  /// Those that say from where.
  private static let directions: ViewHints = [
    .front, .side, .left, .right, .back, .top, .threeQuarter,
  ]

  /// The one role that all of it means.
  var role: Role? {
    let hints = settled
    let directions = hints.intersection(Self.directions)
    if hints.contains(.expression) {
      return hints.isSubset(of: [.expression, .face, .front, .closeUp, .view]) ? .expression : nil
    }
    if hints.contains(.detail) { return hints.contains(.fullBody) ? nil : .detail }
    guard !hints.contains([.fullBody, .closeUp]) else { return nil }
    switch directions {
    case []: return hints.framing
    // From the front is how a whole body is shown unless something else is said.
    case [.front]: return hints.contains(.fullBody) ? .fullBody : .front
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

  /// What is said when no direction is.
  private var framing: Role? {
    if contains(.fullBody) { return .fullBody }
    if contains(.face) { return .front }
    return contains(.closeUp) ? .closeUp : nil
  }

  /// With what may mean something else taken for a view where another word speaks of one.
  private var settled: ViewHints {
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
  /// Reads words from the first to the last, the longest phrase at each place.
  init(in words: [FileNameWord]) {
    self = Self.parts(of: words).reduce(into: []) { $0.formUnion($1) }
  }

  /// What all the words say together; `nil` when one of them says nothing about a view.
  init?(onlyIn words: [FileNameWord]) {
    let parts = Self.parts(of: words)
    guard !parts.isEmpty, !parts.contains([]) else { return nil }
    self = parts.reduce(into: []) { $0.formUnion($1) }
  }

  /// The words that say nothing about a view.
  static func others(in words: [FileNameWord]) -> [FileNameWord] {
    read(words).flatMap { $0.hints.isEmpty ? Array($0.words) : [] }
  }

  private static func parts(of words: [FileNameWord]) -> [ViewHints] { read(words).map(\.hints) }

  /// Words and phrases from the first to the last, each with what it says.
  private static func read(
    _ words: [FileNameWord]
  ) -> [(hints: ViewHints, words: ArraySlice<FileNameWord>)] {
    var parts: [(hints: ViewHints, words: ArraySlice<FileNameWord>)] = []
    var place = 0
    while place < words.count {
      let (hints, count) =
        words[place].kind.isUnparted
        ? (ViewWords.hints(inRow: words[place].text), 1)
        : ViewWords.hints(at: place, of: words)
      parts.append((hints, words[place..<(place + count)]))
      place += count
    }
    return parts
  }
}
