import Files
import Media
import Model
import TestSupport
import Testing

@testable import Library

@Suite("A library")
struct Stores {
  @Test("is a folder with a castbook.json, made in one step and never over other files")
  func creation() throws {
    let library = try TestLibrary()
    let store = try library.open()
    #expect(store.notices.isEmpty)
    #expect(throws: LibraryError.alreadyExists(library.root)) {
      try LibraryStore.create(at: library.root)
    }
    let other = library.folder.path
    #expect(throws: LibraryError.folderNotEmpty(other)) { try LibraryStore.create(at: other) }
    let none = library.folder.path("none")
    #expect(throws: LibraryError.noLibrary(none)) { try LibraryStore(at: none) }
  }

  @Test("of a newer format is refused before anything is touched")
  func newerFormat() throws {
    let library = try TestLibrary()
    let mark = library.root.appending(LibraryManifest.name)
    try FileSystem.remove(mark)
    try FileSystem.create(mark, Array(#"{"format":2,"id":"x"}"#.utf8), isDurable: false)
    #expect(throws: LibraryError.newerFormat(library.root, 2)) { try library.open() }
    #expect(FileSystem.status(library.root.appending("catalog.sqlite".utf8)) == nil)
  }

  @Test("keeps what was registered, and finds it by every name")
  func registering() throws {
    let library = try TestLibrary()
    let store = try library.open()
    let mira = try store.register(
      "mira", name: "José Okafor", tags: ["Lead", "Hero"], files: [[1, 2, 3], [4]]
    ) { $0.aliases = ["米拉"] }
    try store.register("mug", .product, name: "Mug", tags: ["hero"], files: [[4]])
    let again = try library.open()
    #expect(again.notices.isEmpty)
    try again.contents { contents throws in
      #expect(try contents.list(limit: 10).map(\.handle.name) == ["mug", "mira"])
      #expect(try contents.search("jose", limit: 10).map(\.element) == [mira])
      #expect(try contents.search("米拉", limit: 10).map(\.element) == [mira])
      #expect(try contents.search("OKA*", limit: 10).map(\.element) == [mira])
      #expect(try contents.search("hero", limit: 10).count == 2)
      #expect(try contents.entries(named: "米拉").map(\.element) == [mira])
      #expect(try contents.entries(named: "MIRA").map(\.element) == [mira])
      var filter = Contents.Filter()
      filter.tags = ["hero", "LEAD"]
      #expect(try contents.list(filter, limit: 10).map(\.element) == [mira])
      filter.kind = .product
      #expect(try contents.list(filter, limit: 10).isEmpty)
      filter.tags = []
      #expect(try contents.list(filter, limit: 10).map(\.handle.name) == ["mug"])
      let shared = SHA256.digest(of: [4])
      #expect(try contents.elements(containing: shared).map(\.handle.name) == ["mug", "mira"])
      #expect(try contents.elements(containing: shared, limit: 1).map(\.handle.name) == ["mug"])
      #expect(try contents.elementCount(containing: shared) == 2)
      #expect(try contents.counts(retired: false) == [.character: 1, .product: 1])
    }
    let digest = SHA256.digest(of: [1, 2, 3])
    #expect(try again.bytes(of: digest) == [1, 2, 3])
  }

  @Test("has equal contents after its index was deleted, whatever had been done")
  func rebuilding() throws {
    let library = try TestLibrary()
    var store = try library.open()
    func check(_ what: String) throws {
      let before = try store.everything()
      try library.deleteIndex()
      store = try library.open()
      #expect(store.notices == ["The index was missing; it was rebuilt from the log."])
      try store.examine()
      #expect(try store.everything() == before, "after \(what)")
    }
    let mira = try store.register("mira", name: "Mira Okafor", tags: ["a"], files: [[1], [2]])
    try store.examine()
    try check("registering")
    let dismissal = try store.dismiss(2, "image.dark")
    try check("dismissing a finding")
    try store.withdraw(dismissal)
    try check("taking that back")
    try store.edit("mira") { $0.name = "Mira Ngozi Okafor" }
    try check("a new name")
    try store.register("coat", name: "Mira in a coat", files: [[3]]) { $0.lookOf = mira }
    try store.examine()
    try check("a look")
    try store.edit("mira") { revision in
      revision.aliases = ["courier"]
      revision.references.swapAt(0, 1)
      revision.tags = ["b"]
    }
    try check("an order")
    try store.edit("coat") { $0.retired = true }
    try check("retiring")
    try store.edit("coat") { $0.retired = false }
    try check("bringing back")
    #expect(try store.contents { try $0.search("ngozi", limit: 5).count } == 1)
    #expect(try store.contents { try $0.entries(named: "courier").map(\.element) } == [mira])
  }

  @Test("with two latest revisions of an element reports a fork until one revision merges them")
  func forks() throws {
    let library = try TestLibrary()
    let store = try library.open()
    let mira = try store.register("mira", name: "Mira")
    let first = try #require(try store.contents { try $0.entries(named: "mira").first })
    for name in ["Left", "Right"] {
      try store.change { change in
        var revision = try #require(try change.contents.revision(first.revision)).revision
        revision.parent = first.revision
        revision.sequence = 2
        revision.name = name
        revision.at = try change.moment()
        change.add(.revision(revision))
      }
    }
    let heads = try store.contents { try $0.entries(of: mira) }
    #expect(heads.map(\.name) == ["Right", "Left"])
    #expect(try store.contents { try $0.revisions(of: mira, sequence: 2) }.count == 2)
    try store.change { change in
      var revision = try #require(try change.contents.revision(heads[0].revision)).revision
      revision.parent = heads[0].revision
      revision.merges = [heads[1].revision]
      revision.sequence = 3
      revision.at = try change.moment()
      change.add(.revision(revision))
    }
    #expect(try store.contents { try $0.entries(of: mira) }.map(\.name) == ["Right"])
    try library.deleteIndex()
    #expect(try library.open().contents { try $0.entries(of: mira) }.map(\.sequence) == [3])
  }

  @Test("accepts records in any order, and repeatedly")
  func order() throws {
    let library = try TestLibrary()
    let store = try library.open()
    try store.register("mira", name: "One", files: [[1]])
    for name in ["Two", "Three"] { try store.edit("mira") { $0.name = name } }
    try store.register("mug", .product, name: "Mug")
    let lines = try store.log.days().flatMap { day in
      try store.log.segments(of: day.day).flatMap {
        try store.log.lines(of: $0).map(Array.init) ?? []
      }
    }.map(\.bytes)
    let expected = try store.everything()
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<20 {
      let other = try TestLibrary(seed: 2)
      let day = try #require(Day("2026-11-20"))
      for line in lines.shuffled(using: &generator) + lines.shuffled(using: &generator).prefix(2) {
        let log = RecordLog(other.root)
        let draft = try log.draft([line, line], on: day)
        try log.commit(draft, temporaryName: "test")
        _ = try other.open()
      }
      #expect(try other.open().everything() == expected)
    }
  }

  @Test("shows another process's records at the next opening, and to a change at once")
  func others() throws {
    let library = try TestLibrary()
    let one = try library.open()
    let two = try library.open()
    try one.register("mira", name: "Mira")
    try two.edit("mira") { $0.name = "Mira Okafor" }
    #expect(try library.open().contents { try $0.search("okafor", limit: 5) }.count == 1)
  }

  @Test("can still be read when another process makes the index again")
  func indexMadeAnew() throws {
    let library = try TestLibrary()
    let one = try library.open()
    let two = try library.open()
    try one.register("mira", name: "Mira")
    #expect(try two.rebuildIndex() == 1)
    try two.register("mug", .product, name: "Mug")
    #expect(try one.contents { try $0.list(limit: 9) }.count == 2)
  }

  @Test("is unchanged by a failed change")
  func failing() throws {
    let library = try TestLibrary()
    let store = try library.open()
    try store.register("mira", name: "Mira")
    let before = try store.everything()
    let missing = try #require(Digest(bytes: [UInt8](repeating: 7, count: 32)))
    #expect(throws: LibraryError.missingBlob(missing)) {
      try store.edit("mira") {
        $0.references = [Reference(blob: missing, role: .front, file: "a.jpg")]
      }
    }
    #expect(try store.everything() == before)
    #expect(try library.open().everything() == before)
  }
}
