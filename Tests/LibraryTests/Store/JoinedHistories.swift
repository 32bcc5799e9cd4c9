import Files
import Foundation
import Media
import Model
import TestSupport
import Testing

@testable import Library

/// Two copies of a library, changed separately and joined again and again by common tools. Each
/// must always show exactly what its own log says, and in the end every acknowledged record must be
/// there.
@Suite("Joined histories")
struct JoinedHistories {
  private static let count = 200

  @Test(
    "lose nothing, are never stale and report every fork",
    arguments: TestRun.isLong ? Array(1...count) : Array(1...6))
  func histories(seed: Int) throws {
    let history = try History(seed: seed)
    for _ in 0..<14 { try history.step() }
    try history.end()
  }
}

private final class History {
  private let library: TestLibrary
  private let clock = SetClock()
  private var generator: SeededGenerator
  private let roots: [FilePath]
  private var counter = 0
  /// Everything that a command acknowledged, on either side.
  private var records: Set<Digest> = []
  private var blobs: Set<Digest> = []
  private var steps: [String] = []

  init(seed: Int) throws {
    library = try TestLibrary(seed: seed)
    generator = SeededGenerator(seed: seed)
    // The tools set times by the real clock; the library's own clock runs alongside.
    clock.now = Int(Date().timeIntervalSince1970 * 1000)
    roots = [library.root, library.folder.path("other")]
    for name in ["mira", "mug", "ana"] {
      try open(0).register(name, name: "Name \(name)", files: [bytes()])
    }
    try note(0)
    try copy("cp", ["-a", "\(roots[0])/.", roots[1].text])
  }

  private func open(_ side: Int) throws -> LibraryStore { try library.open(clock, at: roots[side]) }

  private func chance(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }

  private func bytes() -> [UInt8] {
    counter += 1
    return Array("file \(counter)".utf8)
  }

  private func copy(_ program: String, _ words: [String]) throws {
    try #require(try Program.run(program, words).status == 0, "\(program) \(words)")
  }

  // MARK: Steps

  func step() throws {
    let side = chance(2)
    switch chance(9) {
    case 0, 1: try edit(side)
    case 2: try register(side)
    case 3: try collect(side)
    case 4: try join(from: side, "cp")
    case 5: try join(from: side, "rsync")
    case 6: try joinFileByFile(from: side)
    case 7: try copyEverything(from: side)
    default: clock.now += chance(4) * SetClock.day
    }
    try check(0)
    try check(1)
  }

  private func edit(_ side: Int) throws {
    let store = try open(side)
    let elements = try store.contents { try $0.list(Contents.Filter(), limit: 100) }
    let names = Set(elements.map(\.handle.name)).sorted()
    let name = names[chance(names.count)]
    steps.append("edit \(name) \(side)")
    // An edit of a fork must say which side is meant.
    guard elements.count(where: { $0.handle.name == name }) == 1 else { return }
    counter += 1
    let note = "note \(counter)"
    if chance(2) == 0 {
      try store.edit(name) { $0.notes = note }
    } else {
      let bytes = self.bytes()
      let digest = SHA256.digest(of: bytes)
      let staged = try store.stage(bytes, digest)
      try store.change(with: [staged]) { change in
        let entry = try #require(try change.contents.entries(named: name).first)
        var revision = try #require(try change.contents.revision(entry.revision)).revision
        revision.parent = entry.revision
        revision.sequence = try change.contents.lastSequence(of: entry.element) + 1
        revision.at = try change.moment(after: revision.at)
        revision.references.append(Reference(blob: digest, role: .unsorted, file: "more.bin"))
        change.add(.revision(revision))
      }
    }
    try self.note(side)
  }

  private func register(_ side: Int) throws {
    counter += 1
    steps.append("register e\(counter) \(side)")
    try open(side).register("e\(counter)_\(side)", name: "Element", files: [bytes()])
    try self.note(side)
  }

  private func collect(_ side: Int) throws {
    steps.append("gc \(side)")
    do {
      _ = try open(side).collect(graceMilliseconds: 14 * SetClock.day)
    } catch LibraryError.missingParents, LibraryError.filesWithoutRecords {
      // Records are still on their way.
    }
  }

  private func join(from side: Int, _ tool: String, isQuiet: Bool = false) throws {
    steps.append("\(tool) from \(side)")
    for folder in ["log", "blobs"].shuffled(using: &generator) {
      let (source, target) = (roots[side].text, roots[1 - side].text)
      if tool == "cp" {
        try copy("cp", ["-a", "\(source)/\(folder)/.", "\(target)/\(folder)"])
      } else {
        try copy("rsync", ["-a", "\(source)/\(folder)/", "\(target)/\(folder)/"])
      }
      if !isQuiet, chance(2) == 0 { try between(1 - side) }
    }
  }

  /// Copies the files in any order, each with its times, as programs do that synchronize
  /// continuously.
  private func joinFileByFile(from side: Int) throws {
    steps.append("files from \(side)")
    let (source, target) = (roots[side].text, roots[1 - side].text)
    var paths: [String] = []
    for folder in ["log", "blobs"] {
      for day in try FileManager.default.contentsOfDirectory(atPath: "\(source)/\(folder)") {
        for name in try FileManager.default.contentsOfDirectory(
          atPath: "\(source)/\(folder)/\(day)")
        where !name.hasPrefix(".") && !day.hasPrefix(".") {
          paths.append("\(folder)/\(day)/\(name)")
        }
      }
    }
    for path in paths.sorted().shuffled(using: &generator) {
      if FileManager.default.fileExists(atPath: "\(target)/\(path)") { continue }
      let folder = URL(filePath: "\(target)/\(path)").deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: "\(source)/\(path)", toPath: "\(target)/\(path)")
      // The folder's time as well: synchronizing sets it to the one at the source.
      let from = URL(filePath: "\(source)/\(path)").deletingLastPathComponent().path()
      let times = try FileManager.default.attributesOfItem(atPath: from)
      try FileManager.default.setAttributes(
        [.modificationDate: times[.modificationDate] as Any], ofItemAtPath: folder.path())
      if chance(4) == 0 { try between(1 - side) }
    }
  }

  /// Copies the index as well, which knows another folder's times.
  private func copyEverything(from side: Int) throws {
    steps.append("everything from \(side)")
    try copy("rsync", ["-a", "\(roots[side])/", "\(roots[1 - side])/"])
  }

  private func between(_ side: Int) throws {
    switch chance(3) {
    case 0: try collect(side)
    case 1: try check(side)
    default:
      do {
        try edit(side)
      } catch LibraryError.missingBlob(let digest) {
        // A file of the element is still on its way: that is reported, and nothing is changed.
        #expect(try !open(side).blobs.contains(digest))
      }
    }
  }

  // MARK: Invariants

  /// The records in the files of a log, read only by their names and lines.
  private func log(_ side: Int) throws -> [Digest: Record] {
    var found: [Digest: Record] = [:]
    let log = RecordLog(roots[side])
    for day in try log.days() {
      for segment in try log.segments(of: day.day) {
        for line in try #require(try log.lines(of: segment)) {
          found[SHA256.digest(of: line.bytes)] = try Record(line: line.bytes)
        }
      }
    }
    return found
  }

  /// The latest revisions, computed from the records alone.
  private func heads(_ records: [Digest: Record]) -> Set<Digest> {
    var parents: Set<Digest> = []
    var revisions: Set<Digest> = []
    for (digest, record) in records {
      guard case .revision(let revision) = record else { continue }
      revisions.insert(digest)
      parents.formUnion(revision.merges)
      if let parent = revision.parent { parents.insert(parent) }
    }
    return revisions.subtracting(parents)
  }

  private func note(_ side: Int) throws {
    let log = try self.log(side)
    records.formUnion(log.keys)
    for record in log.values { blobs.formUnion(record.blobs) }
  }

  /// Expects a library to show what its log says, whatever was copied just before.
  private func check(_ side: Int) throws {
    let shown = try open(side).contents { contents in
      Set(try contents.list(Contents.Filter(), limit: 1000).map(\.revision))
    }
    let expected = heads(try log(side))
    #expect(shown == expected, "stale after \(steps)")
  }

  func end() throws {
    for side in [0, 1, 0] { try join(from: side, "rsync", isQuiet: true) }
    try note(0)
    try note(1)
    var contents: [String] = []
    for side in [0, 1] {
      try check(side)
      let store = try open(side)
      let here = Set(try log(side).keys)
      #expect(records.subtracting(here).isEmpty, "records lost after \(steps)")
      #expect(blobs.allSatisfy { store.blobs.contains($0) }, "files lost after \(steps)")
      contents.append(try store.everything())
    }
    #expect(contents[0] == contents[1], "\(steps)")
  }
}
