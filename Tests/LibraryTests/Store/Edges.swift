import Files
import Media
import Model
import TestSupport
import Testing

@testable import Library

@Suite("At its limits a library")
struct Edges {
  private let library: TestLibrary

  init() throws { library = try TestLibrary() }

  /// Writes records as another machine's library would contain them, even if this one would refuse
  /// to write them.
  private func bring(_ revisions: [ElementRevision]) throws {
    let log = RecordLog(library.root)
    let lines = try revisions.map { try #require(Record.revision($0).line) }
    let day = try #require(Day("2026-01-02"))
    try log.commit(try log.draft(lines, on: day), temporaryName: "test")
  }

  private func identity(_ number: Int) throws -> ULID {
    try #require(
      ULID(at: Instant(milliseconds: number), random: [UInt8](repeating: 1, count: 10)))
  }

  private func revision(_ handle: String, _ number: Int, at: Instant) throws -> ElementRevision {
    ElementRevision(
      element: try identity(number), at: at, kind: .product, handle: try Handle(handle),
      name: "Name \(number)")
  }

  private func name(_ revision: ElementRevision) throws -> Digest {
    try #require(Record.revision(revision).line.map { SHA256.digest(of: $0) })
  }

  // MARK: Parents

  @Test("hides no revision because another element's record calls it its parent")
  func descent() throws {
    let moment = Instant(milliseconds: 1_795_000_000_000)
    let mira = try revision("mira", 1, at: moment)
    var stranger = try revision("stranger", 2, at: moment)
    stranger.parent = try name(mira)
    stranger.sequence = 2
    // Whichever comes first.
    for order in [[mira, stranger], [stranger, mira]] {
      try library.deleteIndex()
      for day in try RecordLog(library.root).days() {
        try FileSystem.removeAll(RecordLog(library.root).path(of: day.day))
      }
      for revision in order {
        try bring([revision])
        _ = try library.open()
      }
      let store = try library.open()
      #expect(try store.contents { try $0.entries(named: "mira") }.count == 1)
      #expect(try store.contents { try $0.entries(named: "stranger") }.count == 1)
      #expect(try store.checkup().faults == [])
      // The element's own next revision does.
      try store.edit("mira") { $0.name = "Mira" }
      #expect(try store.contents { try $0.entries(named: "mira") }.map(\.sequence) == [2])
    }
  }

  // MARK: Moments

  @Test("skips records with an invalid moment, and names them")
  func unreadableMoments() throws {
    let good = try revision("mira", 1, at: Instant(milliseconds: 1_795_000_000_000))
    let line = String(decoding: try #require(Record.revision(good).line), as: UTF8.self)
    let moment = good.at.description
    let bad = [
      "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-00-01T00:00:00Z", "yesterday", "",
      "10000-01-01T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00.000Z",
      "-001-01-01T00:00:00Z", "99999999999999999999-01-01T00:00:00Z",
    ]
    let log = RecordLog(library.root)
    let lines = bad.map { Array(line.replacing(moment, with: $0).utf8) }
    let draft = try log.draft(
      lines + [Array(line.utf8)], on: try #require(Day("2026-01-02")))
    try log.commit(draft, temporaryName: "test")
    let store = try library.open()
    #expect(try store.contents { try $0.list(limit: 20) }.map(\.handle.name) == ["mira"])
    let faults = try store.checkup().faults.map(\.fault)
    #expect(faults.count == bad.count, "\(faults)")
    #expect(faults.allSatisfy { if case .unreadableRecord = $0 { true } else { false } })
    // The restored state counts, and the next record is later.
    try store.edit("mira") { $0.name = "Mira" }
    #expect(try store.contents { try $0.entries(named: "mira") }.map(\.sequence) == [2])
  }

  @Test("keeps records of the first and of the last possible moment, in order")
  func farMoments() throws {
    let texts = [
      "0001-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z", "1970-01-01T00:00:00Z",
      "2019-12-31T23:59:59.999Z", "2020-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z",
    ]
    let moments = try texts.map { try #require(Instant($0)) }
    try bring(
      try moments.enumerated().map { try revision("e\($0)", $0 + 1, at: $1) })
    let store = try library.open()
    let found = try store.contents { try $0.list(limit: 20) }
    #expect(Set(found.map(\.at)) == Set(moments))
    // In lists, everything before 2020 counts as one moment.
    #expect(found.first?.handle.name == "e5")
    // No record can be later than the last moment; new records have the present time.
    try store.register("now", name: "Now")
    let now = try #require(try store.contents { try $0.entries(named: "now").first })
    #expect(now.at < moments[5])
    let before = try store.everything()
    #expect(try store.rebuildIndex() == 7)
    #expect(try store.everything() == before)
    let faults = try store.checkup().faults.map(\.fault)
    #expect(faults.count == 1, "\(faults)")
    #expect(faults.allSatisfy { if case .aheadOfClock = $0 { true } else { false } })
  }

  @Test("reports an element of the last possible moment that can't have a successor")
  func lastMoment() throws {
    let last = try #require(Instant("9999-12-31T23:59:59.999Z"))
    try bring([try revision("mira", 1, at: last)])
    let store = try library.open()
    let before = try store.everything()
    do {
      try store.edit("mira") { $0.name = "Mira" }
      Issue.record("nothing is later than \(last)")
    } catch let error as LibraryError {
      guard case .unwritableRecord(let words) = error else { throw error }
      #expect(words.contains("clock"), "\(words)")
    }
    #expect(try store.everything() == before)
    #expect(try library.open().everything() == before)
  }

  @Test("has five thousand elements of one moment, each of them once, in adjoining pages")
  func oneMoment() throws {
    let moment = Instant(milliseconds: 1_795_000_000_000)
    let after = Instant(milliseconds: moment.milliseconds + 1)
    let count = 5000
    var revisions = try (1...count).map { try revision("a\($0)", $0, at: moment) }
    revisions.append(try revision("later", count + 1, at: after))
    try bring(revisions)
    let store = try library.open()
    var seen: [String] = []
    var cursor: Int?
    while true {
      let page = try store.contents { try $0.list(after: cursor, limit: 700) }
      guard let last = page.last else { break }
      seen += page.map(\.handle.name)
      cursor = last.position
    }
    #expect(seen.count == count + 1)
    #expect(Set(seen).count == count + 1)
    #expect(try store.contents { try $0.counts(retired: false) } == [.product: count + 1])
    for number in [1, 4096, 4097, count] {
      #expect(try store.contents { try $0.entries(named: "a\(number)") }.count == 1)
      try store.edit("a\(number)") { $0.retired = true }
    }
    #expect(try store.contents { try $0.counts(retired: false) } == [.product: count - 3])
    #expect(try store.checkup().faults == [])
  }

  // MARK: Many lines

  @Test("reads lines in sequence, each with its offset")
  func lines() throws {
    let bytes = Array("\n\none\n\ntwo\nthree".utf8)
    let lines = RecordLog.lines(in: bytes)
    #expect(lines.map(\.offset) == [2, 7, 11])
    #expect(lines.map { String(decoding: $0.bytes, as: UTF8.self) } == ["one", "two", "three"])
    #expect(RecordLog.lines(in: []).map(\.offset) == [])
    #expect(RecordLog.lines(in: [10, 10]).map(\.offset) == [])
  }
}
