import Files
import Foundation
import Media
import Model
import TestSupport
import Testing

@testable import Library

@Suite("A restoration")
struct Restorations {
  private let library: TestLibrary
  private let store: LibraryStore
  private let expected: String

  init() throws {
    library = try TestLibrary()
    store = try library.open()
    try store.register("mira", name: "Mira Okafor", files: [[1, 2, 3], [4, 5]])
    try store.register("mug", .product, name: "Mug", files: [[4, 5], []])
    try store.edit("mira") { $0.notes = "of the courier" }
    expected = try store.everything()
  }

  private func path(_ name: String) throws -> FilePath {
    library.folder.path(name)
  }

  private func backUp(_ name: String) throws -> FilePath {
    let target = try path(name)
    let backup = try LibraryBackup(of: library.root)
    _ =
      try name.hasSuffix(".zip")
      ? backup.write(toZip: target, replacing: true)
      : backup.write(toFolder: target, verifying: false, pruning: false)
    return target
  }

  private func blob(_ bytes: [UInt8]) throws -> Digest {
    SHA256.digest(of: bytes)
  }

  private func overwrite(_ path: FilePath, _ bytes: [UInt8]) throws {
    try FileSystem.remove(path)
    try FileSystem.create(path, bytes, mode: 0o444, isDurable: false)
  }

  @Test("brings the whole library back", arguments: ["backup", "backup.zip"])
  func whole(name: String) throws {
    let backup = try backUp(name)
    let target = try path("new/library")
    let report = try LibraryRestoration(from: backup).write(toNew: target, partial: false)
    #expect((report.elementCount, report.recordCount) == (2, 3))
    #expect((report.files.files, report.added.files) == (3, 6))
    #expect(try FileSystem.names(in: target.folder).count == 1)
    let restored = try LibraryStore(at: target)
    #expect(restored.id == store.id)
    #expect(try restored.everything() == expected)
    #expect(try restored.checkup().faults == [])
  }

  @Test("fills an empty folder, with its mode, and touches no other")
  func place() throws {
    let backup = try backUp("backup")
    let target = try path("empty")
    try FileSystem.createFolder(target)
    try FileSystem.setMode(target, 0o700)
    let link = try path("link")
    try FileManager.default.createSymbolicLink(
      atPath: link.text, withDestinationPath: target.text)
    // Leftovers of an interrupted run are removed; the user's own files are not.
    try FileSystem.createFolders(try path(".empty.restoring/blobs/ab"))
    _ = try LibraryRestoration(from: backup).write(toNew: link, partial: false)
    #expect(FileSystem.mode(target) == 0o700)
    #expect(try LibraryStore(at: link).everything() == expected)
    #expect(throws: BackupError.restoresOverLibrary(target)) {
      try LibraryRestoration(from: backup).write(toNew: target, partial: false)
    }
    let full = try path("full")
    try FileSystem.createFolders(full.appending("photos".utf8))
    #expect(throws: LibraryError.folderNotEmpty(full)) {
      try LibraryRestoration(from: backup).write(toNew: full, partial: false)
    }
    try FileSystem.createFolders(try path(".other.restoring/photos"))
    let other = try path("other")
    #expect(throws: LibraryError.folderNotEmpty(try path(".other.restoring"))) {
      try LibraryRestoration(from: backup).write(toNew: other, partial: false)
    }
    #expect(FileSystem.status(try path(".other.restoring/photos")) != nil)
  }

  @Test(
    "of a damaged backup names the files by their elements, and writes only a partial one on request"
  )
  func damaged() throws {
    let backup = try backUp("backup")
    try overwrite(BlobFolder(backup).path(of: try blob([1, 2, 3])), [1, 2, 4])
    try FileSystem.remove(BlobFolder(backup).path(of: try blob([])))
    let target = try path("new")
    do {
      _ = try LibraryRestoration(from: backup).write(toNew: target, partial: false)
      Issue.record("nothing was wrong")
    } catch BackupError.incomplete(_, let faults) {
      #expect(faults.map(\.problem) == [.missing])
      #expect(faults.first?.owners.map(\.handle.name) == ["mug"])
      #expect(faults.first?.owners.map(\.file) == ["1.bin"])
    }
    #expect(FileSystem.status(target) == nil)
    let report = try LibraryRestoration(from: backup).write(toNew: target, partial: true)
    #expect(Set(report.faults.map(\.problem)) == [.missing, .damaged])
    #expect(Set(report.faults.flatMap(\.owners).map(\.handle.name)) == ["mira", "mug"])
    #expect((report.elementCount, report.files.files) == (2, 1))
    let damaged = target.appending("damaged".utf8)
      .appending(try blob([1, 2, 3]).hex.utf8)
    #expect(try FileSystem.read(damaged, limit: 10) == [1, 2, 4])
    // The library itself fills the gaps again.
    let filled = try LibraryRestoration(from: library.root).write(into: target, partial: false)
    #expect(filled.added.files == 2)
    #expect(try LibraryStore(at: target).checkup().faults.count == 1)
  }

  @Test("of damaged records keeps them where doctor finds their valid lines")
  func damagedSegment() throws {
    let backup = try backUp("backup")
    let folder = try LibraryFolder(backup)
    let segment = try #require(try folder.segments().first)
    let bytes = try folder.bytes(of: segment).bytes
    var changed = bytes
    let offset = try #require(changed.firstIndex(of: UInt8(ascii: "m")))
    changed[offset] ^= 1
    try overwrite(RecordLog(backup).path(of: segment), changed)
    let target = try path("new")
    #expect(throws: BackupError.self) {
      try LibraryRestoration(from: backup).write(toNew: target, partial: false)
    }
    let report = try LibraryRestoration(from: backup).write(toNew: target, partial: true)
    #expect(report.faults.map(\.file) == [.segment(segment)])
    #expect(try FileSystem.read(RecordLog(target).path(of: segment), limit: 1 << 20) == changed)
    // The files that they name are included: when doctor recovers a record, its element has its
    // files.
    #expect(report.files.files == 3)
  }

  @Test("into a library adds what it lacks, and overwrites nothing", arguments: ["b", "b.zip"])
  func into(name: String) throws {
    let backup = try backUp(name)
    // Since then one element changed, one was added, one file was lost.
    try store.edit("mug") { $0.name = "Cup" }
    try store.register("lamp", .product, name: "Lamp", files: [[8]])
    try FileSystem.remove(store.blobs.path(of: try blob([1, 2, 3])))
    let report = try LibraryRestoration(from: backup).write(into: library.root, partial: false)
    #expect(report.added.files == 1)
    #expect(try library.open().checkup().faults == [])
    #expect(try store.contents { try $0.entries(named: "mug").map(\.name) } == ["Cup"])
    #expect(
      try LibraryRestoration(from: backup).write(into: library.root, partial: false).added.files
        == 0)
    let other = try TestLibrary(seed: 2)
    #expect(
      throws: BackupError.backupOfOtherLibrary(backup, its: store.id, ours: try other.open().id)
    ) {
      try LibraryRestoration(from: backup).write(into: other.root, partial: false)
    }
  }

  @Test("of two states of a library into one gives both")
  func joined() throws {
    let early = try backUp("early")
    let copy = try path("copy")
    _ = try LibraryRestoration(from: early).write(toNew: copy, partial: false)
    let other = try LibraryStore(at: copy, environment: .seeded(7))
    try other.register("lamp", .product, name: "Lamp", files: [[8]])
    try store.register("vase", .product, name: "Vase", files: [[9]])
    let late = try path("late")
    _ = try LibraryBackup(of: copy).write(toFolder: late, verifying: false, pruning: false)
    _ = try LibraryRestoration(from: late).write(into: library.root, partial: false)
    let joined = try library.open()
    #expect(
      Set(try joined.contents { try $0.list(limit: 10) }.map(\.handle.name))
        == ["mira", "mug", "lamp", "vase"])
    #expect(try joined.checkup().faults == [])
  }

  @Test("into one new folder excludes others, and leaves no lock file")
  func alone() throws {
    let backup = try backUp("backup")
    let target = try path("library-2")
    // The leftovers of an interrupted run, and the folder that another one has locked.
    let workshop = try path(".library-2.restoring")
    try FileSystem.createFolder(workshop)
    let mark = FileSystem.pendingManifest(in: workshop)
    try FileSystem.create(mark, [], isDurable: false)
    func restore() throws {
      _ = try LibraryRestoration(from: backup).write(toNew: target, partial: false)
    }
    func restoreBesideAnother() throws {
      guard let lock = try FileLock(mark, timeoutMilliseconds: 0) else {
        Issue.record("somebody else has the lock")
        return
      }
      let refused: Void? = withExtendedLifetime(lock) {
        #expect(throws: BackupError.busy(target)) { try restore() }.map { _ in () }
      }
      #expect(refused != nil)
    }
    try restoreBesideAnother()
    #expect(FileSystem.status(mark) != nil)
    try restore()
    let names = try FileSystem.names(in: target).map { String(decoding: $0, as: UTF8.self) }
    #expect(names == ["blobs", "castbook.json", "log"])
    #expect(FileSystem.status(workshop) == nil)
    // Leftovers of an interrupted run are removed.
    let left = FileSystem.pendingManifest(in: target)
    try FileSystem.create(left, [], isDurable: false)
    let store = try LibraryStore(at: target)
    #expect(try store.everything() == expected)
    #expect(try store.collect(graceMilliseconds: 0).leftovers.map(\.path) == [left])
    #expect(try store.checkup().faults == [])
  }

  @Test("that was cancelled leaves nothing")
  func stopped() throws {
    let backup = try backUp("backup.zip")
    let target = try path("new")
    for limit in 0..<12 {
      var count = 0
      let watch = BackupMonitor(isCancelled: {
        count += 1
        return count > limit
      })
      do {
        _ = try LibraryRestoration(from: backup, monitor: watch)
          .write(toNew: target, partial: false)
        try FileSystem.removeAll(target)
      } catch is CancellationError {
        #expect(FileSystem.status(target) == nil)
      }
      #expect(FileSystem.status(try path(".new.restoring")) == nil)
    }
  }
}
