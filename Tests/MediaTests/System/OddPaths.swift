import Files
import Foundation
import Model
import Synchronization
import TestSupport
import Testing

@testable import Media

@Suite("What a path may name", .timeLimit(.minutes(30)))
struct OddPaths {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func problems(_ path: FilePath) async throws -> [FileProblem] {
    let facts = try await Inspector.sample.facts(at: path)
    #expect(facts.path == path)
    #expect(!facts.isProven)
    return facts.problems
  }

  @Test("a pipe without a writer is not a file, and is not waited for")
  func pipe() async throws {
    #expect(try await problems(try folder.makePipe("a.jpg")) == [.notRegular(kind: "a pipe")])
  }

  @Test("a pipe's writer keeps waiting, since the pipe is never opened")
  func pipeWriter() async throws {
    let pipe = try folder.makePipe("a.jpg")
    let isOpened = Atomic(false)
    Thread.detachNewThread {
      let descriptor = pipe.withCString { open($0, O_WRONLY) }
      isOpened.store(true, ordering: .relaxed)
      close(descriptor)
    }
    // Time for the writer to reach `open`, where it waits.
    try await Task.sleep(for: .milliseconds(200))
    for _ in 0..<100 { #expect(try await problems(pipe) == [.notRegular(kind: "a pipe")]) }
    try await Task.sleep(for: .milliseconds(200))
    let wasOpened = isOpened.load(ordering: .relaxed)
    #expect(!wasOpened)
    // The reader that it waited for.
    close(pipe.withCString { open($0, O_RDONLY | O_NONBLOCK) })
  }

  @Test("a folder is not a file")
  func aFolder() async throws {
    #expect(try await problems(try folder.createFolder("a.jpg")) == [.notRegular(kind: "a folder")])
  }

  @Test("a socket is not a file")
  func aSocket() async throws {
    let path = folder.path("s.jpg")
    #if canImport(Glibc)
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
    #endif
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let size = MemoryLayout.size(ofValue: address.sun_path)
    try #require(path.bytes.count < size)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.bytes) }
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(bound == 0)
    #expect(try await problems(path) == [.notRegular(kind: "a socket")])
  }

  @Test(
    "a device is not a file, even one with endless bytes",
    arguments: ["/dev/zero", "/dev/null"])
  func device(path: String) async throws {
    let path = try #require(FilePath(path))
    #expect(try await problems(path) == [.notRegular(kind: "a device")])
  }

  @Test("a path to nothing is not found")
  func missing() async throws {
    #expect(try await problems(folder.path("a.jpg")) == [.notFound])
    #expect(try await problems(folder.path("a/b/c.jpg")) == [.notFound])
    try folder.write(to: "file")
    #expect(try await problems(folder.path("file/below.jpg")) == [.notFound])
  }

  @Test("a name that is too long is reported in the system's words")
  func tooLong() async throws {
    let name = String(repeating: "x", count: 300)
    #expect(try await problems(folder.path(name)) == [.unreadable(reason: "File name too long")])
  }

  @Test(
    "a file that may not be read is reported in the system's words", .enabled(if: permissionsHold))
  func unreadable() async throws {
    let file = try folder.write(to: "a.jpg")
    try folder.protect("a.jpg", mode: 0)
    #expect(try await problems(file) == [.unreadable(reason: "Permission denied")])
  }

  @Test("an empty file is empty, whatever its name", arguments: ["a.jpg", "a.txt", "a"])
  func empty(name: String) async throws {
    let file = try folder.write([], to: name)
    let facts = try await Inspector.sample.facts(at: file)
    #expect(facts.problems == [.empty])
    #expect(facts.byteCount == 0)
    #expect(!facts.isProven)
  }

  @Test("a file over the size limit is not read")
  func sparse() async throws {
    let file = try folder.write(to: "a.jpg")
    try #require(file.withCString { truncate($0, 600 << 20) } == 0)
    #expect(
      try await problems(file) == [
        .tooLargeToRead(bytes: 600 << 20, limit: ReadableFile.wholeFileLimit)
      ])
  }

  @Test("a file of exactly the size limit is read")
  func largest() async throws {
    let file = try folder.write(to: "a.jpg")
    let limit = ReadableFile.wholeFileLimit
    try #require(file.withCString { truncate($0, off_t(limit)) } == 0)
    let facts = try await Inspector.sample.facts(at: file)
    #expect(facts.byteCount == limit)
    #expect(facts.problems == [.unknownFormat])
    try #require(file.withCString { truncate($0, off_t(limit + 1)) } == 0)
    #expect(try await problems(file) == [.tooLargeToRead(bytes: limit + 1, limit: limit)])
  }

  @Test("a link counts as its target, through any number of links")
  func links() async throws {
    try folder.write(Fixtures.bytes("odd/jpeg-baseline.jpg"), to: "a.jpg")
    try folder.link("b", to: "a.jpg")
    try folder.link("c.jpg", to: "b")
    let facts = try await Inspector.sample.facts(at: folder.path("c.jpg"))
    #expect(facts.isProven)
    #expect(facts.path == folder.path("c.jpg"))
  }

  @Test("a link that leads nowhere is not found")
  func dangling() async throws {
    #expect(
      try await problems(try folder.link("a.jpg", to: "gone.jpg"))
        == [.danglingLink(to: "gone.jpg")])
  }

  @Test("a link that leads to itself is reported in the system's words")
  func loop() async throws {
    try folder.link("a.jpg", to: "b.jpg")
    let path = try folder.link("b.jpg", to: "a.jpg")
    #expect(try await problems(path) == [.unreadable(reason: "Too many levels of symbolic links")])
  }

  @Test("a link to a pipe is a pipe")
  func linkToPipe() async throws {
    try folder.makePipe("pipe")
    #expect(
      try await problems(try folder.link("a.jpg", to: "pipe")) == [.notRegular(kind: "a pipe")])
  }
}

/// A thread of its own that appends to a file, byte by byte, until it is stopped.
private final class Writer: Sendable {
  private let isStopped = Atomic(false)

  init(_ path: FilePath) {
    Thread.detachNewThread { [self] in
      let descriptor = path.withCString { open($0, O_WRONLY | O_APPEND) }
      let start = lseek(descriptor, 0, SEEK_END)
      var count = 0
      while !isStopped.load(ordering: .relaxed) {
        _ = write(descriptor, "x", 1)
        count += 1
        // On a busy machine it would outgrow the size limit.
        if count % (1 << 20) == 0 { _ = ftruncate(descriptor, start) }
      }
      close(descriptor)
    }
  }

  func stop() { isStopped.store(true, ordering: .relaxed) }
}

@Suite("A file that changes while it is read", .timeLimit(.minutes(30)))
struct ChangingFiles {
  @Test(
    "is reported as changed, whether it grew or shrank", arguments: [-1, 1, 100_000, -100_000])
  func sizes(change: Int) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([UInt8](repeating: 7, count: 200_000), to: "a.jpg")
    let file = try ReadableFile(reading: path)
    try #require(path.withCString { truncate($0, off_t(200_000 + change)) } == 0)
    var failure: ReadFailure?
    do throws(ReadFailure) { _ = try file.readAll() } catch { failure = error }
    #expect(failure?.problem == .changedWhileRead)
  }

  @Test("is reported as changed if its bytes were replaced by as many others")
  func rewritten() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([UInt8](repeating: 7, count: 200_000), to: "a.jpg")
    // Times of files are kept in steps of some milliseconds.
    usleep(50_000)
    let file = try ReadableFile(reading: path)
    let descriptor = path.withCString { open($0, O_WRONLY) }
    try #require(write(descriptor, "other", 5) == 5)
    close(descriptor)
    var failure: ReadFailure?
    do throws(ReadFailure) { _ = try file.readAll() } catch { failure = error }
    #expect(failure?.problem == .changedWhileRead)
  }

  @Test("never counts as complete while it is being written")
  func writer() async throws {
    let folder = try TemporaryFolder()
    let start = try Fixtures.bytes("odd/jpeg-baseline.jpg")
    let path = try folder.write(start + [UInt8](repeating: 0, count: 12 << 20), to: "a.jpg")
    let writer = Writer(path)
    defer { writer.stop() }
    var changed = 0
    for _ in 0..<1000 where changed < 5 {
      let facts = try await Inspector.sample.facts(at: path)
      if facts.problems == [.changedWhileRead] {
        changed += 1
        #expect(facts.digest == nil)
      } else {
        // Read between two writings: then all of it belongs together.
        #expect(facts.image?.trailing?.byteCount == (facts.byteCount ?? 0) - start.count)
      }
    }
    #expect(changed > 0)
  }
}
