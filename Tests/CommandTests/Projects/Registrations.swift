import Foundation
import Model
import TestSupport
import Testing

@Suite("castbook register", .timeLimit(.minutes(30)))
struct Registrations {
  private struct Desk {
    let scratch: TemporaryFolder
    let library: String

    init() throws {
      scratch = try TemporaryFolder()
      library = scratch.url.appending(path: "library").path()
      #expect(try Tool.run(["init", "--starter", library], in: scratch.url).status == 0)
    }

    func run(_ words: String...) throws -> Program.Result {
      try Tool.run(words + ["--library", library], in: scratch.url)
    }

    func json(_ words: String...) throws -> JSONValue {
      let result = try Tool.run(words + ["--json", "--library", library], in: scratch.url)
      return try JSONParser.parse(Array(result.output.utf8))
    }

    func write(_ text: String, to name: String) throws {
      try Data(text.utf8).write(to: scratch.url.appending(path: name))
    }
  }

  @Test("notes an id for a revision, once, and takes it back")
  func register() throws {
    let desk = try Desk()
    let made = try desk.run("register", "@mira", "--at", "kling", "--id", "8412")
    #expect(made.output == "@mira:1  element 8412 at kling (main)\n")
    let again = try desk.run("register", "@mira", "--at", "kling", "--id", "8412")
    #expect(again.output.hasSuffix(", already recorded\n"))
    let voice = try desk.run(
      "register", "@mira_voice", "--at", "fal", "--id", "v_1", "--account", "studio", "--expires",
      "2199-12-31")
    #expect(
      voice.output == "@mira_voice:1  voice v_1 at fal (studio), until 31 Dec 2199\n")
    let list = try desk.json("registrations")["registrations"]?.array ?? []
    #expect(list.map { $0["id"]?.string } == ["8412", "v_1"])
    #expect(list.allSatisfy { $0["state"]?.string == "current" })
    let back = try desk.run("unregister", "@mira", "--at", "kling")
    #expect(back.output.hasSuffix(": removed\n"))
    #expect(try desk.json("registrations")["registrations"]?.array?.count == 1)
    #expect(
      try desk.run("unregister", "@mira", "--at", "kling").output
        == "not registered there\n")
  }

  @Test("reports outdated and expired ids, for changes that a provider sees")
  func states() throws {
    let desk = try Desk()
    #expect(try desk.run("register", "@mira", "--at", "kling", "--id", "1").status == 0)
    #expect(
      try desk.run("register", "@mug", "--at", "kling", "--id", "2", "--expires", "2020-01-01")
        .status == 0)
    func states() throws -> [String] {
      (try desk.json("registrations")["registrations"]?.array ?? []).map {
        "\($0["handle"]?.string ?? "") \($0["state"]?.string ?? "")"
      }
    }
    #expect(try desk.run("edit", "@mira", "--notes", "tall").status == 0)
    #expect(try states() == ["mira current", "mug expired"])
    #expect(try desk.run("edit", "@mira", "--order", "2,1,3,4").status == 0)
    #expect(try states() == ["mira behind", "mug expired"])
    let strict = try desk.run("registrations", "--strict")
    #expect(strict.status == 1)
    #expect(strict.output.contains("registration.behind"))
    // The registered revision is still the one at the provider.
    try desk.write("@mira:1 walks", to: "old.md")
    try desk.write("@mira walks", to: "new.md")
    let old = try desk.json("prompt", "old.md", "--for", "kling-official")
    #expect(old["remotes"]?.array?.first?["id"]?.string == "1")
    let new = try desk.json("prompt", "new.md", "--for", "kling-official")
    #expect(new["remotes"]?.array?.first?["id"] == nil)
    #expect(
      new["findings"]?.array?.contains { $0["rule"]?.string == "registration.behind" } == true)
  }

  @Test("takes many from a list, all or nothing")
  func list() throws {
    let desk = try Desk()
    try desk.write(
      #"[{"element": "@mira", "at": "kling", "id": "1"}, {"element": "@mug", "at": "fal", "id": "2", "account": "b"}]"#,
      to: "ids.json")
    let made = try desk.run("register", "--from", "ids.json")
    #expect(made.status == 0)
    #expect(made.output.split(separator: "\n").count == 2)
    try desk.write(
      #"[{"element": "@mira", "at": "kling", "id": "9"}, {"element": "@nobody", "at": "fal", "id": "2"}]"#,
      to: "bad.json")
    #expect(try desk.run("register", "--from", "bad.json").status == 2)
    #expect(try desk.json("registrations")["registrations"]?.array?.count == 2)
  }

  @Test(
    "reports what is wrong",
    arguments: [
      (["register", "@mira", "--id", "1"], "--at kling --send, or with --id ID"),
      (["register", "@mira", "--at", "klnig", "--id", "1"], "unknown target \"klnig\""),
      (
        ["register", "@mira", "--at", "kling", "--id", "1", "--kind", "voice"],
        "can't be registered as voice"
      ),
      (["register", "@mira", "--at", "kling", "--id", " "], "an id can't be empty"),
      (["register", "--blob", "00000000", "--at", "kie", "--id", "1"], "no file in this library"),
      (["register", "@mira", "--at", "kling", "--id", "1", "--expires", "soon"], "is not a date"),
      (["register", "--from", "none.json"], "no such file"),
    ])
  func wrong(words: [String], message: String) throws {
    let desk = try Desk()
    let result = try Tool.run(words + ["--library", desk.library], in: desk.scratch.url)
    #expect(result.status == 2)
    #expect(result.errors.contains(message), "\(result.errors)")
  }
}
