import Foundation
import Model
import TestSupport
import Testing

/// `castbook targets diff`, through the real program.
@Suite struct TargetsDiffTests {
  /// A built-in profile with a change, as a file.
  private func scratch(_ old: String = "", _ new: String = "") throws -> TemporaryFolder {
    let scratch = try TemporaryFolder()
    let file = Fixtures.repository.appending(path: "Catalog/Targets/kling.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(old.isEmpty || text.contains(old))
    try scratch.write(Data(text.replacing(old, with: new).utf8), to: "target.json")
    return scratch
  }

  @Test("A file alone is compared with the profile of its id; differences are not a failure")
  func oneFile() throws {
    let scratch = try scratch("\"min\": 300", "\"min\": 512")
    let result = try Tool.run(["targets", "diff", "target.json"], in: scratch.url)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasPrefix("kling: target.json (facts of "))
    #expect(result.output.contains("\nSlot element\n"))
    #expect(
      result.output.contains("  ~ each side          512 px or more → 300 px or more (looser)\n"))
    let two = try Tool.run(["targets", "diff", "target.json", "kling"], in: scratch.url)
    #expect(two.output == result.output)
    let same = try Tool.run(["targets", "diff", "kling", "kling"])
    #expect(same.status == 0)
    #expect(same.output.contains("No differences: the files are identical."))
  }

  @Test("A pattern lists its targets; a file without a slash gets a hint how to name it")
  func patternAndFile() throws {
    let fal = try Tool.run(["targets", "fal.*"])
    let rows = fal.output.split(separator: "\n").filter { $0.hasPrefix("  ") }
    #expect(rows.count > 20)
    #expect(rows.allSatisfy { $0.hasPrefix("  fal.") })
    let json = try Tool.run(["targets", "*OMNI*", "--json"]).output
    let ids = try JSONParser.parse(Array(json.utf8))["targets"]?.array?.compactMap {
      $0["id"]?.string
    }
    #expect(ids?.contains("kling.v3-omni") == true && ids?.contains("kling") == false)
    #expect(try Tool.run(["targets", "fla.*"]).status == 2)
    for arguments in [["README.md"], ["kling", "README.md"]] {
      let file = try Tool.run(["targets", "diff"] + arguments, in: Fixtures.repository)
      #expect(file.status == 2)
      #expect(
        file.errors
          == "castbook: unknown target \"README.md\", but a file has that name. Write ./README.md for the file.\n"
      )
    }
    let none = try Tool.run(["targets", "diff", "READYOU.md"], in: Fixtures.repository)
    #expect(none.errors.contains("unknown target \"READYOU.md\""))
  }

  @Test("Two targets are side by side; with --json they are one object")
  func twoTargets() throws {
    let text = try Tool.run(["targets", "diff", "kling-v3", "kling.v3.i2v"])
    #expect(text.status == 0)
    #expect(text.output.hasPrefix("fal.kling-v3.i2v (facts of "))
    let json = try Tool.run(["targets", "diff", "kling-v3", "kling.v3.i2v", "--json"])
    let value = try JSONParser.parse(Array(json.output.utf8))
    #expect(json.output.hasPrefix("{\"castbook\":\"targets-diff/1\","))
    #expect(value["old"]?["id"]?.string == "fal.kling-v3.i2v")
    #expect(value["new"]?["id"]?.string == "kling.v3.i2v")
    #expect(value["same"]?.boolean == false)
    for change in value["changes"]?.array ?? [] {
      let kind = try #require(change["change"]?.string)
      #expect((change["old"] == nil) == (kind == "added"))
      #expect((change["new"] == nil) == (kind == "removed"))
    }
  }

  @Test("The output of `targets ID --json` is a profile, too, and errors in it have a position")
  func savedJSON() throws {
    let scratch = try TemporaryFolder()
    let saved = try Tool.run(["targets", "kling-o3", "--json"]).output
    try scratch.write(saved, to: "saved.json")
    let same = try Tool.run(["targets", "diff", "saved.json"], in: scratch.url)
    #expect(same.output.contains("No differences in content"), "\(same.errors)")
    try scratch.write(
      Data(saved.replacing("\"faces\":", with: "\"fases\":").utf8), to: "saved.json")
    let broken = try Tool.run(["targets", "diff", "saved.json"], in: scratch.url)
    #expect(broken.status == 3)
    #expect(broken.errors.contains("saved.json"))
    #expect(broken.errors.contains("fac"))
  }

  @Test("A user's profile that replaces a built-in one is compared with that")
  func standIn() throws {
    let scratch = try scratch("\"min\": 300", "\"min\": 512")
    let folder = ["--targets", scratch.url.path()]
    let result = try Tool.run(
      ["targets", "diff", "target.json"] + folder, in: scratch.url)
    #expect(result.output.contains("→ the built-in profile (facts of "))
    #expect(result.output.contains("512 px or more → 300 px or more"))
    let named = try Tool.run(
      ["targets", "diff", "kling", "target.json"] + folder, in: scratch.url)
    #expect(named.output.hasPrefix("kling: your profile (facts of "))
  }

  @Test("`targets ID` still works beside its sub-command, and a target may be called diff")
  func besideIDs() throws {
    #expect(try Tool.run(["targets", "kling"]).output.hasPrefix("kling: "))
    #expect(
      try Tool.run(["targets", "--json", "kling"]).output.hasPrefix(
        "{\"castbook\":\"target-profile/1\""))
    let scratch = try scratch("\"id\": \"kling\"", "\"id\": \"diff\"")
    let own = try Tool.run(["targets", "--targets", scratch.url.path(), "--", "diff"])
    #expect(own.output.hasPrefix("diff: "), "\(own.errors)")
  }

  static let refusals: [([String], Int32, String)] = [
    (
      ["klng", "kling"], 2,
      "castbook: unknown target \"klng\". Did you mean kling? `castbook targets` lists them all.\n"
    ),
    (
      ["kling-o3"], 2,
      "castbook: castbook targets diff needs a second profile to compare fal.kling-o3.r2v with. Name another "
        + "target or a file, as in `castbook targets diff old.json fal.kling-o3.r2v`.\n"
    ),
    ([], 2, "castbook: castbook targets diff needs OLD. "),
    (["a", "b", "c"], 2, "castbook: unexpected argument c. "),
    (
      ["none.json"], 2,
      "castbook: none.json: no such file or folder. Name a profile's file; "
    ),
    (["./", "kling"], 3, "castbook: ./: is a folder, not a file. "),
    (
      ["wrong.json"], 3,
      "castbook: wrong.json, line 2, column 9 (id): \"A B\" should be at most 64 of a-z, 0-9, "
        + "dots and hyphens. "
    ),
    (["cut.json"], 3, "castbook: cut.json, line 1, column "),
    (["stranger.json"], 2, "castbook: unknown target \"stranger\""),
    (
      ["big.json"], 3,
      "castbook: big.json: 4,194,305 bytes; a profile has at most 4,194,304. "
    ),
    (["pipe.json"], 3, "castbook: pipe.json: is a pipe, not a file. "),
  ]

  @Test("Wrong input is named, with its position and what to do", arguments: refusals)
  func refused(words: [String], status: Int32, text: String) throws {
    let scratch = try TemporaryFolder()
    try scratch.write("{\"castbook\":\"target/1\",\n  \"id\": \"A B\"}", to: "wrong.json")
    try scratch.write("{\"castbook\":\"target/1\", \"id\"", to: "cut.json")
    try scratch.write(Data(repeating: 0x20, count: 4_194_305), to: "big.json")
    try scratch.write(
      Data(
        """
        {"castbook":"target/1","id":"stranger","provider":"p","model":"m","asOf":"2026-01-01",
         "status":"live","faces":"unknown","sources":{"s":{"ref":"r","kind":"inference"}}}
        """.utf8), to: "stranger.json")
    #expect(mkfifo(scratch.path("pipe.json").text, 0o600) == 0)
    let result = try Tool.run(["targets", "diff"] + words, in: scratch.url)
    #expect(result.status == status, "\(result.errors)")
    #expect(result.errors.hasPrefix(text), "\(result.errors)")
    #expect(result.output == "")
    let json = try Tool.run(["targets", "diff"] + words + ["--json"], in: scratch.url)
    #expect(json.output.hasPrefix("{\"castbook\":\"error/1\",\"exit\":\(status),"))
  }

  @Test("A stranger's texts can't move the cursor")
  func hostileTexts() throws {
    let scratch = try scratch("\"provider\": \"", "\"provider\": \"\\u001b[31m\\n")
    let result = try Tool.run(["targets", "diff", "target.json"], in: scratch.url)
    #expect(!result.output.contains("\u{1b}"))
    #expect(result.output.contains("\\u{1b}[31m"))
  }

  @Test("Lines fit the terminal", arguments: [60, 80, 120])
  func width(columns: Int) throws {
    let text = try Terminal.run(["targets", "diff", "kling-v3", "kling.v3.i2v"], columns: columns)
    for line in text.split(separator: "\n") {
      #expect(line.count <= columns || !line.dropFirst(23).contains(" "), "\(line)")
    }
  }

  @Test("Completions, help and manual know it", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    #expect(try Tool.run(["completions", shell]).output.contains("castbook targets diff"))
    #expect(try Tool.run(["manual"]).output.contains("targets diff"))
    let help = try Tool.run(["targets", "diff", "--help"]).output
    #expect(help.contains("castbook targets diff OLD [NEW] [options]"))
    #expect(help.contains("The exit code is 0 whether they differ or not"))
  }
}
