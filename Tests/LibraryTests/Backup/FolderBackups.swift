import Files
import Foundation
import Media
import Model
import Synchronization
import TestSupport
import Testing

@testable import Library

@Suite("A backup in a folder")
struct FolderBackups {
  private let library: TestLibrary
  private let store: LibraryStore
  private let target: FilePath

  init() throws {
    library = try TestLibrary()
    store = try library.open()
    target = library.folder.path("backup")
    try store.register("mira", name: "Mira Okafor", files: [[1, 2, 3], [4, 5]])
    try store.register("mug", .product, name: "Mug", files: [[4, 5], []])
  }

  private func backUp(
    verifying: Bool = false, pruning: Bool = false
  ) throws -> BackupOutcome {
    try LibraryBackup(of: library.root)
      .write(toFolder: target, verifying: verifying, pruning: pruning)
  }

  private func overwrite(_ path: FilePath, _ bytes: [UInt8]) throws {
    try FileSystem.remove(path)
    try FileSystem.create(path, bytes, mode: 0o444, isDurable: false)
  }

  @Test("has exactly what the library has, and is a library")
  func whole() throws {
    let report = try backUp()
    #expect(report.isNew)
    #expect(report.faults == [])
    #expect((report.elementCount, report.recordCount) == (2, 2))
    #expect((report.files.files, report.files.bytes) == (3, 5))
    #expect(report.copied.files == 5)
    #expect(report.checked == report.copied)
    let names = try FileManager.default.contentsOfDirectory(atPath: target.text).sorted()
    #expect(names == ["blobs", "castbook.json", "log"])
    #expect(try FileSystem.names(in: target.appending("blobs".utf8)).allSatisfy { $0.count == 2 })
    #expect(try Sums.areRight(in: target))
    let expected = try store.everything()
    let copy = try LibraryStore(at: target)
    #expect(copy.id == store.id)
    #expect(try copy.everything() == expected)
  }

  @Test("copies only what is new the next time")
  func incremental() throws {
    _ = try backUp()
    let again = try backUp()
    #expect(!again.isNew)
    #expect(again.copied.files == 0)
    #expect(again.checked.files == 0)
    try store.register("lamp", .product, files: [[9, 9], [1, 2, 3]])
    try store.edit("mira") { $0.name = "Mira" }
    let third = try backUp()
    #expect((third.copied.files, third.elementCount, third.files.files) == (3, 3, 4))
    #expect(try LibraryStore(at: target).everything() == store.everything())
  }

  @Test("with nothing new opens as many files for a hundred segments as for two")
  func unchanged() throws {
    func workOfSecond() throws -> WorkMeter.Work {
      let first = try WorkMeter.count { _ = try backUp() }
      #expect(first.openedFiles > 0 && first.readBytes > 0)
      var outcome: BackupOutcome?
      let work = try WorkMeter.count { outcome = try backUp() }
      #expect(outcome?.copied.files == 0)
      // This backup's findings are kept for the next one.
      let whole = try backUp(verifying: true)
      #expect(outcome?.elementCount == whole.elementCount && outcome?.files == whole.files)
      #expect(outcome?.recordCount == whole.recordCount && outcome?.outdated == whole.outdated)
      return work
    }
    let few = try workOfSecond()
    for number in 0..<100 { try store.register("mug\(number)", .product, files: [[UInt8(number)]]) }
    let many = try workOfSecond()
    #expect(many.openedFiles == few.openedFiles)
    #expect(many.readBytes < few.readBytes + 100)
  }

  @Test("is read again with --verify, and its damage is repaired")
  func verifying() throws {
    _ = try backUp()
    let blob = SHA256.digest(of: [1, 2, 3])
    let path = BlobFolder(target).path(of: blob)
    try overwrite(path, [1, 2, 4])
    let segment = try #require(try LibraryFolder(target).segments().first)
    try overwrite(RecordLog(target).path(of: segment), Array("{}".utf8))
    // With an unchanged length the damage is found only by reading.
    #expect(try backUp().copied.files == 1)
    let report = try backUp(verifying: true)
    #expect((report.copied.files, report.faults.count) == (1, 0))
    #expect(try FileSystem.read(path, limit: 10) == [1, 2, 3])
    #expect(try backUp(verifying: true).checked.files == 5)
  }

  @Test("keeps its valid copy of a file that is damaged or missing in the library, and reports it")
  func damagedSource() throws {
    _ = try backUp()
    let gone = SHA256.digest(of: [1, 2, 3])
    let bad = SHA256.digest(of: [4, 5])
    try FileSystem.remove(store.blobs.path(of: gone))
    try overwrite(store.blobs.path(of: bad), [4])
    try store.register("lamp", .product, name: "Lamp", files: [[7]])
    let lamp = SHA256.digest(of: [7])
    try overwrite(store.blobs.path(of: lamp), [8])
    let faults = try backUp().faults
    let mira = MissingFile.Owner(handle: try Handle("mira"), file: "0.bin")
    #expect(faults.count == 3)
    let missing = try #require(faults.first { $0.file == .blob(gone) })
    #expect((missing.problem, missing.owners, missing.isInBackup) == (.missing, [mira], true))
    let damaged = try #require(faults.first { $0.file == .blob(bad) })
    #expect((damaged.problem, damaged.owners.count, damaged.isInBackup) == (.damaged, 2, true))
    let neverThere = try #require(faults.first { $0.file == .blob(lamp) })
    #expect((neverThere.problem, neverThere.isInBackup) == (.damaged, false))
    #expect(!StoredFile.blob(lamp).isSound(in: target))
    #expect(try FileSystem.read(BlobFolder(target).path(of: bad), limit: 10) == [4, 5])
  }

  @Test("is refused in a folder with other contents, in the library, and for another library")
  func refused() throws {
    func refusal(_ target: FilePath) -> BackupError? {
      do {
        _ = try LibraryBackup(of: library.root)
          .write(toFolder: target, verifying: false, pruning: false)
        return nil
      } catch {
        return error as? BackupError
      }
    }
    let root = library.root
    #expect(refusal(root) == .overlapsLibrary(root))
    let below = root.appending("blobs/x/y".utf8)
    #expect(refusal(below) == .overlapsLibrary(below))
    let link = library.folder.path("link")
    try FileManager.default.createSymbolicLink(
      atPath: link.text, withDestinationPath: root.text)
    #expect(refusal(link.appending("b".utf8)) == .overlapsLibrary(link.appending("b".utf8)))
    let parent = library.folder.path
    #expect(refusal(parent) == .occupied(parent))
    let other = try TestLibrary(seed: 2)
    #expect(
      refusal(other.root)
        == .otherLibrary(other.root, its: try other.open().id, ours: store.id))
    let file = library.folder.path("file")
    try FileSystem.create(file, [1], isDurable: false)
    #expect(refusal(file) == .notAFolder(file))
    // The incomplete backup of another library.
    let begun = library.folder.path("begun")
    try FileSystem.createFolder(begun)
    try FileSystem.create(
      FileSystem.pendingManifest(in: begun), LibraryManifest(id: try other.open().id).bytes,
      isDurable: false)
    #expect(refusal(begun) == .occupied(begun))
  }

  @Test("does not need the index, and can be made from a read-only library")
  func readOnly() throws {
    try library.deleteIndex()
    try FileSystem.create(
      library.root.appending("catalog.sqlite".utf8), Array("no index".utf8), isDurable: false)
    try FileSystem.setMode(library.root, 0o555)
    defer { try? FileSystem.setMode(library.root, 0o755) }
    #expect(try backUp().elementCount == 2)
  }

  @Test("resumes after an interruption")
  func stopped() throws {
    let count = Mutex(0)
    let watch = BackupMonitor(
      isCancelled: {
        count.withLock { count in
          count += 1
          return count > 6
        }
      })
    #expect(throws: CancellationError.self) {
      try LibraryBackup(of: library.root, monitor: watch)
        .write(toFolder: target, verifying: false, pruning: false)
    }
    #expect(!LibraryStore.exists(at: target))
    #expect(throws: BackupError.notABackup(target, "the backup was never finished")) {
      try LibraryRestoration(from: target)
    }
    #expect(try backUp().isNew)
    #expect(try LibraryStore(at: target).everything() == store.everything())
  }

  @Test("made while others write and merge segments is a state that the library had")
  func writers() async throws {
    let root = library.root
    let environment = library.environment
    let written = Tally()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        defer { written.reach(60) }
        let writer = try LibraryStore(at: root, environment: environment)
        for number in 0..<60 {
          try writer.register(
            "e\(number)", files: [Array("\(number)".utf8), Array("\(number / 3) of three".utf8)])
          if number % 7 == 6 { try writer.putTogether() }
          written.reach(number + 1)
        }
      }
      var round = 0
      var counts: [Int] = []
      // A backup begins after every three writes, and the writer does not wait for it.
      while round < 20 {
        while written.value < 3 * round { try await Task.sleep(for: .milliseconds(2)) }
        round += 1
        let target = library.folder.path("backup\(round % 2)")
        let backup = try LibraryBackup(of: root)
        let report = try backup.write(toFolder: target, verifying: false, pruning: round % 3 == 0)
        #expect(report.faults == [])
        let folder = try LibraryFolder(target)
        let census = try RecordInventory(of: folder, folder.segments(), BackupMonitor())
        let erased = try ErasedRecords(in: InventoryRecords([census]))
        let elements = census.elementCount(without: erased)
        // Elements arrived one by one: a backup with n of them has the first n.
        let handles = try census.handles(in: folder)
        #expect(handles == Set((0..<elements - 2).map { "e\($0)" }).union(["mira", "mug"]))
        for blob in census.blobs(without: erased, in: folder) {
          #expect(StoredFile.blob(blob).isSound(in: target))
        }
        counts.append(elements)
      }
      #expect(Set(counts).count > 1)
      try await group.waitForAll()
    }
    _ = try backUp()
    #expect(try LibraryStore(at: target).contents { try $0.list(limit: 500) }.count == 62)
  }
}

extension LibraryStore {
  /// Merges all segments into one, as cleaning up does.
  func putTogether() throws {
    try withWriterLock { _ in
      let segments = try log.days().flatMap { try log.segments(of: $0.day) }
      guard let day = segments.last?.day else { return }
      let lines = try segments.flatMap { try log.lines(of: $0).map(Array.init) ?? [] }.map(\.bytes)
      let draft = try log.draft(lines, on: day)
      try log.commit(draft, temporaryName: temporaryName)
      for segment in segments where segment != draft.segment {
        try FileSystem.remove(log.path(of: segment))
      }
    }
  }
}

extension RecordInventory {
  /// The handles of all revisions.
  func handles(in files: some LibraryFileSource) throws -> Set<String> {
    var handles: Set<String> = []
    for facts in segments {
      for line in RecordLog.lines(in: try files.bytes(of: facts.segment).bytes) {
        if case .revision(let revision) = try Record(line: line.bytes) {
          handles.insert(revision.handle.name)
        }
      }
    }
    return handles
  }
}

/// The progress of a task, as another task sees it.
final class Tally: Sendable {
  private let count = Mutex(0)

  var value: Int { count.withLock { $0 } }

  func reach(_ value: Int) { count.withLock { $0 = value } }
}

/// The results of `sha256sum`.
enum Sums {
  /// Whether every file of a library matches its name, by a standard tool.
  static func areRight(in folder: FilePath) throws -> Bool {
    let script = """
      find blobs log -type f | while read -r file; do
        name=$(basename "$file" .jsonl)
        [ "$(sha256sum <"$file")" = "$name  -" ] || exit 1
      done
      """
    return try run("/bin/sh", ["-c", script], in: folder) == 0
  }

  static func run(_ program: String, _ arguments: [String], in folder: FilePath) throws -> Int32 {
    try Program.run(program, arguments, in: URL(filePath: folder.text)).status
  }
}
