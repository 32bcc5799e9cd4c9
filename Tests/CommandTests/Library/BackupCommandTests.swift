import Foundation
import Model
import TestSupport
import Testing

/// `castbook backup` and `castbook restore-backup`, as users run them.
@Suite struct BackupCommandTests {
  private let scratch: TemporaryFolder

  init() throws {
    scratch = try TemporaryFolder()
    try #require(try run("init", "--starter").status == 0)
  }

  private func run(
    _ words: String..., environment: [String: String] = [:]
  ) throws -> Program.Result {
    try Tool.run(
      words, in: scratch.url,
      environment: ["CASTBOOK_LIBRARY": scratch.path("library").text].merging(environment) { $1 })
  }

  private func json(_ result: Program.Result) throws -> JSONValue {
    try JSONParser.parse(Array(result.output.utf8))
  }

  private func data(_ name: String) throws -> Data {
    try Data(contentsOf: scratch.url.appending(path: name))
  }

  @Test("A folder reports what was copied, and the second time that nothing is new")
  func folder() throws {
    let first = try run("backup", "disk/castbook")
    #expect(first.status == 0, "\(first.errors)")
    #expect(
      first.output == """
        backed up 3 elements with 8 files (1.4 MB) to disk/castbook, a new backup
          copied and verified 9 files (1.4 MB)

        """)
    let second = try run("backup", "disk/castbook")
    #expect(second.output.hasSuffix("\n  no new files\n"))
    let third = try run("backup", "disk/castbook", "--verify")
    #expect(
      third.output.hasSuffix("\n  no new files\n  verified 9 files (1.4 MB) in total\n"))
    #expect(try run("list", "--library", "disk/castbook").output == run("list").output)
  }

  @Test("A zip has equal bytes in every time zone and language, and unzip accepts it")
  func zip() throws {
    #expect(try run("backup", "a.zip").status == 0)
    #expect(
      try run(
        "backup", "b.zip", environment: ["TZ": "Asia/Tokyo", "LANG": "tr_TR.UTF-8"]
      ).status == 0)
    #expect(try data("a.zip") == data("b.zip"))
    let tested = try Tool.run(
      program: URL(filePath: "/usr/bin/unzip"), ["-tq", "a.zip"], in: scratch.url)
    #expect(tested.status == 0)
    let refused = try run("backup", "a.zip")
    #expect(refused.status == 3)
    #expect(
      refused.errors == "castbook: a.zip already exists. Use another name, or --replace.\n")
    #expect(try run("backup", "a.zip", "--replace").status == 0)
    #expect(try data("a.zip") == data("b.zip"))
  }

  @Test("A restored library lists what was backed up", arguments: ["disk", "a.zip"])
  func restored(backup: String) throws {
    #expect(try run("backup", backup).status == 0)
    let result = try run("restore-backup", backup, "new")
    #expect(result.status == 0)
    #expect(
      result.output == """
        restored 3 elements with 8 files (1.4 MB) to new
          copied 9 files (1.4 MB), each verified by its checksum

        """)
    for words in [["list"], ["show", "@mira"], ["log", "@mug"]] {
      let new = try Tool.run(words + ["--library", "new"], in: scratch.url)
      let old = try Tool.run(words + ["--library", "library"], in: scratch.url)
      #expect(new.output == old.output)
      #expect(new.errors == "")
    }
    let again = try run("restore-backup", backup, "new")
    #expect(again.status == 3)
    #expect(again.errors.contains("--into"))
    #expect(try run("restore-backup", backup, "new", "--into").status == 0)
  }

  @Test("A damaged backup names the files by their elements; --partial restores the rest")
  func damaged() throws {
    #expect(try run("backup", "disk").status == 0)
    let blobs = scratch.url.appending(path: "disk/blobs")
    let files = try #require(FileManager.default.enumerator(atPath: blobs.path()))
    let names = files.compactMap { $0 as? String }.filter { $0.count > 60 }.sorted()
    let file = blobs.appending(path: try #require(names.first))
    var bytes = try Data(contentsOf: file)
    bytes[100] ^= 1
    try FileManager.default.removeItem(at: file)
    try bytes.write(to: file)
    let refused = try run("restore-backup", "disk", "new", "--json")
    #expect(refused.status == 3)
    #expect(try json(refused)["rule"]?.string == "backup.damaged")
    #expect(try json(refused)["message"]?.string?.contains("jpg of @m") == true)
    #expect(!FileManager.default.fileExists(atPath: scratch.path("new").text))
    let partial = try run("restore-backup", "disk", "new", "--partial", "--json")
    #expect(partial.status == 1)
    let faults = try #require(try json(partial)["faults"]?.array)
    #expect(faults.map { $0["problem"]?.string } == ["damaged"])
    #expect(faults[0]["elements"]?.array?.first?["path"]?.string?.hasSuffix(".jpg") == true)
    // The library repairs its backup.
    let mended = try json(run("backup", "disk", "--verify", "--json"))
    #expect(mended["copied"]?["fileCount"]?.integer == 1)
    #expect(try run("restore-backup", "disk", "other").status == 0)
  }

  @Test("A library that lost a file is backed up nevertheless, with exit code 1")
  func incompleteLibrary() throws {
    let blobs = scratch.url.appending(path: "library/blobs")
    let files = try #require(FileManager.default.enumerator(atPath: blobs.path()))
    let names = files.compactMap { $0 as? String }.filter { $0.count > 60 }.sorted()
    try FileManager.default.removeItem(at: blobs.appending(path: try #require(names.first)))
    for backup in ["disk", "a.zip"] {
      let result = try run("backup", backup)
      #expect(result.status == 1)
      #expect(result.output.contains(": missing\n"))
      let restored = try run("restore-backup", backup, "from-\(backup)")
      #expect(restored.status == 3)
      #expect(restored.errors.contains("--partial"))
    }
  }

  @Test(
    "An impossible backup is refused with a message",
    arguments: [
      (["backup"], 2, "DIR|FILE.zip"), (["backup", "library/x"], 3, "another disk"),
      (["backup", "."], 3, "castbook-backup"), (["backup", "a.zip", "--prune"], 2, "folders"),
      (["backup", "disk", "--replace"], 2, "zips"), (["backup", "x", "--library", "y"], 3, "init"),
      (["restore-backup", "nothing"], 2, "no such file"),
      (["restore-backup", "library/castbook.json", "n"], 3, "not a zip"),
      (["restore-backup", "library"], 3, "--into"),
      (["restore-backup", "a", "b", "--library", "c"], 2, "Leave out one"),
    ])
  func refused(words: [String], status: Int32, word: String) throws {
    let result = try Tool.run(
      words, in: scratch.url, environment: ["CASTBOOK_LIBRARY": scratch.path("library").text])
    #expect(result.status == status)
    #expect(
      result.errors.contains(word),
      "\(result.errors)")
  }

  @Test("docs/json.md names every key")
  func keys() throws {
    let document = try String(
      contentsOf: Fixtures.repository.appending(path: "docs/json.md"), encoding: .utf8)
    let made = try json(run("backup", "a.zip", "--json"))
    let restored = try json(run("restore-backup", "a.zip", "new", "--json"))
    let keys = ((made.members ?? []) + (restored.members ?? [])).map(\.key)
    #expect(keys.count > 20)
    for key in keys + ["problem", "path", "sha256", "inBackup"] {
      #expect(document.contains("`\(key)`") || document.contains("`\(key)?`"), "\(key)")
    }
  }
}
