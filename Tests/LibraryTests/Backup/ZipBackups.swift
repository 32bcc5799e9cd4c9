import Archive
import Files
import Foundation
import Media
import Model
import TestSupport
import Testing

@testable import Library

@Suite("A backup as a zip")
struct ZipBackups {
  private let library: TestLibrary
  private let store: LibraryStore
  private let target: FilePath

  init() throws {
    library = try TestLibrary()
    store = try library.open()
    target = library.folder.path("backup.zip")
    try store.register("mira", name: "Mira Okafor", files: [[1, 2, 3], [4, 5]])
    try store.register(
      "mug", .product, name: "Mug", files: [[4, 5], [], [UInt8](repeating: 7, count: 600_000)])
  }

  @discardableResult
  private func backUp(
    to path: FilePath? = nil, replacing: Bool = false
  ) throws -> BackupOutcome {
    try LibraryBackup(of: library.root).write(toZip: path ?? target, replacing: replacing)
  }

  private func path(_ name: String) throws -> FilePath {
    library.folder.path(name)
  }

  @Test("has everything, has the announced length, and unzip and sha256sum accept it")
  func whole() throws {
    let report = try backUp()
    #expect((report.elementCount, report.files.files, report.copied.files) == (2, 4, 6))
    #expect(report.checked == report.copied)
    #expect(report.zipBytes == FileSystem.status(target)?.byteCount)
    let folder = library.folder.path
    #expect(try Sums.run("/usr/bin/unzip", ["-tq", target.text], in: folder) == 0)
    #expect(try Sums.run("/usr/bin/unzip", ["-q", target.text], in: folder) == 0)
    let unpacked = try path("castbook-library")
    #expect(try Sums.areRight(in: unpacked))
    #expect(try LibraryStore(at: unpacked).everything() == store.everything())
    #expect(try FileSystem.names(in: folder).allSatisfy { $0.first != UInt8(ascii: ".") })
  }

  @Test("has equal bytes for equal libraries, wherever and whenever it is made")
  func deterministic() throws {
    try backUp()
    let bytes = try Data(contentsOf: URL(filePath: target.text))
    let copy = try path("copy")
    _ = try LibraryBackup(of: library.root)
      .write(toFolder: copy, verifying: false, pruning: false)
    // An unreferenced file is not part of the state.
    _ = try store.stage([9, 9], SHA256.digest(of: [9, 9]))
    let again = try path("again.zip")
    try backUp(to: again)
    #expect(try Data(contentsOf: URL(filePath: again.text)) == bytes)
    _ = try LibraryBackup(of: copy).write(toZip: again, replacing: true)
    #expect(try Data(contentsOf: URL(filePath: again.text)) == bytes)
    try store.edit("mira") { $0.name = "Mira" }
    try backUp(to: again, replacing: true)
    #expect(try Data(contentsOf: URL(filePath: again.text)) != bytes)
  }

  @Test("never replaces another file by default, and leaves nothing when it fails")
  func existing() throws {
    try FileSystem.create(target, [1], isDurable: false)
    #expect(throws: BackupError.alreadyExists(target)) { try backUp() }
    #expect(try FileSystem.read(target, limit: 10) == [1])
    #expect(try backUp(replacing: true).elementCount == 2)
    let inside = library.root.appending("b.zip".utf8)
    #expect(throws: BackupError.overlapsLibrary(inside)) { try backUp(to: inside) }
    let nowhere = try path("nowhere/b.zip")
    #expect(throws: BackupError.self) { try backUp(to: nowhere) }
    let names = try FileSystem.names(in: try path(".")).map { String(decoding: $0, as: UTF8.self) }
    #expect(names.sorted() == ["backup.zip", "library"])
    // The leftover of an interrupted run is overwritten.
    try FileSystem.create(
      try path(".later.zip.new"), [UInt8](repeating: 1, count: 2_000_000), isDurable: false)
    try backUp(to: try path("later.zip"))
    #expect(
      FileSystem.status(try path("later.zip"))?.byteCount == FileSystem.status(target)?.byteCount)
  }

  @Test("leaves out damaged files of the library, and reports them")
  func damaged() throws {
    let bad = SHA256.digest(of: [4, 5])
    try FileSystem.remove(store.blobs.path(of: bad))
    try FileSystem.create(store.blobs.path(of: bad), [4, 6], isDurable: false)
    let report = try backUp()
    #expect(report.faults.map(\.problem) == [.damaged])
    #expect(report.faults.first?.owners.map(\.handle.name) == ["mira", "mug"])
    #expect(throws: BackupError.self) {
      try LibraryRestoration(from: target).write(toNew: try path("new"), partial: false)
    }
  }

  @Test(
    "may have more files than a stranger's zip",
    .enabled(if: TestRun.isLong))
  func large() throws {
    let count = 210_000
    let file = try #require(try LockedFile(target))
    var writer = ZipWriter(to: file)
    for number in 0..<count {
      var name = [UInt8](repeating: 0, count: 32)
      for index in 0..<4 { name[index] = UInt8(truncatingIfNeeded: number >> (24 - 8 * index)) }
      let blob = StoredFile.blob(try #require(Digest(bytes: name)))
      try writer.add(try BackupZip.entryName(blob.relativePath), [1])
    }
    try writer.add(try BackupZip.entryName("castbook.json"), LibraryManifest(id: store.id).bytes)
    try writer.finish().sync()
    let input = try #require(try ReadableFile.open(target))
    #expect(try LibraryZip(target, input).fileCount == count)
  }

  // MARK: From strangers

  private func zip(_ files: [(String, [UInt8])]) throws -> [UInt8] {
    var writer = ZipWriter(to: [UInt8]())
    let named = try files.map { (try #require(EntryName($0.0)), $0.1) }
    for (name, bytes) in named.sorted(by: { $0.0 < $1.0 }) { try writer.add(name, bytes) }
    return try writer.finish()
  }

  private func write(_ bytes: [UInt8]) throws {
    try FileSystem.remove(target)
    try FileSystem.create(target, bytes, isDurable: false)
  }

  private func restore() throws -> RestoreOutcome {
    try LibraryRestoration(from: target).write(toNew: try path("new"), partial: false)
  }

  @Test("with any wrong byte is refused, and nothing is written")
  func flipped() throws {
    try backUp()
    let bytes = try FileSystem.read(target, limit: 1 << 24)
    let places = stride(from: 0, to: bytes.count, by: 40_009).map { $0 }
    for offset in places + (bytes.count - 900..<bytes.count).filter({ $0 % 13 == 0 }) {
      var changed = bytes
      changed[offset] ^= 0x20
      try write(changed)
      // A few bytes don't matter: the program and the system that made it.
      if let report = try? restore() {
        #expect(report.elementCount == 2)
        #expect(try Sums.areRight(in: try path("new")))
        try FileSystem.removeAll(try path("new"))
      }
      #expect(FileSystem.status(try path("new")) == nil, "byte \(offset)")
      #expect(FileSystem.status(try path(".new.restoring")) == nil, "byte \(offset)")
    }
    try write(Array(bytes.dropLast(1)))
    #expect(throws: BackupError.self) { try restore() }
  }

  @Test("with names that lead elsewhere or lie is refused, or these files are skipped")
  func hostileNames() throws {
    let mark = LibraryManifest(id: store.id).bytes
    let digest = SHA256.digest(of: [1])
    try write(try zip([("castbook.json", mark), ("a/castbook.json", mark)]))
    #expect(throws: BackupError.notABackup(target, "it contains several libraries")) {
      try LibraryRestoration(from: target)
    }
    try write(try zip([("a/b/castbook.json", mark)]))
    #expect(throws: BackupError.notABackup(target, "it contains no castbook.json")) {
      try LibraryRestoration(from: target)
    }
    let upper = digest.hex.uppercased()
    try write(
      try zip(
        [
          ("castbook.json", mark), ("catalog.sqlite", [1]), ("blobs/xx/\(digest.hex)", [1]),
          ("blobs/\(upper.prefix(2))/\(upper)", [1]), ("log/2026-11-20/../x.jsonl", [1]),
        ].filter { EntryName($0.0) != nil }))
    #expect(try LibraryRestoration(from: target).skippedFileCount == 3)
    var climbing = try zip([("castbook.json", mark), ("xx/yyyyyyyy", [1])])
    for index in climbing.indices.dropLast(10)
    where climbing[index..<index + 10].elementsEqual("xx/yyyyyyy".utf8) {
      climbing.replaceSubrange(index..<index + 10, with: "../yyyyyyy".utf8)
    }
    try write(climbing)
    #expect(throws: BackupError.self) { try LibraryRestoration(from: target) }
  }

  @Test("with a link or a bomb is refused")
  func links() throws {
    let folder = try path(".")
    let script = """
      mkdir -p z/blobs/aa && printf '%s' '\(String(decoding: LibraryManifest(id: store.id).bytes,
        as: UTF8.self))' >z/castbook.json && ln -s /etc/passwd z/blobs/aa/link && zip -qry l.zip z
      """
    try #require(try Sums.run("/bin/sh", ["-c", script], in: folder) == 0)
    #expect(throws: BackupError.self) { try LibraryRestoration(from: try path("l.zip")) }
    // A file of a wrong name, compressed a thousandfold: at most it is read to its end, and never
    // kept.
    let bomb = """
      rm -r z/blobs && printf %s '\(try bombRecord())' >r && d=$(sha256sum <r | cut -c1-64) &&
      mkdir -p z/log/2026-11-20 z/blobs/aa && cp r z/log/2026-11-20/$d.jsonl &&
      head -c 50000000 /dev/zero >z/blobs/aa/\(Self.bombName) && zip -qr b.zip z
      """
    try #require(try Sums.run("/bin/sh", ["-c", bomb], in: folder) == 0)
    #expect(throws: BackupError.self) {
      try LibraryRestoration(from: try path("b.zip")).write(toNew: try path("n"), partial: false)
    }
    #expect(FileSystem.status(try path("n")) == nil)
  }

  private static let bombName = String(repeating: "a", count: 64)

  private func bombRecord() throws -> String {
    var revision = ElementRevision(
      element: store.id, at: Instant(milliseconds: 1000), kind: .product,
      handle: try Handle("bomb"), name: "B")
    revision.references = [
      Reference(
        blob: try #require(Digest(hex: Self.bombName)), role: .front, file: "bomb.png")
    ]
    return String(decoding: try #require(Record.revision(revision).line), as: UTF8.self)
  }
}
