import Castbook
import Model
import TestSupport
import Testing

@testable import DeliveryVerbs
@testable import LibraryVerbs

@Suite("Two versions of an element joined into one")
struct ForkJoins {
  private func blob(_ number: UInt8) throws -> Digest {
    try #require(Digest(bytes: [UInt8](repeating: number, count: 32)))
  }

  private func file(_ number: UInt8, _ role: Role = .unsorted, note: String = "") throws
    -> Reference
  {
    Reference(blob: try blob(number), role: role, file: "\(number).jpg", note: note)
  }

  private func revision(_ files: [Reference] = []) throws -> ElementRevision {
    let element = try #require(
      ULID(at: Instant(milliseconds: 1_795_132_800_000), random: [UInt8](repeating: 1, count: 10)))
    var revision = ElementRevision(
      element: element, at: Instant(milliseconds: 1_795_132_800_000), kind: .character,
      handle: try Handle("mira"), name: "Mira")
    revision.references = files
    return revision
  }

  private func changed(
    _ base: ElementRevision, _ change: (inout ElementRevision) throws -> Void
  ) rethrows -> ElementRevision {
    var copy = base
    try change(&copy)
    return copy
  }

  private func join(
    _ older: ElementRevision, _ newer: ElementRevision, _ base: ElementRevision?
  ) -> ForkMerge {
    ForkMerge(
      [.init(letter: "A", revision: older), .init(letter: "B", revision: newer)], bases: [base],
      naming: { _ in nil })
  }

  private func words(_ join: ForkMerge) -> [String] {
    join.conflicts.map { conflict in
      "\(conflict.subject): \(conflict.kept.words) \(conflict.kept.sides), "
        + conflict.dropped.map { "\($0.words) \($0.sides)" }.joined(separator: ", ")
    }
  }

  @Test("A change on one side is taken from it, whichever that is", arguments: [false, true])
  func fields(isSwapped: Bool) throws {
    let base = try changed(revision()) {
      $0.tags = ["lead", "old"]; $0.notes = "tall"
    }
    let one = changed(base) {
      $0.name = "Mira Okafor"
      $0.tags = ["lead", "hero"]
      $0.rights = Rights(basis: .own)
    }
    let other = changed(base) {
      $0.notes = ""
      $0.description = "A courier"
      $0.tags = ["lead", "old", "Night"]
      $0.person = .generated
    }
    let joined = isSwapped ? join(other, one, base) : join(one, other, base)
    #expect(joined.conflicts.isEmpty)
    #expect(joined.revision.name == "Mira Okafor")
    #expect(joined.revision.notes == "")
    #expect(joined.revision.description == "A courier")
    #expect(joined.revision.person == .generated)
    #expect(joined.revision.rights?.basis == .own)
    #expect(Set(joined.revision.tags) == ["lead", "hero", "Night"])
  }

  @Test("If both changed the same thing, the newer change wins, and that is recorded")
  func conflicts() throws {
    let base = try revision([file(1, .front), file(2, .back), file(3)])
    let one = try changed(base) {
      $0.name = "One"
      $0.handle = try Handle("mira_one")
      $0.references[0].role = .left
      $0.references[1].note = "a note"
      $0.references[2].role = .detail
    }
    let other = try changed(base) {
      $0.name = "Two"
      $0.handle = try Handle("mira_two")
      $0.references[0].role = .right
      $0.references[2].note = "the hem"
    }
    let joined = join(one, other, base)
    #expect(
      words(joined) == [
        #"handle: @mira_two ["B"], @mira_one ["A"]"#, #"name: “Two” ["B"], “One” ["A"]"#,
        #"role of 1.jpg: right ["B"], left ["A"]"#,
      ])
    #expect(joined.revision.handle.name == "mira_two")
    #expect(joined.revision.aliases == ["mira_one"])
    #expect(
      try joined.revision.references == [
        file(1, .right), file(2, .back, note: "a note"), file(3, .detail, note: "the hem"),
      ])
  }

  @Test(
    "Files that one side added, dropped or moved; a file that the other side changed is not lost")
  func files() throws {
    let base = try revision([file(1, .front), file(2), file(3), file(4)])
    let one = try changed(base) {
      // 2 is dropped, 5 is added after 3.
      $0.references = try [file(1, .front), file(3), file(5), file(4)]
    }
    let other = try changed(base) {
      // 4 is dropped, 6 is added, 3 is first.
      $0.references = try [file(3), file(1, .front), file(2), file(6)]
    }
    for joined in [join(one, other, base), join(other, one, base)] {
      #expect(joined.conflicts.isEmpty)
      #expect(
        Set(joined.revision.references) == Set(try [file(3), file(5), file(1, .front), file(6)]))
      let order = joined.revision.references.map(\.file)
      #expect(order.first == "3.jpg")
    }
    let dropped = try changed(base) { $0.references = try [file(1, .front), file(3), file(4)] }
    let noted = changed(base) { $0.references[1].note = "keep" }
    let kept = join(dropped, noted, base)
    #expect(words(kept) == [#"2.jpg: kept as unsorted ["B"], dropped ["A"]"#])
    #expect(kept.revision.references.count == 4)
    let gone = join(noted, dropped, base)
    #expect(words(gone) == [#"2.jpg: dropped ["B"], kept as unsorted ["A"]"#])
    #expect(gone.revision.references.count == 3)
  }

  @Test("Of two orders, the changed one wins, or the newer one if both changed")
  func order() throws {
    let base = try revision([file(1), file(2), file(3)])
    let one = changed(base) { $0.references.swapAt(0, 1) }
    let other = changed(base) { $0.references.swapAt(1, 2) }
    #expect(join(one, base, base).revision.references.map(\.file) == ["2.jpg", "1.jpg", "3.jpg"])
    let joined = join(one, other, base)
    #expect(joined.revision.references.map(\.file) == ["1.jpg", "3.jpg", "2.jpg"])
    #expect(
      words(joined) == [
        #"order of the files: 1.jpg, 3.jpg, 2.jpg ["B"], 2.jpg, 1.jpg, 3.jpg ["A"]"#
      ])
  }

  @Test("Without a common revision everything that only one of them has is kept")
  func withoutBase() throws {
    let one = try changed(revision([file(1, .front), file(2)])) {
      $0.notes = "tall"
      $0.tags = ["hero"]
    }
    let other = try changed(revision([file(2, .back), file(3)])) {
      $0.name = "Mira O."
      $0.tags = ["Lead"]
    }
    let joined = join(one, other, nil)
    #expect(words(joined) == [#"name: “Mira O.” ["B"], “Mira” ["A"]"#])
    #expect(joined.revision.notes == "tall")
    #expect(joined.revision.tags == ["Lead", "hero"])
    #expect(
      try joined.revision.references == [file(1, .front), file(2, .back), file(3)])
  }

  @Test("With three sides, what the first two have in common is no conflict with the third")
  func threeSides() throws {
    let root = try revision()
    let common = changed(root) { $0.name = "Common" }
    let one = changed(common) { $0.name = "One" }
    let two = changed(common) { $0.tags = ["two"] }
    let three = changed(root) { $0.notes = "three" }
    let joined = ForkMerge(
      [
        .init(letter: "A", revision: one), .init(letter: "B", revision: two),
        .init(letter: "C", revision: three),
      ], bases: [common, root], naming: { _ in nil })
    #expect(joined.conflicts.isEmpty)
    #expect(joined.revision.name == "One")
    #expect(joined.revision.tags == ["two"])
    #expect(joined.revision.notes == "three")
    let all = ForkMerge(
      ["A", "B", "C"].map { letter in
        .init(letter: letter, revision: changed(root) { $0.name = letter })
      }, bases: [root, root], naming: { _ in nil })
    #expect(words(all) == [#"name: “C” ["C"], “A” ["A"], “B” ["B"]"#])
  }

  @Test(
    "Letters continue after Z",
    arguments: [(0, "A"), (25, "Z"), (26, "AA"), (52, "BA"), (702, "AAA")])
  func letters(index: Int, letter: String) {
    #expect(ForkLetters.letter(index) == letter)
  }
}
