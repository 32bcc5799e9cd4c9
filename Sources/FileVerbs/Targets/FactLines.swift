/// Collects facts as lines, each with the number of its source. A note that several facts share is
/// written once, below them.
struct FactLines {
  /// The profile that states the facts.
  private let holder: TargetProfile
  /// The profile that the page shows.
  private let page: TargetProfile
  /// The lines of the facts, each ending in the letter of its note.
  private var facts: [String] = []
  /// The notes, in the order of their letters.
  private var notes: [String] = []

  /// Creates an empty collection.
  ///
  /// - Parameters:
  ///   - holder: The profile that states the facts unless another owner is given.
  ///   - page: The profile that the page shows, whose sources have numbers.
  init(holder: TargetProfile, on page: TargetProfile) {
    self.holder = holder
    self.page = page
  }

  /// Adds a fact if it is stated.
  ///
  /// - Parameters:
  ///   - name: The name at the start of the line.
  ///   - fact: The fact; `nil` adds nothing.
  ///   - owner: The profile that states the fact; `nil` for the holder.
  ///   - words: Describes the value.
  mutating func add<Value>(
    _ name: String, _ fact: Fact<Value>?, of owner: TargetProfile? = nil,
    words: (Value) -> String
  ) {
    guard let fact else { return }
    let isOwn = (owner ?? holder).id == page.id
    let mark = TargetPage.mark(fact, isOwn ? page : nil, note: nil)
    facts.append(
      TargetPage.line(name, "\(words(fact.value))\(mark)\(letter(for: fact.note))"))
  }

  /// The facts with each note behind its fact.
  var inline: [String] {
    facts.map { line in
      notes.enumerated().reduce(line) { line, note in
        let mark = " \(Self.letter(note.offset))"
        return line.hasSuffix(mark) ? "\(line.dropLast(mark.count)): \(note.element)" : line
      }
    }
  }

  /// The facts, followed by the notes under their letters.
  var lines: [String] { facts + notes.enumerated().map { "  \(Self.letter($0)) \($1)" } }

  /// Returns the mark of a note, which is added to the list at its first use; empty without a note.
  private mutating func letter(for note: String?) -> String {
    guard let note else { return "" }
    let index = notes.firstIndex(of: note) ?? notes.endIndex
    if index == notes.endIndex { notes.append(note) }
    return " \(Self.letter(index))"
  }

  /// Returns the letter of a note in parentheses; after `z` the letters start again.
  private static func letter(_ index: Int) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    return "(\(letters[index % letters.count]))"
  }
}
