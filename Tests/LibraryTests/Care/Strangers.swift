import Files
import Foundation
import Media
import Model
import TestSupport
import Testing

@testable import Library

/// Foreign files in a library's folder: what other programs leave there, and links to elsewhere.
@Suite("Foreign files in a library")
struct Strangers {
  private let library: TestLibrary
  private let clock = SetClock()
  private let person: ULID
  /// A folder outside of the library that must not change.
  private let outside: FilePath

  private static let secret = [UInt8]("Zackenbarsch".utf8)

  init() throws {
    library = try TestLibrary()
    outside = library.folder.path("outside")
    try FileSystem.createFolder(outside)
    let store = try library.open(clock)
    person = try store.register("qwz", name: "Vexomirandula", files: [Self.secret])
    try store.edit("qwz") { $0.notes = "Plorkenfast" }
    try store.register("mug", .product, name: "Mug", files: [[4, 5]])
    clock.now += SetClock.day
  }

  private func day(_ store: LibraryStore) throws -> FilePath {
    store.log.path(of: try #require(try store.log.days().first).day)
  }

  /// Everything below a folder: names, modes, bytes, and targets of links.
  private func snapshot(_ folder: FilePath) throws -> [String] {
    let files = FileManager.default
    return try files.subpathsOfDirectory(atPath: folder.text).sorted().map { name in
      let path = folder.text + "/" + name
      let attributes = try files.attributesOfItem(atPath: path)
      let data =
        attributes[.type] as? FileAttributeType == .typeRegular
        ? Array(try Data(contentsOf: URL(filePath: path))) : []
      return "\(name) \(attributes[.posixPermissions] ?? "") \(data)"
    }
  }

  // MARK: What other programs leave

  @Test("hidden in the log, its days and the cache stop no care, and stay")
  func hidden() throws {
    let store = try library.open(clock)
    let folders = [store.log.folder, try day(store), Layout(root: library.root).cache]
    try FileSystem.createFolder(folders[2])
    var theirs: [FilePath] = []
    for folder in folders {
      let (file, sync) = (folder.appending(".DS_Store".utf8), folder.appending(".sync".utf8))
      try FileSystem.create(file, [1], isDurable: false)
      try FileSystem.createFolder(sync)
      try FileSystem.create(sync.appending("state".utf8), [2], isDurable: false)
      theirs += [file, sync.appending("state".utf8)]
    }
    #expect(try store.collect(graceMilliseconds: 0).segmentCount == 3)
    // The cache may be deleted at any time.
    #expect(theirs.prefix(4).allSatisfy { FileSystem.status($0) != nil })
    #expect(try store.erase(person, before: nil, reason: "asked"))
    #expect(theirs.prefix(4).allSatisfy { FileSystem.status($0) != nil })
    let faults = try library.open(clock).checkup(repairing: true).faults.map(\.fault)
    #expect(faults.allSatisfy { if case .foreign = $0 { true } else { false } }, "\(faults)")
    #expect(theirs.prefix(4).allSatisfy { FileSystem.status($0) != nil })
    #expect(try library.open(clock).contents { try $0.list(limit: 9) }.count == 1)
  }

  @Test("that look like leftovers, but are folders, are left alone")
  func folders() throws {
    let store = try library.open(clock)
    let nursery = store.blobs.folder.appending(".new".utf8)
    let paths = [
      library.root.appending(".new-x".utf8), library.root.appending(".index-x".utf8),
      library.root.appending("catalog.phash.1-2.new".utf8),
      try day(store).appending(".new-x".utf8), nursery.appending("x".utf8),
    ]
    for path in paths {
      try FileSystem.createFolder(path)
      try FileSystem.create(path.appending("theirs".utf8), [1], isDurable: false)
    }
    _ = try store.collect(graceMilliseconds: 0)
    #expect(try store.erase(person, before: nil, reason: "asked"))
    #expect(try store.checkup(repairing: true).faults.count == 5)
    #expect(paths.allSatisfy { FileSystem.status($0.appending("theirs".utf8)) != nil })
  }

  // MARK: What ended commands left

  @Test(
    "that an interrupted search left are removed by gc, an erasure and a repair",
    arguments: 0..<3)
  func hashes(way: Int) throws {
    let store = try library.open(clock)
    let left = library.root.appending("catalog.phash.4711-815.new".utf8)
    try FileSystem.create(left, [1, 2, 3], isDurable: false)
    let found = try store.checkup().faults.map(\.fault)
    #expect(found.contains { if case .leftover(left, 3, _) = $0 { true } else { false } })
    switch way {
    case 0: #expect(try store.collect(graceMilliseconds: 0).leftovers.map(\.path) == [left])
    case 1: #expect(try store.erase(person, before: nil, reason: "asked"))
    default: #expect(try store.checkup(repairing: true).faults.allSatisfy(\.isRepaired))
    }
    #expect(FileSystem.status(left) == nil)
  }

  // MARK: Links

  /// Moves something out of the library and puts a link in its place.
  private func lead(_ path: FilePath, to name: String) throws {
    let target = outside.appending(name.utf8)
    if FileSystem.status(path) != nil {
      try FileSystem.rename(path, to: target)
    } else {
      try FileSystem.createFolder(target)
    }
    try FileManager.default.createSymbolicLink(
      atPath: path.text, withDestinationPath: target.text)
  }

  @Test(
    "that are links in place of the library's folders are refused, and their targets are unchanged",
    arguments: ["blobs", "log", "cache", "damaged", "blobs/.new"])
  func ownFolders(name: String) throws {
    let path = library.root.appending(name.utf8)
    try lead(path, to: "theirs")
    try? FileSystem.createFolder(outside.appending("theirs/.new".utf8))
    try FileSystem.create(outside.appending("theirs/.new-x".utf8), [1], isDurable: false)
    let before = try snapshot(outside)
    #expect(throws: LibraryError.unusableFolder(path)) { try library.open(clock) }
    #expect(try snapshot(outside) == before)
  }

  @Test(
    "that replaced its folders by links while it was open lead no care out of it",
    arguments: ["blobs", "log", "cache", "damaged"])
  func sudden(name: String) throws {
    let store = try library.open(clock)
    try lead(library.root.appending(name.utf8), to: "theirs")
    let nursery = outside.appending("theirs/.new".utf8)
    try FileSystem.createFolder(nursery)
    for name in [".new-x", "keep", ".new/old", "4a"] {
      try FileSystem.create(outside.appending("theirs/\(name)".utf8), Self.secret, isDurable: false)
    }
    let before = try snapshot(outside)
    // Refused or done, but never outside.
    _ = try? store.collect(graceMilliseconds: SetClock.noGrace)
    #expect(try snapshot(outside) == before, "gc")
    _ = try? store.checkup(repairing: true)
    #expect(try snapshot(outside) == before, "repair")
    _ = try? store.erase(person, before: nil, reason: "asked")
    #expect(try snapshot(outside) == before, "erase")
  }

  @Test(
    "that are links in place of a day, a shelf, a segment or a file lead no care out of the library"
  )
  func parts() throws {
    let store = try library.open(clock)
    let blob = store.blobs.path(of: SHA256.digest(of: Self.secret))
    let segment = store.log.path(
      of: try #require(
        try store.log.days().first.flatMap { try store.log.segments(of: $0.day).first }))
    for (path, name) in [
      (blob, "blob"), (segment, "segment"),
      (store.blobs.path(of: SHA256.digest(of: [4, 5])).folder, "shelf"),
    ] {
      try lead(path, to: name)
    }
    let day = library.root.appending("log/2026-01-02".utf8)
    try lead(day, to: "day")
    for name in ["day/.new-x", "day/\(String(repeating: "ab", count: 32)).jsonl", "shelf/.new-y"] {
      try FileSystem.create(outside.appending(name.utf8), Self.secret, isDurable: false)
    }
    let before = try snapshot(outside)
    for step in ["gc", "repair", "erase", "backup", "gc again"] {
      switch step {
      case "repair": _ = try? store.checkup(repairing: true)
      case "erase": _ = try? store.erase(person, before: nil, reason: "asked")
      case "backup":
        let target = library.folder.path("backup")
        _ = try? LibraryBackup(of: library.root)
          .write(toFolder: target, verifying: true, pruning: true)
      default: _ = try? store.collect(graceMilliseconds: SetClock.noGrace)
      }
      #expect(try snapshot(outside) == before, "\(step)")
    }
  }

  @Test(
    "in a backup lead no pruning out of it",
    arguments: ["blobs", "log", "cache", "blobs/.new", "shelf", "day"])
  func backups(name: String) throws {
    let store = try library.open(clock)
    let target = library.folder.path("backup")
    let backup = try LibraryBackup(of: library.root)
    _ = try backup.write(toFolder: target, verifying: false, pruning: false)
    try FileSystem.createFolder(target.appending("cache".utf8))
    let shelf = store.blobs.path(of: SHA256.digest(of: Self.secret)).folder.name
    let place =
      switch name {
      case "shelf": target.appending("blobs".utf8).appending(shelf.bytes)
      case "day": RecordLog(target).path(of: try #require(try store.log.days().first).day)
      default: target.appending(name.utf8)
      }
    try lead(place, to: "theirs")
    try FileSystem.create(outside.appending("theirs/keep".utf8), [1], isDurable: false)
    let before = try snapshot(outside)
    #expect(try store.erase(person, before: nil, reason: "asked"))
    _ = try? backup.write(toFolder: target, verifying: true, pruning: true)
    #expect(try snapshot(outside) == before)
  }
}
