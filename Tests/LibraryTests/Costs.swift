import Files
import Media
import Model
import TestSupport
import Testing

@testable import Library

/// Promises about cost, as counts: what they bound does not grow with the library.
@Suite("The work of a library")
struct Costs {
  /// Libraries with elements from as many changes, so the log has as many segments to look at.
  private let few: Sample
  private let many: Sample

  init() throws { (few, many) = (try Sample(count: 16), try Sample(count: 320)) }

  private struct Sample {
    let library: TestLibrary
    let store: LibraryStore

    init(count: Int) throws {
      library = try TestLibrary()
      store = try library.open()
      for number in 0..<count {
        try store.register(
          "cup\(number)", .product, name: "Cup \(number)", tags: number < 4 ? ["lead"] : [],
          files: [[UInt8(number % 256), UInt8(number / 256)]])
      }
      _ = try store.contents { try $0.list(limit: 1) }
    }
  }

  /// Counts what a body does with each of the libraries, and expects it to be nearly the same.
  ///
  /// - Parameter growth: The factor by which steps of the database may grow with twenty times the library: a tree of an
  ///   index is one page deeper.
  private func expectEqualWork(
    growth: Double = 1.25, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: (LibraryStore) throws -> Void
  ) throws {
    let small = try WorkMeter.count { try body(few.store) }
    let large = try WorkMeter.count { try body(many.store) }
    #expect(small.statements > 0 && small.databaseSteps > 0, sourceLocation: sourceLocation)
    #expect(
      large.openedFiles <= small.openedFiles, "\(small) \(large)", sourceLocation: sourceLocation)
    #expect(
      large.readBytes <= small.readBytes + 64, "\(small) \(large)", sourceLocation: sourceLocation)
    #expect(
      large.hashedBytes <= small.hashedBytes + 64, "\(small) \(large)",
      sourceLocation: sourceLocation)
    #expect(
      large.statements <= small.statements + 2, "\(small) \(large)", sourceLocation: sourceLocation)
    #expect(
      Double(large.databaseSteps) <= growth * Double(small.databaseSteps) + 20, "\(small) \(large)",
      sourceLocation: sourceLocation)
  }

  @Test("that is opened and shows an element is the same for twenty times as many")
  func opening() throws {
    func work(_ sample: Sample) throws -> WorkMeter.Work {
      try WorkMeter.count {
        let entries = try sample.library.open().contents { try $0.entries(named: "cup7") }
        #expect(entries.count == 1)
      }
    }
    let (small, large) = (try work(few), try work(many))
    #expect(small.openedFiles > 0 && small.readBytes > 0)
    #expect(large.openedFiles <= small.openedFiles, "\(small) \(large)")
    #expect(large.readBytes <= small.readBytes + 64, "\(small) \(large)")
    #expect(
      Double(large.databaseSteps) <= 1.25 * Double(small.databaseSteps) + 20, "\(small) \(large)")
  }

  @Test("that lists a page, in any order and by any filter, is the same")
  func lists() throws {
    try expectEqualWork { store in
      let count = try store.contents { try $0.list(limit: 10) }.count
      #expect(count == 10)
    }
    try expectEqualWork { store in
      var filter = Contents.Filter()
      filter.kind = .product
      let found = try store.contents { try $0.list(filter, limit: 10) }
      #expect(found.count == 10)
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
          try contents.uses(of: entry.element), try contents.looks(of: entry.element)
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
