import CSQLite
import Files
import Media
import Model
import Testing

@testable import Library

@Suite("A library that another program changes between any two queries")
struct ChangesBetween {
  /// Makes new revisions whenever a query begins.
  private final class Writer {
    let store: LibraryStore
    var count = 0
    var failure: (any Error)?

    init(_ store: LibraryStore) { self.store = store }

    func change() {
      count += 1
      do {
        for name in ["mira", "coat"] { try store.edit(name) { $0.notes = "note \(count)" } }
      } catch {
        failure = error
      }
    }
  }

  @Test("has every element at every moment")
  func lookups() throws {
    let library = try TestLibrary()
    let store = try library.open()
    let voice = try store.register("mira_voice", .voice, files: [[9]])
    let mira = try store.register("mira", files: [[1]]) { $0.voice = voice }
    try store.register("coat", files: [[2]]) { $0.lookOf = mira }
    let blob = SHA256.digest(of: [1])
    let writer = Writer(try library.open())
    let found = try store.contents { contents in
      let handle = contents.index.sql.database.handle
      // The trace reports a query before it reads anything.
      sqlite3_trace_v2(
        handle, UInt32(SQLITE_TRACE_STMT),
        { _, context, _, _ in
          if let context { Unmanaged<Writer>.fromOpaque(context).takeUnretainedValue().change() }
          return 0
        }, Unmanaged.passUnretained(writer).toOpaque())
      defer { sqlite3_trace_v2(handle, 0, nil, nil) }
      return [
        try contents.entries(named: "mira"), try contents.entries(of: mira),
        try contents.looks(of: mira), try contents.speakers(with: voice),
        try contents.elements(containing: blob),
      ]
    }
    #expect(
      found.map { $0.map(\.handle.name) } == [["mira"], ["mira"], ["coat"], ["mira"], ["mira"]])
    #expect(writer.failure == nil)
    #expect(writer.count >= 5)
  }
}
