import Files
import Foundation
import Media
import Model
import TestSupport
import Testing

@testable import Library

@Suite("A library in a folder")
struct OtherFolders {
  private let library: TestLibrary

  init() throws { library = try TestLibrary() }

  private static let notice =
    "The library is on a file system that several machines may share; "
    + "use it from one machine at a time."

  private func path(_ suffix: String) throws -> FilePath {
    try #require(FilePath("\(library.root)/catalog.sqlite\(suffix)"))
  }

  private func shared() throws -> LibraryStore {
    try library.open { _ in FolderTraits(isShared: true) }
  }

  // MARK: Several machines

  @Test("that machines share has an index with a journal, and says so when it is made")
  func madeWhereShared() throws {
    #expect(try shared().notices == [Self.notice])
    let store = try shared()
    #expect(store.notices == [])
    try store.register("mira", name: "Mira", files: [[1]])
    try store.edit("mira") { $0.notes = "more" }
    #expect(FileSystem.status(try path("-wal")) == nil)
    #expect(FileSystem.status(try path("-shm")) == nil)
    #expect(try shared().checkup().faults == [])
    #expect(try shared().notices == [])
  }

  @Test("that machines share switches an index from elsewhere to a journal, and says so once")
  func carriedWhereShared() throws {
    try library.open().register("mira", name: "Mira", files: [[1]])
    // The value 2 there means that shared memory is used.
    #expect(try FileSystem.read(try path(""), at: 18, count: 2) == [2, 2])
    let before = try library.open().everything()
    let store = try shared()
    #expect(store.notices == [Self.notice])
    #expect(try FileSystem.read(try path(""), at: 18, count: 2) == [1, 1])
    #expect(FileSystem.status(try path("-wal")) == nil)
    #expect(try store.everything() == before)
    #expect(try shared().notices == [])
    // And back.
    #expect(try library.open().notices == [])
    #expect(try FileSystem.read(try path(""), at: 18, count: 2) == [2, 2])
    #expect(try library.open().everything() == before)
  }

  @Test(
    "that machines share has its index made again without shared memory, and erases as anywhere")
  func rebuiltWhereShared() throws {
    let store = try shared()
    let mira = try store.register("mira", name: "Vexomirandula", files: [[1]])
    #expect(try store.rebuildIndex() == 1)
    #expect(try store.erase(mira, before: nil, reason: "asked"))
    #expect(FileSystem.status(try path("-wal")) == nil)
    let bytes = try FileSystem.read(try path(""), limit: .max)
    #expect(!bytes.contains(bytes: Array("exomirandula".utf8)))
    #expect(try shared().checkup().faults == [])
  }

  // MARK: Without locks

  @Test(
    "that has no locks can be read, with its index and without, and says why it can't be changed")
  func withoutLocks() throws {
    let writer = try library.open()
    try writer.register("mira", name: "Mira", files: [[1]])
    let before = try writer.everything()
    let lockless = { try library.open { _ in FolderTraits(supportsLocks: false) } }
    for isAnew in [false, true] {
      if isAnew { try library.deleteIndex() }
      let reader = try lockless()
      #expect(reader.notices.contains { $0.contains("has no locks") })
      #expect(try reader.everything() == before)
      #expect(try reader.checkup().faults == [])
      #expect(throws: LibraryError.locksUnsupported(library.root)) { try reader.register("mug") }
      #expect(throws: LibraryError.locksUnsupported(library.root)) {
        try reader.collect(graceMilliseconds: 0)
      }
    }
    #expect(FileSystem.status(try path("")) == nil, "nothing may be written beside it")
  }

  // MARK: For reading only

  private func readOnly(isReadOnly: Bool = false) throws -> LibraryStore {
    try library.open { _ in FolderTraits(isReadOnly: isReadOnly, isWritable: false) }
  }

  private static let passing =
    "The library is read-only; this command uses a temporary index."

  @Test("that another user writes is read in its present state, not the one at opening")
  func besideWriter() throws {
    let writer = try library.open()
    try writer.register("mira", name: "Mira")
    try writer.edit("mira") { $0.name = "Mira Okafor" }
    // All of it is beside the index.
    let reader = try readOnly()
    #expect(reader.isReadOnly)
    #expect(reader.notices == [])
    #expect(try reader.everything() == writer.everything())
    try writer.edit("mira") { $0.name = "Mira Ngozi" }
    try writer.withTransaction { index in
      try index.sql.database.run("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")
    }
    #expect(try reader.everything() == writer.everything())
    #expect(try reader.checkup().faults == [])
    #expect(throws: LibraryError.readOnly(library.root)) { try reader.register("mug") }
  }

  @Test("on a read-only disk is read without any files beside its index")
  func frozen() throws {
    try library.open().register("mira", name: "Mira")
    for suffix in ["-wal", "-shm"] { try FileSystem.remove(try path(suffix)) }
    let before = try FileSystem.names(in: library.root)
    let reader = try readOnly(isReadOnly: true)
    #expect(try reader.contents { try $0.list(limit: 9) }.count == 1)
    #expect(try FileSystem.names(in: library.root) == before)
  }

  @Test(
    "on a disk that was removed in the middle of a change has the files beside its index read, too"
  )
  func frozenInTheMiddle() throws {
    let writer = try library.open()
    try writer.register("mira", name: "Mira")
    #expect((FileSystem.status(try path("-wal"))?.byteCount ?? 0) > 0)
    let reader = try readOnly(isReadOnly: true)
    #expect(try reader.everything() == writer.everything())
  }

  @Test("that is read-only is read from a copy of its index, if no other process writes that")
  func restingCopy() throws {
    let clock = SetClock()
    // Long after everything else in this test.
    clock.now += 100 * 365 * SetClock.day
    let environment = SystemEnvironment(now: clock.tick, random: library.environment.random)
    let opening = IndexOpening(root: library.root, environment: environment)
    #expect(opening.copyAtRest() == nil)
    let writer = try library.open()
    try writer.register("mira", name: "Mira", files: [[1]])
    // The change is beside the index.
    #expect(opening.copyAtRest() == nil)
    try writer.withTransaction { index in
      try index.sql.database.run("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")
    }
    let before = Set(try FileSystem.names(in: library.root))
    let copy = try #require(opening.copyAtRest())
    #expect(try Contents(index: copy).entries(named: "mira").count == 1)
    #expect(Set(try FileSystem.names(in: library.root)).isSubset(of: before))
    // Two seconds after its last change: until then, the file system could give the next change an
    // equal time.
    let changed = try #require(FileSystem.status(try path(""))).changed / 1_000_000
    let early = SystemEnvironment(now: { changed + 2000 }, random: library.environment.random)
    #expect(IndexOpening(root: library.root, environment: early).copyAtRest() == nil)
    try writer.edit("mira") { $0.name = "Mira Okafor" }
    #expect(try Contents(index: copy).entries(named: "mira").first?.name == "Mira")
  }

  @Test("that is read-only and has no index, or an outdated one, gets a temporary one")
  func passingIndex() throws {
    let writer = try library.open()
    try writer.register("mira", name: "Mira", files: [[1], [2]])
    let before = try writer.everything()
    try library.deleteIndex()
    let reader = try readOnly()
    #expect(reader.notices == [Self.passing])
    #expect(try reader.everything() == before)
    #expect(try reader.checkup().faults == [])
    // Files that were never examined are examined for this one command.
    let unknown = try reader.contents { try $0.blobs.unexamined(limit: 10) }
    #expect(unknown.count == 2)
    var facts = FileFacts(path: reader.root)
    facts.digest = unknown[0]
    facts.byteCount = 1
    try reader.recordFacts([facts], missing: [unknown[1]])
    #expect(try reader.contents { try $0.blobs.unexamined(limit: 10) } == [])
    #expect(
      try reader.contents { try $0.blobs.facts(of: unknown[0], as: reader.root) }?.byteCount == 1)
    #expect(FileSystem.status(try path("")) == nil)
  }

  @Test("that is read-only is read if its index has unexamined files")
  func readOnlyUnexamined() throws {
    let writer = try library.open()
    try writer.register("mira", name: "Mira", files: [[1], [2]])
    #expect(try writer.contents({ try $0.blobs.unexamined(limit: 10) }).count == 2)
    let reader = try readOnly()
    #expect(reader.notices == [])
    let unknown = try reader.contents { try $0.blobs.unexamined(limit: 10) }
    try reader.recordFacts([], missing: unknown)
    #expect(try reader.everything() == writer.everything())
    #expect(try writer.contents { try $0.blobs.unexamined(limit: 10) } == unknown)
  }
}
