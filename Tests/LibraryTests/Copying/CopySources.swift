import Archive
import Files
import Model
import TestSupport
import Testing

@testable import Library

@Suite("A file that is copied")
struct CopySources {
  private let folder: TemporaryFolder
  private let bytes = [UInt8](0..<100)
  private let digest: Digest

  init() throws {
    folder = try TemporaryFolder()
    digest = SHA256.digest(of: bytes)
  }

  /// A source whose bytes arrive in pieces of ten, followed by an error if there is one.
  private func source(
    _ bytes: [UInt8]? = nil, byteCount: Int? = nil, then error: (any Error)? = nil
  ) -> CopySource {
    let bytes = bytes ?? self.bytes
    return CopySource(digest, byteCount: byteCount) { each in
      for start in stride(from: 0, to: bytes.count, by: 10) {
        try each(bytes[start..<min(start + 10, bytes.count)])
      }
      if let error { throw error }
    }
  }

  @Test("has the bytes of its source, and is as long as stated")
  func sound() throws {
    let path = folder.path("copy")
    let result = try source(byteCount: 100).copy(to: path, mode: 0o600)
    #expect(result == .sound(byteCount: 100))
    #expect(try FileSystem.read(path, limit: 1000) == bytes)
    let measured = try source().measure()
    #expect(measured.result == .sound(byteCount: 100))
    #expect(measured.checksum == ZipWriter<[UInt8]>.checksum(of: bytes))
  }

  /// What is wrong with a source, and how it is reported.
  struct Fault: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let problem: MissingFile.Problem
    var bytes: [UInt8]?
    var byteCount: Int?
    var error: (any Error)?
  }

  static let faults: [Fault] = [
    Fault(testDescription: "other bytes", problem: .damaged, bytes: [1]),
    Fault(testDescription: "a missing end", problem: .damaged, bytes: Array(0..<90)),
    Fault(
      testDescription: "more bytes than stated", problem: .damaged, bytes: Array(0..<200),
      byteCount: 100),
    Fault(testDescription: "a name only", problem: .missing, error: FileVanished()),
    Fault(
      testDescription: "a bad sector", problem: .unreadable,
      error: FileError(.unnamed, "could not be read")),
    Fault(testDescription: "a wrong checksum", problem: .damaged, error: ZipError.notAnArchive),
  ]

  @Test("leaves no copy when its source has", arguments: faults)
  func fault(fault: Fault) throws {
    let path = folder.path("copy")
    let source = source(fault.bytes, byteCount: fault.byteCount, then: fault.error)
    #expect(try source.copy(to: path, mode: 0o600) == .fault(fault.problem))
    #expect(FileSystem.status(path) == nil)
    #expect(throws: CopyFault.self) {
      _ = try source.copy(to: path, mode: 0o600).soundByteCount()
    }
    // A damaged file may be the only copy there is.
    _ = try source.copy(to: path, mode: 0o600, keepsFaulty: true)
    #expect(FileSystem.status(path) != nil)
  }

  @Test("is not read further once it is longer than stated")
  func endless() throws {
    var count = 0
    let source = CopySource(digest, byteCount: 100) { each in
      while count < 10_000 {
        count += 10
        try each(bytes[..<10])
      }
    }
    #expect(try source.read() == .fault(.damaged))
    #expect(count == 110)
  }

  @Test("rethrows what stops the copying, and leaves no copy")
  func stopped() throws {
    struct Stopped: Error {}
    let full = FileError(.unnamed, "could not be written", .noSpace)
    #expect(throws: full) { try source().read { _ in throw full } }
    #expect(throws: Stopped.self) {
      try source(then: Stopped()).copy(to: folder.path("copy"), mode: 0o600)
    }
    #expect(FileSystem.status(folder.path("copy")) == nil)
  }

  @Test("is staged beside the library's files, and visible only when it is placed")
  func staged() throws {
    let library = try TestLibrary()
    let store = try library.open()
    let staging = store.blobs.stagingFolder
    let staged = try store.stage(source(byteCount: 100))
    #expect(!store.blobs.contains(digest))
    #expect(try FileSystem.read(store.path(of: staged), limit: 1000) == bytes)
    #expect(FileSystem.mode(store.path(of: staged)) == 0o400)
    try store.change(with: [staged]) { _ in }
    #expect(try store.blobs.bytes(of: digest) == bytes)
    // A file that is stored already is not copied again.
    let again = try store.stage(source(byteCount: 100))
    #expect(store.path(of: again) == store.blobs.path(of: digest))
    #expect(try FileSystem.names(in: staging).isEmpty)
    #expect(throws: CopyFault.self) { try store.stage(CopySource(SHA256.digest(of: [7])) { _ in }) }
    #expect(try FileSystem.names(in: staging).isEmpty)
  }

  @Test("replaces a damaged file of the same length")
  func repaired() throws {
    let library = try TestLibrary()
    let store = try library.open()
    try store.change(with: [try store.stage(source())]) { _ in }
    let path = store.blobs.path(of: digest)
    try FileSystem.remove(path)
    try FileSystem.create(path, [UInt8](repeating: 0, count: 100), isDurable: false)
    try store.change(with: [try store.stage(source(byteCount: 100))]) { _ in }
    #expect(try store.blobs.bytes(of: digest) == bytes)
  }
}
