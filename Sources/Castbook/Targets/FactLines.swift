/// Facts as lines, each with the number of its source; what is to be said about several of them is
/// said once, below.
struct FactLines {
  private let holder: TargetProfile
  private let page: TargetProfile
  private var facts: [String] = []
  private var notes: [String] = []

  /// `holder` is the profile whose facts they are, where nothing else is said; `page` the one that
  /// is shown, whose sources have numbers.
  init(holder: TargetProfile, on page: TargetProfile) {
    self.holder = holder
    self.page = page
  }

  mutating func add<Value>(
    _ name: String, _ fact: Fact<Value>?, of owner: TargetProfile? = nil,
    words: (Value) -> String
  ) {
    guard let fact else { return }
    let isOwn = (owner ?? holder).id == page.id
    let mark = TargetPage.mark(fact, isOwn ? page : nil, note: nil)
    facts.append(
      "  \(TargetPage.filled(name, 18)) \(words(fact.value))\(mark)\(letter(for: fact.note))")
  }

  /// The facts with what is to be said about each behind it, not below.
  var inline: [String] {
    facts.map { line in
      notes.enumerated().reduce(line) { line, note in
        let mark = " \(Self.letter(note.offset))"
        return line.hasSuffix(mark) ? "\(line.dropLast(mark.count)): \(note.element)" : line
      }
    }
  }

  var lines: [String] {
    facts + notes.enumerated().map { "  \(Self.letter($0)) \($1)" }
  }

  /// The letter under which a note stands below.
  private mutating func letter(for note: String?) -> String {
    guard let note else { return "" }
    let place = notes.firstIndex(of: note) ?? notes.endIndex
    if place == notes.endIndex { notes.append(note) }
    return " \(Self.letter(place))"
  }

  private static func letter(_ place: Int) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    return "(\(letters[place % letters.count]))"
  }
}
