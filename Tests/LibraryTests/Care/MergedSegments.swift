import Files
import Media
import Model
import TestSupport
import Testing

@testable import Library

/// `gc` merges the segments of past days. Backups and copying may bring the old ones back beside
/// the merged one, which the next merge then produces again.
@Suite("Merged segments")
struct MergedSegments {
  private let library: TestLibrary
  private let clock = SetClock()
  private let backup: FilePath
  private let before: String
  private let old: [RecordLog.Segment]

  init() throws {
    library = try TestLibrary()
    backup = library.folder.path("backup")
    let store = try library.open(clock)
    for day in 0..<4 {
      for number in 0..<3 {
        try store.register("e\(day)_\(number)", name: "Name \(number)", files: [[UInt8(day)]])
      }
      try store.edit("e0_0") { $0.notes = "day \(day)" }
      clock.now += SetClock.day
    }
    try store.register("today", name: "Today")
    before = try store.everything()
    old = try Self.segments(store)
    try backUp()
    #expect(try store.collect(graceMilliseconds: 0).segmentCount == 16)
    try backUp()
  }

  private func backUp() throws {
    _ = try LibraryBackup(of: library.root)
      .write(toFolder: backup, verifying: true, pruning: false)
  }

  private static func segments(_ store: LibraryStore) throws -> [RecordLog.Segment] {
    try store.log.days().flatMap { try store.log.segments(of: $0.day) }
  }

  /// Expects every record to be found and read, now and by a new index.
  private func check(_ root: FilePath, _ what: String) throws {
    for index in ["as it is", "anew"] {
      let store = try library.open(clock, at: root)
      if index == "anew" { #expect(try store.rebuildIndex() == 17) }
      #expect(try store.everything() == before, "\(what), \(index)")
      #expect(try store.checkup().faults == [], "\(what), \(index)")
    }
  }

  @Test("are merged again after a restoration that also brought the old ones back")
  func restored() throws {
    let target = library.folder.path("restored")
    _ = try LibraryRestoration(from: backup).write(toNew: target, partial: false)
    let store = try library.open(clock, at: target)
    #expect(try Self.segments(store).count == 18)
    try check(target, "restored")
    #expect(try store.collect(graceMilliseconds: 0).segmentCount == 17)
    #expect(try Self.segments(store).count == 2)
    try check(target, "put together again")
    #expect(try store.collect(graceMilliseconds: 0).groups.isEmpty)
    _ = try LibraryRestoration(from: backup).write(into: target, partial: false)
    try check(target, "restored once more")
  }

  @Test("are merged again after the old ones were copied back beside a current index")
  func copied() throws {
    let store = try library.open(clock)
    let merged = try Self.segments(store)
    for segment in old where !merged.contains(segment) {
      let path = store.log.path(of: segment)
      try FileSystem.createFolder(path.folder)
      let bytes = try FileSystem.read(RecordLog(backup).path(of: segment), limit: .max)
      try FileSystem.create(path, bytes, mode: 0o444, isDurable: false)
      // One after the other, so that each becomes the location of its record.
      #expect(try library.open(clock).everything() == before)
    }
    #expect(try library.open(clock).checkup().faults == [])
    #expect(try store.collect(graceMilliseconds: 0).segmentCount == 17)
    #expect(try Self.segments(store) == merged)
    #expect(try store.everything() == before)
    try check(library.root, "put together again")
  }

  @Test("are found when they were moved to the folder of another day")
  func carried() throws {
    let store = try library.open(clock)
    let segment = try #require(try Self.segments(store).first)
    let day = try #require(Day("2026-01-02"))
    try FileSystem.createFolder(store.log.path(of: day))
    try FileSystem.rename(
      store.log.path(of: segment),
      to: store.log.path(of: RecordLog.Segment(day: day, digest: segment.digest)))
    #expect(try library.open(clock).everything() == before)
    try check(library.root, "carried")
  }
}
