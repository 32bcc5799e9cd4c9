import Foundation
import Model
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Whatever is in a library's folder: every command ends, works or says why not, and touches
/// nothing outside of it.
@Suite("Spoilt libraries", .serialized, .timeLimit(.minutes(30)))
struct HostileLibraries {
  @Test(
    "End every command in time and with a message, and no file outside is changed",
    arguments: Ruin.all)
  func ruined(ruin: Ruin) throws {
    let shelf = try filled()
    let outside = try makeOutside(shelf)
    try ruin.spoil(shelf, outside)
    let before = try Snapshot(of: outside)
    // A refusal comes before the command begins, whichever it is.
    for words in Self.commands(for: ruin) {
      let result = try run(words, shelf)
      let what = "\(ruin.name): \(words.joined(separator: " ")): \(result.errors)\(result.output)"
      #expect(!result.endedBySignal && result.status != 124, "\(what)")
      #expect(!result.errors.contains("Fatal"), "\(what)")
      if ruin.isRefused {
        #expect(result.status == 3, "\(what)")
      } else if Self.reading.contains(words[0]) {
        #expect(result.status == 0, "\(what)")
      } else {
        #expect([0, 1, 3].contains(result.status), "\(what)")
      }
      if result.status == 3 {
        #expect(result.errors.hasPrefix("castbook: ") && result.errors.hasSuffix(".\n"), "\(what)")
      }
      #expect(try Snapshot(of: outside) == before, "\(ruin.name): \(words)")
    }
  }

  /// Commands that only read, and continue as long as there are records.
  private static let reading: Set<String> = ["list", "search", "show", "log", "where-used"]

  /// All commands in a long run, otherwise two, which are others for the next ruin.
  private static func commands(for ruin: Ruin) -> [[String]] {
    guard !TestRun.isLong else { return all }
    let number = Ruin.all.firstIndex { $0.name == ruin.name } ?? 0
    return [0, few.count / 2].map { few[(number + $0) % few.count] }
  }

  private static let all = reads + few + changes

  private static let few = [
    ["list"], ["files", "@mira", "-o", "out", "--replace"],
    ["add", "character", "@mira", "first.bmp", "new.bmp"], ["doctor", "--repair"],
    ["erase", "@other", "--reason", "asked", "--yes"], ["show", "@mira", "--json"],
  ]

  private static let reads = [
    ["search", "mira"], ["log", "@mira"], ["where-used", "@mira"], ["doctor"], ["show", "@mira"],
    ["similar", "@mira"],
    ["edit", "@mira", "--tag", "more"], ["add", "product", "@mug", "mug.bmp"],
  ]

  private static let changes = [
    ["edit", "@mira", "--tag", "again"], ["remove", "@mug_old"], ["list", "--retired"],
    ["doctor", "--rebuild"], ["gc", "--grace", "0"],
    ["restore", "@mug_old"], ["doctor"],
  ]

  private func filled() throws -> Shelf {
    let shelf = try Shelf(isMade: false)
    try Self.model.get().copy(into: shelf.folder)
    return shelf
  }

  private static let model = Result {
    let shelf = try Shelf()
    try fill(shelf)
    return try ModelFolder(of: shelf.folder, from: shelf)
  }

  private static func fill(_ shelf: Shelf) throws {
    for (number, name) in ["first", "second", "new", "mug", "other", "same"].enumerated() {
      try shelf.draw("\(name).bmp", number)
    }
    for words in [
      ["add", "character", "@mira", "first.bmp", "second.bmp"], ["edit", "@mira", "--tag", "lead"],
      ["add", "character", "@other", "other.bmp"], ["add", "product", "@mug_old", "mug.bmp"],
      ["similar", "@mira"],
    ] {
      let result = try shelf.run(words)
      try #require(result.status == 0, "\(words): \(result.status) \(result.errors)")
    }
    // Unreferenced files for gc to find.
    try shelf.draw("spare.bmp", 77)
    try #require(try shelf.run("add", "product", "@spare", "spare.bmp").status == 0)
    try #require(try shelf.run("erase", "@spare", "--reason", "x", "--yes").status == 0)
  }

  /// A folder with files that a careless program would write to or delete.
  private func makeOutside(_ shelf: Shelf) throws -> String {
    let folder = shelf.folder.appending(path: "outside")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "sub/.new"), withIntermediateDirectories: true)
    try Database.make(folder.appending(path: "db").path(), "CREATE TABLE theirs(x)")
    for number in 0..<256 {
      let pair = String(String(number + 256, radix: 16).dropFirst())
      try Data("x".utf8).write(to: folder.appending(path: String(repeating: pair, count: 32)))
    }
    for name in ["keep", ".dot", ".new-x", "a.jsonl", "sub/x", "sub/.new/y"] {
      try Data("theirs".utf8).write(to: folder.appending(path: name))
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1_000_000_000)],
        ofItemAtPath: folder.appending(path: name).path())
    }
    return folder.path(percentEncoded: false)
  }

  /// Runs a command for at most a minute; its status is 124 if it takes longer.
  private func run(_ words: [String], _ shelf: Shelf) throws -> Program.Result {
    try Tool.run(
      program: URL(filePath: "/usr/bin/timeout"),
      ["--kill-after", "5", "60", Tool.binary.path()] + words, in: shelf.folder,
      environment: shelf.environment)
  }

  // MARK: Repairs

  @Test(
    "A missing, foreign or spoilt index is made again, with the same contents",
    arguments: Ruin.all.filter { $0.name.contains("index") && !$0.isRefused })
  func index(ruin: Ruin) throws {
    let shelf = try filled()
    let before = try shelf.everything()
    try ruin.spoil(shelf, try makeOutside(shelf))
    #expect(try shelf.everything() == before)
    #expect(try shelf.faults() == [])
  }

  @Test(
    "A damaged castbook.json is reported, and repaired by doctor",
    arguments: ["", "{}", "[", "\u{0}"])
  func mark(text: String) throws {
    let shelf = try filled()
    let before = try shelf.everything()
    try Data(text.utf8).write(to: shelf.library.appending(path: "castbook.json"))
    #expect(try shelf.run("list").status == 3)
    #expect(try shelf.run("doctor").status == 3)
    #expect(try shelf.run("doctor", "--repair").status == 0)
    #expect(try shelf.everything() == before)
  }

  @Test(
    "After doctor --repair the log is complete and gc continues",
    arguments: Ruin.all.filter {
      ["a segment of one-byte lines", "a record of 4 MiB and more", "deep JSON in the log"]
        .contains($0.name)
    })
  func log(ruin: Ruin) throws {
    let shelf = try filled()
    let before = try shelf.everything()
    try ruin.spoil(shelf, try makeOutside(shelf))
    #expect(try shelf.everything() == before)
    #expect(try shelf.faults().count > 0)
    #expect(try shelf.run("gc").status == 3)
    #expect(try shelf.run("doctor", "--repair").status == 0)
    #expect(try shelf.faults().filter { !$0.hasPrefix("library.put-aside") } == [])
    #expect(try shelf.run("gc").status == 0)
    #expect(try shelf.everything() == before)
  }

  @Test("An index that belongs to another library, and its auxiliary files, do no harm")
  func foreignIndex() throws {
    let (one, other) = (try filled(), try Shelf())
    try other.draw("x.bmp", 5000)
    try #require(try other.run("add", "product", "@theirs", "x.bmp").status == 0)
    let before = try one.everything()
    try one.deleteIndex()
    try FileManager.default.copyItem(
      atPath: other.inLibrary("catalog.sqlite"), toPath: one.inLibrary("catalog.sqlite"))
    #expect(try one.everything() == before)
    #expect(try one.faults() == [])
  }

  @Test("A library that disappeared is reported by every command")
  func gone() throws {
    let shelf = try filled()
    try FileManager.default.removeItem(at: shelf.library)
    for words in TestRun.isLong ? Self.all : Self.few {
      // Named with --library: a library named by CASTBOOK_LIBRARY would be created by `add`.
      let result = try run(words + ["--library", shelf.library.path()], shelf)
      #expect(result.status == 3, "\(words)")
      #expect(result.errors.contains("no such folder"), "\(words): \(result.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: shelf.inLibrary("")))
  }

  @Test(
    "A read-only library can be read, and says that it can't be changed",
    .enabled(if: geteuid() != 0))
  func readOnly() throws {
    let shelf = try filled()
    let before = try shelf.everything()
    let files = FileManager.default
    func allow(_ mode: Int) throws {
      for name in ["", "log", "blobs"] {
        try files.setAttributes([.posixPermissions: mode], ofItemAtPath: shelf.inLibrary(name))
      }
    }
    try allow(0o555)
    defer { try? allow(0o755) }
    #expect(try shelf.everything() == before)
    #expect(try shelf.faults() == [])
    for words in [
      ["edit", "@mira", "--tag", "x"], ["gc"], ["remove", "@mira"], ["doctor", "--rescore"],
      ["dismiss", "@mira", "1", "image.dark", "--reason", "so"],
    ] {
      let result = try run(words, shelf)
      #expect(result.status == 3)
      #expect(result.errors.contains("read-only"), "\(words): \(result.errors)")
    }
  }
}

/// The contents of a folder: names, bytes, times, modes.
private struct Snapshot: Hashable {
  private var items: [String] = []

  init(of folder: String) throws {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
    for name in names {
      var status = stat()
      try #require(lstat("\(folder)/\(name)", &status) == 0)
      let isFile = status.st_mode & S_IFMT == S_IFREG
      let bytes = isFile ? try Data(contentsOf: URL(filePath: "\(folder)/\(name)")) : Data()
      items.append(
        "\(name) \(status.st_mode) \(isFile ? status.st_mtim.tv_sec : 0) "
          + "\(isFile ? status.st_mtim.tv_nsec : 0) \(bytes.hashValue) \(bytes.count)")
    }
  }
}
