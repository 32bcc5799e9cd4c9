import Files
import Media
import Model
import TestSupport
import Testing

@testable import Library

@Suite("Elements in projects, as a library notes them")
struct Uses {
  private func project(_ number: UInt8) throws -> ULID {
    try #require(ULID(bytes: [UInt8](repeating: number, count: 16)))
  }

  private func note(
    _ store: LibraryStore, _ element: ULID, _ project: ULID, path: String, at: Int? = nil
  ) throws -> Digest {
    try store.change { change in
      let entry = try #require(try change.contents.entries(of: element).first)
      let last = try change.contents.uses.last(of: element, in: project)
      let record = Record.use(
        ProjectUse(
          project: project, path: path, element: element, revision: entry.revision,
          at: try at.map { Instant(milliseconds: $0) } ?? change.moment(after: last)))
      change.add(record)
      let line = try #require(record.line)
      return SHA256.digest(of: line)
    }
  }

  @Test("have the latest moment per project, ties by name, without withdrawn notes")
  func counting() throws {
    let library = try TestLibrary()
    var store = try library.open()
    let mira = try store.register("mira", name: "Mira")
    let (one, two) = (try project(1), try project(2))
    _ = try note(store, mira, one, path: "/old")
    let newest = try note(store, mira, one, path: "/new")
    _ = try note(store, mira, two, path: "/two")
    func paths() throws -> [String] { try store.contents { try $0.uses.of(mira).map(\.path) } }
    #expect(try paths() == ["/two", "/new"])
    #expect(try store.contents { try $0.uses.inProject(one).map(\.use.path) } == ["/new"])
    try store.change { change in
      change.add(.withdrawal(Withdrawal(record: newest, at: try change.moment())))
    }
    #expect(try paths() == ["/two", "/old"])
    // A withdrawal has a moment, too: the next note comes after it.
    try store.contents { contents in
      let times = try contents.uses.of(mira, in: one).map(\.at)
      let last = try #require(try contents.uses.last(of: mira, in: one))
      #expect(times.allSatisfy { $0 < last })
    }
    let tied = [
      try note(store, mira, one, path: "/a", at: 1_900_000_000_000),
      try note(store, mira, one, path: "/b", at: 1_900_000_000_000),
    ]
    let winner = tied[0].hex > tied[1].hex ? "/a" : "/b"
    #expect(try paths() == [winner, "/two"])
    let before = try store.contents { try $0.uses.of(mira, in: one).map(\.record) }
    try library.deleteIndex()
    store = try library.open()
    #expect(try paths() == [winner, "/two"])
    #expect(try store.contents { try $0.uses.of(mira, in: one).map(\.record) } == before)
  }

  @Test("are found by indexes in every query")
  func plans() throws {
    let library = try TestLibrary()
    let store = try library.open()
    let mira = try store.register("mira", name: "Mira", files: [[1]])
    let blob = SHA256.digest(of: [1])
    let project = try project(1)
    try store.contents { contents in
      let known = contents.index.sql.preparedTexts.count
      _ = try contents.uses.of(mira)
      _ = try contents.uses.of(mira, in: project)
      _ = try contents.uses.inProject(project)
      _ = try contents.uses.last(of: mira, in: project)
      _ = try contents.exports.of(mira, limit: 9)
      _ = try contents.exports.naming(blob, limit: 9)
      _ = try contents.exports.ofBundle(blob, limit: 9)
      _ = try contents.takes.of(blob, limit: 9)
      _ = try contents.takes.ofBundle(blob, limit: 9)
      _ = try contents.derivations.origins(of: blob, limit: 9)
      _ = try contents.derivations.results(of: blob, limit: 9)
      let texts = contents.index.sql.preparedTexts[known...].filter { $0.hasPrefix("SELECT") }
      #expect(texts.count >= 11)
      for text in texts {
        let plan = try contents.index.sql.all(composed: "EXPLAIN QUERY PLAN \(text)", []) {
          $0.text(3)
        }
        #expect(!plan.isEmpty)
        for step in plan {
          #expect(!step.hasPrefix("SCAN"), "\(step) in \(text)")
          #expect(!step.contains("TEMP B-TREE"), "\(step) in \(text)")
        }
      }
    }
  }
}
