import Files
import Foundation
import Model
import TestSupport
import Testing

@Suite("A file that is written or copied as a whole")
struct PrivateFiles {
  private let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  @Test("for this user alone is never open to others, and replaces another only if asked to")
  func privateFile() throws {
    let path = scratch.path("key")
    try AtomicFile.writePrivate([1, 2], to: path, replacing: false)
    #expect(FileSystem.mode(path) == 0o600)
    #expect(throws: FileError.self) {
      try AtomicFile.writePrivate([3], to: path, replacing: false)
    }
    #expect(try FileSystem.read(path, limit: 10) == [1, 2])
    try AtomicFile.writePrivate([3], to: path, replacing: true)
    #expect(try FileSystem.read(path, limit: 10) == [3])
    #expect(FileSystem.mode(path) == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path()) == ["key"])
  }

  @Test("gets a second name on its file system, and is copied to another")
  func link() throws {
    let bytes = (0..<3_000_001).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let path = scratch.path("original")
    try FileSystem.create(path, bytes, isDurable: false)
    let near = scratch.path("near")
    try FileSystem.link(path, as: near)
    #expect(
      FileSystem.status(near)?.identity.inode == FileSystem.status(path)?.identity.inode)
    // A folder in memory is another file system, unless all temporary folders are there.
    let isInMemory = scratch.url.path().hasPrefix("/dev/shm/")
    let memory = URL(filePath: isInMemory ? "/var/tmp" : "/dev/shm")
      .appending(path: "castbook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: memory, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: memory) }
    let far = try #require(FilePath(memory.appending(path: "far").path()))
    try FileSystem.link(path, as: far)
    #expect(try FileSystem.read(far, limit: bytes.count) == bytes)
    #expect(FileSystem.mode(far) == 0o400)
    // What has the name stays.
    try FileSystem.create(scratch.path("other"), [9], isDurable: false)
    try FileSystem.link(scratch.path("other"), as: near)
    #expect(try FileSystem.read(near, limit: bytes.count) == bytes)
  }
}
