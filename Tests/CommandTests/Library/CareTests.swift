import Foundation
import Model
import TestSupport
import Testing

@Suite("Keeping a library safe")
struct CareTests {
  private let scratch: TemporaryFolder

  init() throws {
    scratch = try TemporaryFolder()
    try #require(castbook("init").status == 0)
    try #require(
      castbook(
        "add", "character", "@mira", picture("mira-000-daylight"), picture("mira-000-lamp"),
        "--name", "Mira Okafor"
      ).status == 0)
    try #require(
      castbook("add", "character", "@coat", picture("mira-000-lamp"), "--look-of", "@mira").status
        == 0)
  }

  private func picture(_ name: String) -> String {
    Fixtures.folder.appending(path: "scenes/\(name).jpg").path()
  }

  private var library: URL { scratch.url.appending(path: "library") }

  @discardableResult
  private func castbook(_ words: String...) throws -> Program.Result {
    try Tool.run(words, environment: ["CASTBOOK_LIBRARY": library.path()])
  }

  private func json(_ words: String...) throws -> (status: Int32, value: JSONValue) {
    let result = try Tool.run(
      words + ["--json"], environment: ["CASTBOOK_LIBRARY": library.path()])
    return (result.status, try JSONParser.parse(Array(result.output.utf8)))
  }

  private func blob() throws -> URL {
    let walk = try #require(
      FileManager.default.enumerator(atPath: library.appending(path: "blobs").path()))
    let names = walk.compactMap { $0 as? String }.filter { $0.count > 60 }.sorted()
    return library.appending(path: "blobs").appending(path: try #require(names.first))
  }

  @Test("doctor reports no problems, or each problem found: exit 0, 1 and 3")
  func doctor() throws {
    let clean = try castbook("doctor")
    #expect(clean.status == 0)
    #expect(clean.output.hasPrefix("2 elements, 2 records, 2 files ("))
    #expect(clean.output.hasSuffix(" read: no problems found\n"))
    let file = try blob()
    try FileManager.default.removeItem(at: file)
    let (status, value) = try json("doctor")
    #expect(status == 1)
    #expect(value["castbook"]?.string == "doctor/2" && value["status"]?.string == "fail")
    let finding = try #require(value["findings"]?.array?.first)
    #expect(finding["rule"]?.string == "library.file-missing")
    #expect(finding["path"]?.string?.hasSuffix(file.lastPathComponent) == true)
    let elements = finding["elements"]?.array?.compactMap { $0["handle"]?.string }
    #expect(elements?.contains("mira") == true)
    #expect(value["summary"]?["errors"]?.integer == 1)
    // Following the finding's advice helps.
    try castbook(
      "add", "character", "@mira", picture("mira-000-daylight"), picture("mira-000-lamp"))
    #expect(try castbook("doctor").status == 0)
    try FileManager.default.removeItem(at: library.appending(path: "castbook.json"))
    let marked = try castbook("doctor")
    #expect(marked.status == 3)
    #expect(marked.errors.contains("castbook doctor --repair"))
    #expect(try castbook("doctor", "--repair").status == 0)
    #expect(try castbook("show", "@mira").status == 0)
  }

  @Test("doctor --rebuild makes the index again")
  func rebuild() throws {
    let before = try castbook("list").output
    let (status, value) = try json("doctor", "--rebuild")
    #expect(status == 0)
    #expect(value["rebuilt"]?.boolean == true)
    #expect(value["summary"]?["recordCount"]?.integer == 2)
    #expect(try castbook("list").output == before)
    #expect(try castbook("doctor", "--rebuild", "--repair").status == 2)
  }

  @Test("gc keeps new files, says what it would delete, and deletes it")
  func garbage() throws {
    try castbook("add", "product", "@mug", picture("mira-045-daylight"))
    try castbook("erase", "@mug", "--reason", "a test", "--yes")
    #expect(try castbook("gc").output == "nothing to delete\n")
    let name = String(repeating: "ab", count: 32)
    let shelf = library.appending(path: "blobs/ab")
    try FileManager.default.createDirectory(at: shelf, withIntermediateDirectories: true)
    try Data([1, 2]).write(to: shelf.appending(path: name))
    #expect(
      try castbook("gc").output
        == "1 file not used by any record, 2 B, kept until unused for 14 days\n")
    let (status, value) = try json("gc", "--grace", "0", "--dry-run")
    #expect(status == 0)
    #expect(value["paths"]?.array?.first?.string == "blobs/ab/\(name)")
    #expect(value["unnamed"]?["bytes"]?.integer == 2 && value["dryRun"]?.boolean == true)
    #expect(try castbook("gc", "--grace", "0").output.hasSuffix("2 B freed\n"))
    #expect(!FileManager.default.fileExists(atPath: shelf.appending(path: name).path()))
    #expect(try castbook("gc", "--grace", "soon").status == 2)
  }

  @Test("erase is refused if there is no terminal to ask on, and without a reason for the record")
  func refused() throws {
    #expect(try castbook("erase", "@mira", "--reason", "asked").status == 2)
    #expect(try castbook("erase", "@mira", "--yes").status == 2)
    #expect(try castbook("erase", "@mira", "--reason", "mira okafor asked", "--yes").status == 2)
    #expect(try castbook("erase", "@mira:1", "--reason", "asked", "--yes").status == 2)
    #expect(try castbook("erase", "@nobody", "--reason", "asked", "--yes").status == 2)
    #expect(try castbook("forget", "@mira", "--before", "1", "--reason", "x", "--yes").status == 2)
    #expect(try castbook("show", "@mira").status == 0)
  }

  @Test("erase lists what is removed, and the handle is free for another element")
  func erase() throws {
    let dry = try castbook("erase", "@mira", "--dry-run").output
    #expect(dry.contains("to erase: 1 revision, 1 file (64 kB)"))
    #expect(dry.contains("kept: 1 file that other elements also have"))
    #expect(dry.contains("no longer a look of it: @coat"))
    let (status, value) = try json("erase", "@mira", "--reason", "asked", "--yes")
    #expect(status == 0)
    #expect(value["castbook"]?.string == "erase/2" && value["sharedFileCount"]?.integer == 1)
    #expect(try castbook("show", "@mira").status == 2)
    #expect(try castbook("show", "@coat").status == 0)
    #expect(try castbook("doctor").status == 0)
    #expect(try castbook("add", "character", "@mira", picture("mira-000-daylight")).status == 0)
    let (_, again) = try json("show", "@mira")
    #expect(again["element"]?.string != value["element"]?.string)
  }

  @Test("erase asks on a terminal, and accepts only the handle as a yes")
  func asking() throws {
    let surroundings = ["CASTBOOK_LIBRARY": library.path(), "TERM": "xterm", "SHELL": "/bin/sh"]
    for (answer, status) in [("yes", Int32(0)), ("mira", 2)] {
      let words = "'\(Tool.binary.path())' erase @mira --reason asked"
      let result = try Tool.run(
        program: URL(filePath: "/usr/bin/script"),
        ["--quiet", "--return", "--command", words, "/dev/null"],
        input: Data("\(answer)\n".utf8), environment: surroundings)
      #expect(result.output.contains("Type mira to erase"))
      #expect(try castbook("show", "@mira").status == status, "\(answer)")
    }
  }

  @Test("forget shortens a history")
  func forget() throws {
    try castbook("edit", "@mira", "--drop", "1", "--name", "M.")
    try castbook("edit", "@mira", "--notes", "new")
    let (status, value) = try json("forget", "@mira", "--before", "2", "--reason", "x", "--yes")
    #expect(status == 0)
    #expect(value["revisionCount"]?.integer == 1 && value["fileCount"]?.integer == 1)
    let log = try castbook("log", "@mira").output
    #expect(log.contains("@mira:3") && log.contains("@mira:2") && !log.contains("@mira:1"))
    #expect(log.contains("earlier revisions were erased"))
    #expect(try castbook("doctor").status == 0)
  }
}
