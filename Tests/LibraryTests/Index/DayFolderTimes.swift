import Files
import Foundation
import Media
import Model
import Synchronization
import TestSupport
import Testing

@testable import Library

@Suite("The times of a day's folder")
struct DayFolderTimes {
  private let library: TestLibrary
  private let clock = SetClock()

  init() throws {
    library = try TestLibrary()
    // Noon of a day long after the folders were changed: their times have settled.
    let now = Int(Date().timeIntervalSince1970 * 1000)
    clock.now = now - now % SetClock.day + 2 * SetClock.day + SetClock.day / 2
  }

  private func handles(_ store: LibraryStore) throws -> [String] {
    try store.contents { try $0.list(Contents.Filter(), limit: 9).map(\.handle.name).sorted() }
  }

  @Test("are not trusted before the names in it were compared since the machine was started")
  func start() throws {
    try library.open(clock).register("mira", name: "Mira")
    let other = library.folder.path("other")
    try FileManager.default.copyItem(atPath: library.root.text, toPath: other.text)
    let elsewhere = try library.open(clock, at: other)
    try elsewhere.register("ana", name: "Ana")
    let store = try library.open(clock)
    #expect(try handles(store) == ["mira"])
    // A segment arrives, and the folder keeps its earlier times.
    let day = try #require(try store.log.days().first).day
    for segment in try elsewhere.log.segments(of: day) {
      let path = store.log.path(of: segment)
      guard FileSystem.status(path) == nil else { continue }
      let bytes = try FileSystem.read(elsewhere.log.path(of: segment), limit: .max)
      try FileSystem.create(path, bytes, mode: 0o400, isDurable: false)
    }
    let folder = try #require(store.log.folder(of: day))
    try store.index.withLock { index in
      try index.sql.run(
        "UPDATE day SET modified=?, changed=?",
        [folder.modified, folder.changed])
    }
    #expect(try handles(library.open(clock)) == ["mira"])
    try store.index.withLock { index in
      try index.sql.run("UPDATE meta SET value='another' WHERE key='machine-start'")
    }
    #expect(try handles(library.open(clock)) == ["ana", "mira"])
    let noted = try store.index.withLock { try $0.meta.text("machine-start") }
    #expect(noted == BootIdentifier.current)
  }

  @Test("are trusted by a second look since the machine was started, without a write")
  func second() throws {
    try library.open(clock).register("mira", name: "Mira")
    _ = try library.open(clock)
    let store = try library.open(clock)
    try store.index.withLock { index in
      try index.sql.run("UPDATE meta SET value='another' WHERE key='machine-start'")
    }
    func changes() throws -> Int {
      let opened = try library.open(clock)
      return opened.index.withLock { $0.sql.database.changedRowCount }
    }
    #expect(try changes() == 1)
    #expect(try changes() == 0)
  }

  @Test("do not hide segments that were merged and that an interrupted process left")
  func leftAfterMerge() throws {
    let store = try library.open(clock)
    for day in 0..<3 {
      try store.register("e\(day)", name: "Name \(day)")
      clock.now += SetClock.day
    }
    _ = try library.open(clock)
    let old = try store.log.days().flatMap { try store.log.segments(of: $0.day) }
    #expect(old.count == 3)
    try store.withWriterLock { index in
      let lines = try old.flatMap { segment in
        try #require(try store.log.lines(of: segment)).map(\.bytes)
      }
      let merged = try store.log.draft(lines, on: try #require(old.last).day)
      try store.log.commit(merged, temporaryName: "merged")
      try index.replace(old, by: merged)
      // The process is ended here.
    }
    let opened = try library.open(clock)
    let known = try opened.index.withLock { index in
      try index.sql.first("SELECT count(*) FROM segment") { $0.integer(0) }
    }
    #expect(known == 4)
    #expect(try opened.checkup().faults == [])
  }
}
