import Files
import Foundation
import Media
import Model
import TestSupport
import Testing

@testable import Library

@Suite("Collecting garbage")
struct GarbageTests {
  private let library: TestLibrary
  private let clock = SetClock()

  init() throws { library = try TestLibrary() }

  private static let day = SetClock.day

  private func open() throws -> LibraryStore { try library.open(clock) }

  private func age(_ path: FilePath, days: Double) throws {
    let date = Date(timeIntervalSince1970: Double(clock.now) / 1000 - days * 86_400)
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path.text)
  }

  private func digest(_ bytes: [UInt8]) throws -> Digest {
    SHA256.digest(of: bytes)
  }

  @Test("deletes unreferenced files, of any kind and format, once they are old enough")
  func unnamed() throws {
    let store = try open()
    try store.register("mira", name: "Mira", files: [[1], [2]])
    try store.edit("mira") { $0.references.removeLast() }
    let kept = try (1...6).map { try digest([$0]) }
    let staged = try (3...8).map { try store.stage([$0], digest([$0])) }
    try store.change(with: staged) { change in
      let at = try change.moment()
      change.add(
        .derivation(Derivation(blob: kept[3], from: kept[2], steps: [], tool: "t", at: at)))
      change.add(.take(Take(export: kept[0], blob: kept[4], result: .kept, at: at)))
      change.add(
        .unknown(["castbook": "later/1", "inside": .object(["list": [kept[5].hex]])]))
    }
    // However old a file claims to be: synchronizing tools keep its times, and the record may be on
    // its way.
    for number in 1...8 { try age(store.blobs.path(of: digest([UInt8(number)])), days: 400) }
    let grace = 14 * Self.day
    #expect(
      try Set(store.collect(graceMilliseconds: grace).waiting.map(\.digest)) == [
        digest([7]), digest([8]),
      ])
    clock.now += 13 * Self.day
    #expect(try store.collect(graceMilliseconds: grace).waiting.count == 2)
    // A file that was added again in between counts as new.
    try age(store.blobs.path(of: digest([7])), days: 0)
    clock.now += 2 * Self.day
    let planned = try store.garbage(graceMilliseconds: grace)
    #expect(planned.unnamed.map(\.digest) == [try digest([8])])
    #expect(planned.waiting.map(\.digest) == [try digest([7])])
    #expect(store.blobs.contains(try digest([8])))
    // Adding it again meanwhile keeps it.
    let again = try store.stage([8], try digest([8]))
    try age(store.blobs.path(of: digest([8])), days: 0)
    #expect(try store.collect(graceMilliseconds: grace).unnamed.isEmpty)
    store.discard([again])
    #expect(try store.collect(graceMilliseconds: 0).unnamed.count == 2)
    #expect(try [7, 8].filter { store.blobs.contains(try digest([$0])) }.isEmpty)
    #expect(kept.allSatisfy { store.blobs.contains($0) })
    #expect(try store.checkup().faults.map(\.fault) == [.newerRecords(count: 1)])
  }

  @Test(
    "removes the previews of a deleted file, and keeps none of a missing one"
  )
  func previews() throws {
    let store = try open()
    try store.register("mira", name: "Mira", files: [[1]])
    let (kept, gone) = (try digest([1]), try digest([2]))
    _ = try store.change(with: [try store.stage([2], gone)]) { _ in }
    for blob in [kept, gone] {
      for side in [320, 640] {
        store.previews.keep([9], of: blob, .page(side: side), temporaryName: "t\(side)")
        #expect(FileSystem.status(store.previews.path(of: blob, .page(side: side))) != nil)
      }
    }
    try age(store.blobs.path(of: gone), days: 15)
    #expect(try store.collect(graceMilliseconds: 14 * Self.day).unnamed.isEmpty)
    clock.now += 15 * Self.day
    #expect(try store.collect(graceMilliseconds: 14 * Self.day).unnamed.count == 1)
    #expect(FileSystem.status(store.blobs.path(of: gone)) == nil)
    #expect(FileSystem.status(store.previews.path(of: gone, .page(side: 320))) == nil)
    #expect(FileSystem.status(store.previews.path(of: gone, .page(side: 640))) == nil)
    #expect(FileSystem.status(store.previews.path(of: kept, .page(side: 320))) != nil)
    // A late preview of a file that was deleted meanwhile is not kept.
    store.previews.keep([9], of: gone, .page(side: 320), temporaryName: "late")
    #expect(FileSystem.status(store.previews.path(of: gone, .page(side: 320))) == nil)
  }

  @Test("counts no statement about a file that no record keeps, once something was erased")
  func statements() throws {
    let store = try open()
    let gone = try store.register("mira", name: "Mira", files: [[1]])
    try store.register("mug", .product, name: "Mug", files: [[2]])
    let blobs = try (1...6).map { try digest([$0]) }
    let staged = try (3...6).map { try store.stage([$0], digest([$0])) }
    try store.change(with: staged) { change in
      let at = try change.moment()
      // The mug's picture was cut from a sheet, from which another was cut.
      for result in [blobs[1], blobs[3]] {
        change.add(
          .derivation(Derivation(blob: result, from: blobs[2], steps: [], tool: "t", at: at)))
      }
      change.add(
        .derivation(Derivation(blob: blobs[5], from: blobs[4], steps: [], tool: "t", at: at)))
      change.add(.dismissal(Dismissal(blob: blobs[4], rule: "image.blurred", reason: "x", at: at)))
    }
    #expect(try store.garbage(graceMilliseconds: SetClock.noGrace).unnamed.isEmpty)
    #expect(try store.erase(gone, before: nil, reason: "asked"))
    #expect(try store.contents { try $0.erasedTraces.files() } == [blobs[0]])
    let collected = try store.collect(graceMilliseconds: SetClock.noGrace)
    #expect(Set(collected.unnamed.map(\.digest)) == Set(blobs[4...]))
    #expect(blobs[1...3].allSatisfy { store.blobs.contains($0) })
    #expect(try store.unnamedBlobs(among: Set(blobs)) == Set([blobs[0]] + blobs[4...]))
  }

  @Test("keeps what the log names though the index does not know of it")
  func behindTheIndex() throws {
    let store = try open()
    try store.register("mira", name: "Mira", files: [[1]])
    try store.withTransaction { index in
      try index.sql.database.run("DELETE FROM holding; COMMIT")
    }
    #expect(try store.collect(graceMilliseconds: SetClock.noGrace).unnamed.isEmpty)
    #expect(store.blobs.contains(try digest([1])))
  }

  @Test("is refused while the log is damaged: its unreadable part may name a file")
  func damagedLog() throws {
    let store = try open()
    try store.register("mira", name: "Mira", files: [[1]])
    let day = try #require(try store.log.days().first)
    let segment = try #require(try store.log.segments(of: day.day).first)
    try FileSystem.remove(store.log.path(of: segment))
    try FileSystem.create(store.log.path(of: segment), [1], isDurable: false)
    try library.deleteIndex()
    #expect(throws: LibraryError.self) { try open().collect(graceMilliseconds: 0) }
    #expect(store.blobs.contains(try digest([1])))
  }

  @Test("removes leftovers of interrupted commands, not files on their way in")
  func leftovers() throws {
    let store = try open()
    try store.register("mira", name: "Mira", files: [[1]])
    let nursery = store.blobs.folder.appending(".new".utf8)
    let paths = [
      library.root.appending(".index-x".utf8),
      store.log.path(of: try #require(try store.log.days().first).day).appending(".new-x".utf8),
      nursery.appending("old".utf8), nursery.appending("new".utf8),
    ]
    for (place, path) in paths.enumerated() {
      try FileSystem.create(path, [1], isDurable: false)
      try age(path, days: place == 2 ? 1.1 : 0)
    }
    #expect(
      Set(try store.collect(graceMilliseconds: 0).leftovers.map(\.path)) == Set(paths.prefix(3)))
    #expect(paths.map { FileSystem.status($0) != nil } == [false, false, false, true])
  }

  @Test("merges the segments of past days, and every other process continues")
  func merging() throws {
    let store = try open()
    for day in 0..<4 {
      for number in 0..<3 {
        try store.register(
          "e\(day)_\(number)", name: "Name \(day) \(number)", files: [[UInt8(day)]])
      }
      try store.edit("e0_0") { $0.notes = "day \(day)" }
      clock.now += Self.day
    }
    try store.register("today", name: "Today")
    let before = try store.everything()
    let other = try open()
    // The earlier state: that of another machine, or one that was restored.
    try store.withTransaction { index in
      try index.sql.database.run("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")
    }
    let bytes = try FileSystem.read(library.root.appending("catalog.sqlite".utf8), limit: .max)
    #expect(try store.garbage(graceMilliseconds: 0).segmentCount == 16)
    #expect(try store.collect(graceMilliseconds: 0).segmentCount == 16)
    #expect(try store.log.days().count == 2)
    #expect(try store.log.days().flatMap { try store.log.segments(of: $0.day) }.count == 2)
    #expect(try store.everything() == before)
    #expect(try other.everything() == before)
    #expect(try store.checkup().faults == [])
    #expect(try store.collect(graceMilliseconds: 0).groups.isEmpty)
    try library.deleteIndex()
    #expect(try open().everything() == before)
    try library.deleteIndex()
    try FileSystem.create(library.root.appending("catalog.sqlite".utf8), bytes, isDurable: false)
    #expect(try open().everything() == before)
    #expect(try open().checkup().faults == [])
  }
}
