import Files
import Foundation
import Media
import Model
import TestSupport
import Testing

@testable import Library

/// Promises about cost, as counts: what they bound does not grow with the library.
@Suite("The work of a library")
struct Costs {
  /// Libraries with one element per change, so the log has as many segments as elements.
  private let few: Sample
  private let many: Sample

  init() throws { (few, many) = (try Sample(count: 16), try Sample(count: 320)) }

  private struct Sample {
    let store: LibraryStore
    /// Opens the library as the next command does.
    let open: () throws -> LibraryStore

    init(count: Int) throws {
      let library = try TestLibrary()
      // Days after the files were written, when their folders no longer change, and in the morning,
      // so that all records are of one day.
      let clock = SetClock()
      let today = Int(Date().timeIntervalSince1970 * 1000) / SetClock.day
      clock.now = (today + 3) * SetClock.day
      open = { try library.open(clock) }
      store = try open()
      for number in 0..<count {
        try store.register(
          "cup\(number)", number < 4 ? .place : .product, name: "Cup \(number)",
          tags: number < 4 ? ["lead"] : [], files: [[UInt8(number % 256), UInt8(number / 256)]])
      }
      _ = try store.contents { try $0.list(limit: 1) }
      _ = try open().contents { try $0.list(limit: 1) }
    }
  }

  /// Counts what a body does with each of the libraries, and expects it to be nearly the same.
  private func expectEqualWork(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: (LibraryStore) throws -> Void
  ) throws {
    try expectEqualWork(sourceLocation: sourceLocation, of: { try body($0.store) })
  }

  private func expectEqualWork(
    sourceLocation: SourceLocation = #_sourceLocation, of body: (Sample) throws -> Void
  ) throws {
    let small = try WorkMeter.count { try body(few) }
    let large = try WorkMeter.count { try body(many) }
    #expect(small.statements > 0 && small.databaseSteps > 0, sourceLocation: sourceLocation)
    let growth = [
      large.openedFiles - small.openedFiles, large.listedNames - small.listedNames,
      (large.readBytes - small.readBytes) / 64, (large.hashedBytes - small.hashedBytes) / 64,
      (large.statements - small.statements) / 3,
      // A tree of an index is a page deeper.
      (large.databaseSteps - small.databaseSteps * 5 / 4) / 20,
    ]
    #expect(growth.allSatisfy { $0 <= 0 }, "\(small) \(large)", sourceLocation: sourceLocation)
  }

  @Test("that is opened and shows an element is the same for twenty times as many")
  func opening() throws {
    try expectEqualWork(of: { sample in
      let entries = try sample.open().contents { try $0.entries(named: "cup7") }
      #expect(entries.count == 1)
    })
  }

  @Test("that lists a page, in any order and by any filter, is the same")
  func lists() throws {
    try expectEqualWork { store in
      let count = try store.contents { try $0.list(limit: 10) }.count
      #expect(count == 10)
    }
    try expectEqualWork { store in
      var filter = Contents.Filter()
      filter.kind = .place
      let found = try store.contents { try $0.list(filter, limit: 10) }
      #expect(found.count == 4)
    }
    try expectEqualWork { store in
      var filter = Contents.Filter()
      filter.tags = ["lead"]
      let found = try store.contents { try $0.list(filter, limit: 10) }
      #expect(found.count == 4)
    }
    try expectEqualWork { store in
      var filter = Contents.Filter()
      filter.expiringBy = Day("2030-01-01")
      let found = try store.contents { try $0.list(filter, limit: 10) }
      #expect(found.isEmpty)
    }
  }

  @Test("that searches for what few elements have is the same")
  func search() throws {
    try expectEqualWork { store in
      let found = try store.contents { try $0.search("cup 7", limit: 1) }
      #expect(found.count == 1)
    }
    try expectEqualWork { store in
      let found = try store.contents { try $0.search("lead", limit: 10) }
      #expect(found.count == 4)
    }
  }

  @Test("that finds the elements of a file, its revisions and uses is the same")
  func details() throws {
    try expectEqualWork { store in
      try store.contents { contents in
        let entry = try #require(try contents.entries(named: "cup5").first)
        let history = try contents.history(of: entry.element)
        let owners = try contents.elements(containing: SHA256.digest(of: [5, 0]))
        #expect(history.count == 1 && owners.count == 1)
        let (uses, looks) = (
          try contents.uses.of(entry.element), try contents.looks(of: entry.element)
        )
        #expect(uses.isEmpty && looks.isEmpty)
      }
    }
  }

  @Test("that changes an element among many segments is the same")
  func change() throws {
    try expectEqualWork { try $0.edit("cup3") { $0.name = "Another" } }
  }

  @Test("that adds an element among many segments is the same")
  func add() throws {
    try expectEqualWork { try $0.register("new", .product, name: "New", files: [[1, 2, 3]]) }
  }
}
