import Files
import Media
import Model
import TestSupport
import Testing

@testable import Library

@Suite("A checkup")
struct Checkups {
  private let library: TestLibrary
  private let store: LibraryStore

  init() throws {
    library = try TestLibrary()
    store = try library.open()
    try store.register(
      "mira", name: "Mira Okafor", tags: ["lead"], files: [[1, 2, 3], [4, 5], [6]]
    ) { $0.aliases = ["米拉"] }
    try store.edit("mira") { $0.notes = "of the courier" }
    try store.register("mug", .product, name: "Mug", files: [[4, 5]])
  }

  private func digest(_ bytes: [UInt8]) throws -> Digest {
    SHA256.digest(of: bytes)
  }

  /// Overwrites a file, though its mode forbids it.
  private func overwrite(_ path: FilePath, _ bytes: [UInt8]) throws {
    try FileSystem.remove(path)
    try FileSystem.create(path, bytes, mode: 0o444, isDurable: false)
  }

  private func firstSegment() throws -> RecordLog.Segment {
    let day = try #require(try store.log.days().first)
    return try #require(try store.log.segments(of: day.day).first)
  }

  @Test("of an intact library finds nothing")
  func clean() throws {
    let checkup = try library.open().checkup()
    #expect(checkup.faults == [])
    #expect(checkup.segmentCount == 3)
    #expect(checkup.recordCount == 3)
    #expect(checkup.elementCount == 2)
    #expect(checkup.blobCount == 3)
    #expect(checkup.byteCount == 6)
  }

  @Test("finds a file with one changed byte, names its element, and adding it again repairs it")
  func damagedBlob() throws {
    let name = try digest([4, 5])
    let path = store.blobs.path(of: name)
    try overwrite(path, [4, 6])
    let owners = [
      BlobOwner(
        handle: try Handle("mira"), kind: .character, file: "1.bin", isLatest: true, number: 2),
      BlobOwner(
        handle: try Handle("mug"), kind: .product, file: "0.bin", isLatest: true, number: 1),
    ]
    let fault = LibraryFault.damagedBlob(name, path, actual: try digest([4, 6]), owners)
    #expect(try store.checkup().faults == [Checkup.Entry(fault: fault)])
    #expect(try store.checkup(repairing: true).faults == [Checkup.Entry(fault: fault)])
    #expect(
      try store.checkup().faults.map(\.fault) == [
        .putAside(count: 1, byteCount: 2), .missingBlob(name, owners),
      ])
    try store.change(with: [try store.stage([4, 5], name)]) { _ in }
    #expect(try store.checkup().faults.map(\.fault) == [.putAside(count: 1, byteCount: 2)])
  }

  @Test("gives two swapped files their names back")
  func swapped() throws {
    let (one, two) = (try digest([4, 5]), try digest([6]))
    try overwrite(store.blobs.path(of: one), [6])
    try overwrite(store.blobs.path(of: two), [4, 5])
    let repaired = try store.checkup(repairing: true)
    #expect(repaired.faults.count == 2)
    #expect(try store.bytes(of: one) == [4, 5])
    #expect(try store.bytes(of: two) == [6])
    let left = try store.checkup().faults.map(\.fault)
    #expect(left.allSatisfy { if case .putAside = $0 { true } else { false } }, "\(left)")
  }

  @Test("restores a segment with one flipped bit")
  func flippedBit() throws {
    let before = try store.everything()
    let segment = try firstSegment()
    var bytes = try FileSystem.read(store.log.path(of: segment), limit: 1 << 20)
    let place = try #require(bytes.firstIndex(of: UInt8(ascii: "M")))
    bytes[place] ^= 4
    try overwrite(store.log.path(of: segment), bytes)
    let found = try store.checkup().faults.map(\.fault)
    #expect(found.contains { if case .damagedSegment(segment, _) = $0 { true } else { false } })
    let repaired = try store.checkup(repairing: true)
    #expect(repaired.faults.first?.isRepaired == true)
    #expect(try library.open().checkup().faults == [])
    #expect(try library.open().everything() == before)
  }

  @Test("moves a badly damaged segment aside, keeps its valid lines, and reports what is lost")
  func damagedSegment() throws {
    let segment = try firstSegment()
    let bytes = try FileSystem.read(store.log.path(of: segment), limit: 1 << 20)
    try overwrite(store.log.path(of: segment), bytes.map { $0 == UInt8(ascii: "e") ? 0 : $0 })
    let repaired = try store.checkup(repairing: true)
    #expect(
      repaired.faults.contains(
        Checkup.Entry(fault: .damagedSegment(segment, soundLines: 0), isRepaired: false)))
    let left = try library.open().checkup().faults.map(\.fault)
    #expect(left.contains(.putAside(count: 1, byteCount: bytes.count)))
    #expect(FileSystem.status(store.log.path(of: segment)) == nil)
  }

  @Test("names a missing segment, and keeps what the index knows of it")
  func lostSegment() throws {
    let segment = try firstSegment()
    try FileSystem.remove(store.log.path(of: segment))
    #expect(throws: LibraryError.missingRecords(store.log.folder, count: 1)) { try library.open() }
    let examined = try library.open(acceptingLoss: true)
    let faults = try examined.checkup(repairing: true).faults
    #expect(faults.contains(Checkup.Entry(fault: .lostSegment(segment, records: 1))))
    #expect(try examined.contents { try $0.list(limit: 10) }.count == 2)
  }

  @Test("finds every row of the index that differs from the log, and makes the index again")
  func index() throws {
    let before = try store.everything()
    let changes = [
      "UPDATE entry SET name='Somebody'", "DELETE FROM name WHERE alias=1", "DELETE FROM tag",
      "UPDATE tally SET elements=7", "UPDATE tagged SET elements=7",
      "DELETE FROM holding", "DELETE FROM descent", "UPDATE record SET start=start+1",
      "DELETE FROM revision WHERE sequence=1",
      "INSERT INTO search_1(rowid, names, tags, texts) VALUES(5, 'x', '', '')",
      "INSERT INTO search_1(search_1, rowid, names, tags, texts) SELECT 'delete', id, 'mug mug', '', '' FROM entry WHERE handle='mug'",
    ]
    for change in changes {
      let store = try library.open()
      try store.withTransaction { index in
        try index.sql.database.run(change)
        try index.sql.database.run("COMMIT")
      }
      let faults = try store.checkup().faults.map(\.fault)
      #expect(!faults.isEmpty, "\(change)")
      for fault in faults {
        guard case .differingIndex = fault else {
          Issue.record("\(change): \(fault)")
          continue
        }
      }
      #expect(try store.checkup(repairing: true).faults.allSatisfy(\.isRepaired), "\(change)")
      #expect(try library.open().checkup().faults == [], "\(change)")
    }
    #expect(try library.open().everything() == before)
  }

  @Test("lists other files in the folder, and removes those that are no longer used")
  func besides() throws {
    try FileSystem.create(library.root.appending(".index-1".utf8), [1], isDurable: false)
    let day = store.log.path(of: try firstSegment().day)
    try FileSystem.create(day.appending(".new-1".utf8), [1], isDurable: false)
    try FileSystem.create(library.root.appending("notes.txt".utf8), [1], isDurable: false)
    try FileSystem.setMode(store.blobs.path(of: try digest([6])), 0o644)
    _ = try store.stage([9], try digest([9]))
    try store.change(with: [try store.stage([8], try digest([8]))]) { _ in }
    let faults = try store.checkup(repairing: true).faults
    #expect(faults.count == 6)
    #expect(faults.count { $0.isRepaired } == 3)
    #expect(faults.contains { $0.fault == .unused(count: 1, byteCount: 1) })
    #expect(try store.checkup().faults.count == 3)
  }

  @Test("reports contradictions between records")
  func relations() throws {
    let mug = try #require(try store.contents { try $0.entries(named: "mug").first })
    let nobody = try #require(
      ULID(at: Instant(milliseconds: 1), random: [UInt8](repeating: 1, count: 10)))
    let parent = try digest([77])
    try store.change { change in
      var revision = try #require(try change.contents.revision(mug.revision)).revision
      revision.sequence = 7
      revision.parent = parent
      revision.voice = nobody
      revision.at = Instant(milliseconds: revision.at.milliseconds + 86_400_000)
      change.add(.revision(revision))
      change.add(
        .revision(
          ElementRevision(
            element: nobody, at: revision.at, kind: .product, handle: try Handle("mug"), name: "x"))
      )
    }
    let faults = try store.checkup().faults.map(\.fault)
    let names = faults.map { "\($0)".prefix { $0 != "(" } }
    #expect(
      names == [
        "missingParent", "invalidLink", "sharedName", "forked", "aheadOfClock", "aheadOfClock",
      ],
      "\(faults)")
  }
}

extension LibraryStore {
  /// A whole checkup, step by step.
  func checkup(repairing: Bool = false) throws -> Checkup {
    var examination = try examination()
    for unit in examination.units { examination.add(report(on: unit)) }
    return try conclude(examination, repairing: repairing)
  }
}
