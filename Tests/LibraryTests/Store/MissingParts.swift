import Files
import Foundation
import Media
import Model
import TestSupport
import Testing

@testable import Library

/// Missing parts must never look as if they had never existed.
@Suite("A library with a missing part")
struct MissingParts {
  private let library: TestLibrary
  private let clock = SetClock()

  init() throws {
    library = try TestLibrary()
    try library.open(clock).register("mira", name: "Mira", files: [[1], [2]])
    clock.now += SetClock.day
    try library.open(clock).edit("mira") { $0.notes = "later" }
  }

  private var log: RecordLog { RecordLog(library.root) }
  private var elsewhere: FilePath { library.root.folder.appending("elsewhere".utf8) }
  private var blobs: FilePath { library.root.appending("blobs".utf8) }

  private func open() throws -> LibraryStore { try library.open(clock) }

  @Test("is refused without its log, with an index and without, and is complete when it is back")
  func withoutLog() throws {
    let before = try open().everything()
    let store = try open()
    try FileSystem.rename(log.folder, to: elsewhere)
    #expect(throws: LibraryError.missingFolder(log.folder)) { try open() }
    #expect(throws: LibraryError.missingFolder(log.folder)) { try store.everything() }
    #expect(throws: LibraryError.missingFolder(log.folder)) { try store.register("mug") }
    #expect(LibraryStore.missingPart(at: library.root) == .missingFolder(log.folder))
    try library.deleteIndex()
    #expect(throws: LibraryError.missingFolder(log.folder)) { try open() }
    #expect(FileSystem.status(log.folder) == nil, "nothing may be made in its place")
    try FileSystem.rename(elsewhere, to: log.folder)
    #expect(try open().everything() == before)
  }

  @Test("is refused without the folder of its files, and examined nevertheless")
  func withoutBlobs() throws {
    try FileSystem.rename(blobs, to: elsewhere)
    #expect(throws: LibraryError.missingFolder(blobs)) { try open() }
    let examined = try LibraryStore(
      at: library.root, acceptingLoss: true,
      environment: SystemEnvironment(now: clock.tick, random: library.environment.random))
    let faults = try examined.checkup().faults.map(\.fault)
    #expect(faults == [.missingFolder(blobs)], "\(faults)")
  }

  @Test("is refused while the index knows records that are in no file")
  func withoutDay() throws {
    let day = try #require(try log.days().first).day
    try FileSystem.rename(log.path(of: day), to: elsewhere)
    #expect(throws: LibraryError.missingRecords(log.folder, count: 1)) { try open() }
    #expect(throws: LibraryError.missingRecords(log.folder, count: 1)) { try open() }
    #expect(throws: LibraryError.self) {
      try library.open(acceptingLoss: true).collect(graceMilliseconds: SetClock.noGrace)
    }
    // Without write access, the index on disk still shows it.
    let readOnly = { try library.open(clock) { _ in FolderTraits(isWritable: false) } }
    #expect(throws: LibraryError.missingRecords(log.folder, count: 1)) { try readOnly() }
    try FileSystem.rename(elsewhere, to: log.path(of: day))
    #expect(try open().contents { try $0.list(Contents.Filter(), limit: 9) }.count == 1)
    #expect(try open().checkup().faults == [])
  }

  @Test("is refused if a day is replaced by a link")
  func linkedDay() throws {
    let day = log.path(of: try #require(try log.days().first).day)
    try FileSystem.rename(day, to: elsewhere)
    try FileManager.default.createSymbolicLink(
      atPath: day.text, withDestinationPath: elsewhere.text)
    #expect(throws: LibraryError.unusableFolder(day)) { try open() }
    try library.deleteIndex()
    #expect(throws: LibraryError.unusableFolder(day)) { try open() }
  }

  @Test("drops what is missing when its index is deliberately made again, and not before")
  func rebuilt() throws {
    let day = try #require(try log.days().last).day
    try FileSystem.removeAll(log.path(of: day))
    #expect(throws: LibraryError.self) { try open() }
    #expect(try library.open(acceptingLoss: true).rebuildIndex() == 1)
    #expect(try open().contents { try $0.list(Contents.Filter(), limit: 9) }.count == 1)
  }

  @Test("deletes nothing while a parent of a revision is missing")
  func withoutParent() throws {
    let store = try open()
    let unnamed = SHA256.digest(of: [9])
    _ = try store.change(with: [try store.stage([9], unnamed)]) { _ in }
    let day = try #require(try log.days().first).day
    try FileSystem.removeAll(log.path(of: day))
    _ = try library.open(acceptingLoss: true).rebuildIndex()
    let mira = try Handle("mira")
    #expect(throws: LibraryError.missingParents(mira, count: 1)) {
      try open().collect(graceMilliseconds: SetClock.noGrace)
    }
    #expect(store.blobs.contains(unnamed))
    let faults = try open().checkup().faults.map(\.fault)
    #expect(!faults.contains { if case .unused = $0 { true } else { false } }, "\(faults)")
    #expect(faults.contains { if case .unexplained = $0 { true } else { false } }, "\(faults)")
  }

  @Test("with files and without a record keeps all of them")
  func withoutRecords() throws {
    for day in try log.days() { try FileSystem.removeAll(log.path(of: day.day)) }
    try library.deleteIndex()
    #expect(throws: LibraryError.filesWithoutRecords(library.root, count: 2)) {
      try open().collect(graceMilliseconds: SetClock.noGrace)
    }
  }

  @Test("that was always empty may lose its empty folders in a copy")
  func empty() throws {
    let other = try TestLibrary()
    for name in ["log", "blobs"] { FileSystem.removeFolder(other.root.appending(name.utf8)) }
    #expect(try other.open().contents { try $0.list(Contents.Filter(), limit: 9) }.isEmpty)
    try other.open().register("mira", name: "Mira", files: [[1]])
    #expect(try other.open().checkup().faults == [])
  }

  @Test("reads the rest if one segment exceeds the maximum length, and reports it")
  func tooLong() throws {
    let day = try #require(try log.days().first).day
    let name = SHA256.digest(of: [7])
    let path = log.path(of: RecordLog.Segment(day: day, digest: name))
    try FileSystem.create(path, [], isDurable: false)
    try #require(truncate(path.text, off_t(RecordLog.byteLimit + 1)) == 0)
    for isAnew in [false, true] {
      if isAnew { try library.deleteIndex() }
      let store = try open()
      #expect(try store.contents { try $0.list(Contents.Filter(), limit: 9) }.count == 1)
      #expect(store.notices.contains { $0.contains("1 record file can't be read") })
      #expect(throws: LibraryError.self) { try store.collect(graceMilliseconds: 0) }
    }
    try FileSystem.remove(path)
    #expect(try open().notices.isEmpty)
  }

  @Test("examines a file that arrives after its record when the library is next opened")
  func arrivals() throws {
    let store = try open()
    let digest = SHA256.digest(of: [1])
    let path = store.blobs.path(of: digest)
    try FileSystem.rename(path, to: elsewhere)
    try store.recordFacts([], missing: [digest])
    try open().recordArrivals()
    #expect(try open().contents({ try $0.blobs.unexamined(limit: 9) }).contains(digest) == false)
    // Even its folder's time is unchanged, since synchronizing sets it back.
    try FileSystem.rename(elsewhere, to: path)
    for name in [path, path.folder] {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: name.text)
    }
    try open().recordArrivals()
    #expect(try open().contents({ try $0.blobs.unexamined(limit: 9) }).contains(digest))
  }
}
