import Files
import Media
import Model
import TestSupport
import Testing

@testable import Library

@Suite("Contents of a backup that the library no longer has")
struct PrunedBackups {
  private let library: TestLibrary
  private let store: LibraryStore
  private let target: FilePath

  init() throws {
    library = try TestLibrary()
    store = try library.open()
    target = library.folder.path("backup")
    try store.register("mira", name: "Mira Okafor", files: [[1, 2, 3], [4, 5]])
    try store.register("mug", .product, name: "Mug", files: [[4, 5]])
  }

  private func backUp(pruning: Bool = false) throws -> BackupOutcome {
    try LibraryBackup(of: library.root)
      .write(toFolder: target, verifying: false, pruning: pruning)
  }

  private func blob(_ bytes: [UInt8]) throws -> Digest {
    SHA256.digest(of: bytes)
  }

  /// Erases an element from records and files, as the library does it.
  private func erase(_ name: String, files: [[UInt8]]) throws {
    let element = try #require(try store.contents { try $0.entries(named: name).first }).element
    try store.change { change in
      change.add(.erasure(Erasure(element: element, reason: "asked", at: try change.moment())))
    }
    try store.withWriterLock { _ in
      for day in try store.log.days() {
        for segment in try store.log.segments(of: day.day) {
          let lines = try #require(try store.log.lines(of: segment)).map(\.bytes)
          let kept = try lines.filter { line in
            switch try Record(line: line) {
            case .revision(let revision): revision.element != element
            case .derivation: false
            default: true
            }
          }
          guard kept.count < lines.count else { continue }
          if !kept.isEmpty {
            try store.log.commit(
              try store.log.draft(kept, on: day.day), temporaryName: store.temporaryName)
          }
          try FileSystem.remove(store.log.path(of: segment))
        }
      }
    }
    for bytes in files { try FileSystem.remove(store.blobs.path(of: try blob(bytes))) }
  }

  @Test("in merged segments are reported, and removed with --prune")
  func putTogether() throws {
    _ = try backUp()
    try store.putTogether()
    let report = try backUp()
    #expect((report.copied.files, report.outdated.files, report.pruned.files) == (1, 2, 0))
    let pruned = try backUp(pruning: true)
    #expect((pruned.outdated.files, pruned.pruned.files, pruned.recordsOnlyInBackup) == (0, 2, 0))
    #expect(try LibraryFolder(target).segments().count == 1)
    #expect(try LibraryStore(at: target).everything() == library.open().everything())
  }

  @Test("of an erased person are removed with --prune, from texts, files, index and copies")
  func erased() throws {
    let original = try blob([1, 2, 3])
    let copy = try blob([3, 2, 1])
    try store.change(with: [try store.stage([3, 2, 1], copy)]) { change in
      change.add(
        .derivation(
          Derivation(
            blob: copy, from: original, steps: [], tool: "test", at: try change.moment())))
    }
    _ = try backUp()
    _ = try LibraryStore(at: target)
    try erase("mira", files: [[1, 2, 3], [3, 2, 1]])
    let outcome = try backUp()
    #expect((outcome.elementCount, outcome.faults.count, outcome.recordsOnlyInBackup) == (1, 0, 0))
    #expect((outcome.outdated.files, outcome.pruned.files) == (4, 0))
    #expect(FileSystem.status(BlobFolder(target).path(of: original)) != nil)
    #expect(try backUp(pruning: true).pruned.files == 4)
    let left = try FileSystem.names(in: target)
    #expect(!left.contains { String(decoding: $0, as: UTF8.self).hasPrefix("catalog") })
    #expect(FileSystem.status(BlobFolder(target).path(of: original)) == nil)
    #expect(FileSystem.status(BlobFolder(target).path(of: copy)) == nil)
    #expect(StoredFile.blob(try blob([4, 5])).isSound(in: target))
    #expect(
      try Sums.run("/bin/sh", ["-c", "! grep -r Okafor ."], in: target) == 0)
  }

  @Test("of a person erased meanwhile do not come back with a restoration")
  func restored() throws {
    _ = try backUp()
    try erase("mira", files: [[1, 2, 3]])
    let restoration = try LibraryRestoration(from: target)
    let report = try restoration.write(into: library.root, partial: false)
    #expect(report.added.files == 0)
    #expect(!store.blobs.contains(try blob([1, 2, 3])))
    // Nor do they come to a new library, from a backup that knows of the erasure and was not
    // pruned.
    _ = try backUp()
    let new = library.folder.path("new")
    #expect(
      try LibraryRestoration(from: target).write(toNew: new, partial: false).elementCount == 1)
    #expect(!BlobFolder(new).contains(try blob([1, 2, 3])))
    #expect(try Sums.run("/bin/sh", ["-c", "! grep -r Okafor ."], in: new) == 0)
  }

  @Test(
    "with an export of an erased person come back without her, once; remarks on her files do not"
  )
  func exports() throws {
    let mira = try #require(try store.contents { try $0.entries(named: "mira").first })
    let mug = try #require(try store.contents { try $0.entries(named: "mug").first })
    let original = try blob([1, 2, 3])
    try store.change { change in
      let dismissal = Dismissal(
        blob: original, rule: "image.too-small", reason: "Okafor", at: try change.moment())
      change.add(.dismissal(dismissal))
      let line = try #require(Record.dismissal(dismissal).line)
      change.add(
        .withdrawal(
          Withdrawal(
            record: SHA256.digest(of: line), reason: "Okafor",
            at: try change.moment())))
      change.add(
        .export(
          ExportRecord(
            bundle: original, target: "kling", profile: original,
            shot: ExportRecord.Shot(path: "okafor.md", sha256: original),
            elements: [mira, mug].map { entry in
              ExportRecord.Element(
                element: entry.element, revision: entry.revision, handle: entry.handle, blobs: [])
            }, at: try change.moment())))
    }
    // The process might have ended as soon as the erasure was recorded.
    try store.change { change in
      change.add(
        .erasure(Erasure(element: mira.element, reason: "asked", at: try change.moment())))
    }
    _ = try backUp()
    let new = library.folder.path("new")
    let report = try LibraryRestoration(from: target).write(toNew: new, partial: false)
    #expect((report.elementCount, report.faults.count) == (1, 0))
    #expect(try Sums.run("/bin/sh", ["-c", "! grep -ri Okafor log"], in: new) == 0)
    #expect(
      try Sums.run(
        "/bin/sh",
        [
          "-c",
          "[ $(cat log/*/* | grep -c export/1) = 1 ] && grep -q '\(mug.element.text)' log/*/*",
        ],
        in: new) == 0)
    #expect(!BlobFolder(new).contains(original))
    let again = try LibraryRestoration(from: target).write(into: new, partial: false)
    #expect(again.added.files == 0)
  }

  @Test("that the library lost stay, whatever is pruned, and can be brought back")
  func lost() throws {
    _ = try backUp()
    let before = try store.everything()
    let day = try #require(try store.log.days().first)
    for segment in try store.log.segments(of: day.day) {
      try FileSystem.remove(store.log.path(of: segment))
    }
    try FileSystem.remove(store.blobs.path(of: try blob([1, 2, 3])))
    try library.deleteIndex()
    let report = try backUp(pruning: true)
    #expect((report.recordsOnlyInBackup, report.pruned.files) == (2, 0))
    let restored = try LibraryRestoration(from: target).write(into: library.root, partial: false)
    #expect((restored.elementCount, restored.added.files) == (2, 3))
    #expect(try library.open().everything() == before)
  }

  @Test("in one segment with lost records are removed, and the lost ones stay")
  func mixed() throws {
    try store.putTogether()
    _ = try backUp()
    try erase("mira", files: [[1, 2, 3]])
    // The rest of that segment is lost.
    let folder = try LibraryFolder(library.root)
    for segment in try folder.segments() {
      let handles = try RecordInventory(of: folder, [segment], BackupMonitor()).handles(in: folder)
      if handles.contains("mug") { try FileSystem.remove(store.log.path(of: segment)) }
    }
    let report = try backUp(pruning: true)
    #expect(report.recordsOnlyInBackup == 1)
    #expect(
      try Sums.run("/bin/sh", ["-c", "grep -r Mug . && ! grep -r Okafor ."], in: target) == 0)
    #expect(StoredFile.blob(try blob([4, 5])).isSound(in: target))
    #expect(!StoredFile.blob(try blob([1, 2, 3])).isSound(in: target))
  }
}
