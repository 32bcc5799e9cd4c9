import Files
import Foundation
import Media
import Model
import Synchronization
import TestSupport
import Testing

@testable import Library

@Suite("The writer's lock")
struct Locks {
  private let library: TestLibrary
  private let mark: FilePath

  init() throws {
    library = try TestLibrary()
    mark = library.root.appending(LibraryManifest.name)
  }

  /// Replaces castbook.json.
  private func replaceMark(_ make: (String) -> Int32) throws {
    try FileSystem.remove(mark)
    try #require(make(mark.text) == 0)
  }

  @Test("leaves castbook.json as it is: its bytes, its time, its inode")
  func markStays() throws {
    let before = (FileSystem.status(mark), try FileSystem.read(mark, limit: 1000))
    let store = try library.open()
    try store.register("mira", name: "Mira", files: [[1]])
    _ = try store.collect(graceMilliseconds: 0)
    _ = try store.rebuildIndex()
    #expect(FileSystem.status(mark) == before.0)
    #expect(try FileSystem.read(mark, limit: 1000) == before.1)
  }

  @Test(
    "opens its file for writing if possible, as network file systems require, and has one owner")
  func mode() throws {
    guard let lock = try FileLock(mark, timeoutMilliseconds: 0) else { throw TakenLock() }
    try withExtendedLifetime(lock) {
      let flags = try flagsOfOpenFiles(mark)
      #expect(flags == [2], "O_RDWR is 2: \(flags)")
      let isFreeNow = try isFree(mark)
      #expect(!isFreeNow)
    }
  }

  private struct TakenLock: Error {}

  /// Whether another process could take the lock.
  private func isFree(_ path: FilePath) throws -> Bool {
    guard let lock = try FileLock(path, timeoutMilliseconds: 20) else { return false }
    return withExtendedLifetime(lock) { true }
  }

  /// How this process has a file open: 0 for reading, 2 for reading and writing.
  private func flagsOfOpenFiles(_ path: FilePath) throws -> [Int] {
    let files = FileManager.default
    return try files.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { number in
      guard
        (try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)")) == path.text,
        let text = try? String(contentsOfFile: "/proc/self/fdinfo/\(number)", encoding: .utf8),
        let line = text.split(separator: "\n").first(where: { $0.hasPrefix("flags:") }),
        let flags = Int(line.drop { !$0.isNumber }, radix: 8)
      else { return nil }
      return flags & 3
    }
  }

  @Test("is also taken on a folder, which can't be opened for writing")
  func folder() throws {
    func isFreeMeanwhile() throws -> Bool {
      guard let lock = try FileLock(library.root, timeoutMilliseconds: 0) else { throw TakenLock() }
      return try withExtendedLifetime(lock) { try isFree(library.root) }
    }
    let answers = [try isFreeMeanwhile(), try isFree(library.root)]
    #expect(answers == [false, true])
  }

  @Test("waits for no pipe and follows no link", .timeLimit(.minutes(30)))
  func strangers() throws {
    let target = library.folder.path("other.json").text
    try FileSystem.rename(mark, to: try #require(FilePath(target)))
    try #require(symlink(target, mark.text) == 0)
    #expect(throws: FileError(mark, "is a link; put the file itself there")) {
      _ = try isFree(mark)
    }
    #expect(throws: LibraryError.self) { try library.open() }
    try replaceMark { mkfifo($0, 0o644) }
    #expect(throws: FileError(mark, "is not a regular file")) {
      _ = try isFree(mark)
    }
    #expect(throws: LibraryError.self) { try library.open() }
  }

  @Test("does not block readers", .timeLimit(.minutes(30)))
  func readers() throws {
    let store = try library.open()
    try store.register("mira", name: "Mira")
    let root = library.root
    let environment = library.environment
    // Locked by a writer in the middle of a change, for as long as the readers take.
    try LibraryStore.holdingLock(of: root) {
      let other = try LibraryStore(at: root, environment: environment)
      #expect(try other.contents { try $0.list(limit: 9) }.count == 1)
      #expect(try store.contents { try $0.search("mira", limit: 9) }.count == 1)
    }
    let counts = Mutex<[Int]>([])
    try store.withTransaction { index in
      try index.sql.run("DELETE FROM name")
      let other = try LibraryStore(at: root, environment: environment)
      let count = try other.contents { try $0.entries(named: "mira") }.count
      counts.withLock { $0.append(count) }
    }
    #expect(counts.withLock { $0 } == [1])
  }

  @Test("and the index's own are never waited for in both orders", .timeLimit(.minutes(30)))
  func order() async throws {
    let store = try library.open()
    try store.register("mira", name: "Mira")
    let other = try library.open()
    let index = library.root.appending("catalog.sqlite".utf8)
    let reading: @Sendable () throws -> Void = {
      for _ in 0..<60 {
        let found = try store.contents { try $0.entries(named: "mira") }
        guard found.count == 1 else { throw SideBySide.Unexpected("\(found)") }
      }
    }
    // A thread deletes the index again and again: each reader makes it again, which takes the lock.
    try await SideBySide.run([
      {
        for _ in 0..<40 {
          try FileSystem.remove(index)
          _ = try other.contents { try $0.list(limit: 1) }
        }
      }, reading, reading,
      { for number in 0..<20 { try store.edit("mira") { $0.notes = "note \(number)" } } },
    ])
    #expect(try store.contents { try $0.entries(named: "mira").first?.sequence } == 21)
  }
}
