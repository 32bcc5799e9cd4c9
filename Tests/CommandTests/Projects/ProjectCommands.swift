import Foundation
import Model
import TestSupport
import Testing

@Suite("The commands of projects")
struct ProjectCommands {
  @Test("list the projects of a library, and where one was moved to")
  func projects() throws {
    let film = try Film()
    #expect(
      try film.run("projects").output
        == "no projects: castbook use @HANDLE, in a project's folder, pins an element\n")
    try film.run("use", "@mug")
    try film.run("edit", "@mug", "--drop", "2")
    #expect(
      film.plain(try film.run("projects").output) == """
          ! FILM  1 pin: 1 behind
        1 project

        """)
    let moved = film.folder.deletingLastPathComponent().appending(path: "elsewhere")
    try FileManager.default.moveItem(at: film.folder, to: moved)
    func run(_ words: String...) throws -> Program.Result {
      try Tool.run(["projects", "--library", film.library] + words, in: moved)
    }
    #expect(try run().output.contains("where it is now: castbook projects --project DIR"))
    let found = try run("--project", moved.path())
    #expect(found.status == 0 && found.output.contains("elsewhere  1 pin: 1 behind"))
    #expect(try run("--project", film.library).status == 3)
  }

  @Test("report what use, status, update and unuse did")
  func texts() throws {
    let film = try Film()
    var result = try film.run("status")
    #expect(result.status == 3)
    #expect(
      film.plain(result.errors)
        == "castbook: no castbook.lock in FILM or above it. Create one here: castbook use "
        + "@HANDLE; or name the project's folder: --project DIR.\n")
    result = try film.run("use", "@mira_coat", "@mug")
    #expect(result.status == 0)
    #expect(
      film.plain(result.output) == """
        created FILMcastbook.lock; commit it
        @mira_coat   pinned at revision 1
        @mug         pinned at revision 1
        @mira        pinned at revision 2, the element @mira_coat is a look of
        @mira_voice  pinned at revision 1, the voice of @mira

        """)
    #expect(result.errors.isEmpty)
    try film.run("edit", "@mug", "--drop", "2", "--tag", "hero")
    try film.run("edit", "@mira", "--notes", "hers")
    result = try film.run("status")
    #expect(result.status == 0)
    #expect(
      film.plain(result.output) == """
          ✓ @mira        revision 2, latest 3  Mira
              only notes changed: notes: hers
          ✓ @mira_coat   revision 1            Mira coat
          ✓ @mira_voice  revision 1            Mira voice
          ! @mug         revision 1, latest 2  Mug
            ! revision 2 changes what providers get: castbook update @mug                           pin.behind
              mug-top.jpg dropped (top)
              notes changed, too: tag hero
        FILM: 4 pins: 1 behind, 3 current

        """)
    #expect(try film.run("status", "--strict").status == 1)
    #expect(
      film.plain(try film.run("use", "@mug").output)
        == "@mug  stays at revision 1 (latest: 2): castbook update @mug\n")
    #expect(
      film.plain(try film.run("update", "@mug").output) == """
        @mug  revision 1 → 2
          mug-top.jpg dropped (top)
          notes changed, too: tag hero

        """)
    #expect(try film.run("status", "--strict").status == 0)
    #expect(
      film.plain(try film.run("unuse", "@mira_coat").output) == """
        @mira_coat   no longer pinned, was revision 1
        @mira        unpinned, as no other pin needs it: the element @mira_coat is a look of, was \
        revision 2
        @mira_voice  unpinned, as no other pin needs it: the voice of @mira, was revision 1
        To keep those: castbook use @mira:2 @mira_voice:1

        """)
    #expect(try film.pins == ["mug:2"])
  }

  @Test("lead with where-used from an element to projects, and from a file to elements")
  func whereUsed() throws {
    let film = try Film()
    #expect(try film.run("where-used", "@mug").output == "@mug is not used yet\n")
    try film.run("use", "@mug", "@mira")
    try film.run("edit", "@mug", "--drop", "2")
    #expect(
      film.plain(try film.run("where-used", "@mug").output) == """
        @mug  Mug
          Pinned by projects
            FILM  @mug:1  TIME UTC

        """)
    let file = Fixtures.folder.appending(path: "starter/mug-top.jpg").path()
    let lines = film.plain(try film.run("where-used", file).output).split(separator: "\n")
    #expect(
      lines.dropFirst() == [
        "  Pinned by projects", "    FILM  @mug:1  TIME UTC", "  File of elements",
        "    @mug  top  revision 1, no longer",
      ])
    let digest = try #require(try film.json("where-used", file)["sha256"]?.string)
    for word in [digest, String(digest.prefix(9)), "sha256-\(digest.prefix(8).uppercased())"] {
      #expect(try film.json("where-used", word)["sha256"]?.string == digest)
    }
    #expect(try film.run("where-used", "00000000").status == 2)
    let other = Fixtures.folder.appending(path: "trouble/mira-wide.jpg").path()
    #expect(try film.run("where-used", other).output.contains("not used in this library"))
    #expect(try film.run("where-used", "none.jpg").status == 2)
    #expect(
      try film.run("where-used", "@mugg").errors
        == "castbook: no element @mugg in this library. Did you mean @mug?\n")
  }

  @Test(
    "fail with an exit code and a rule of their own",
    arguments: [
      (["use", "@mirra"], 2, "element.unknown"), (["use", "refs/mira"], 2, "usage"),
      (["use"], 2, "usage"), (["unuse", "@mira"], 3, "project.none"),
      (["update"], 3, "project.none"), (["status"], 3, "project.none"),
      (["use", "@mira:9"], 2, "element.unknown-revision"),
      (["use", "@mira:2", "@mira:1"], 2, "usage"),
      (["use", "@mira", "--project", "nowhere"], 3, "project.none"),
      (["status", "--project", "."], 3, "project.none"),
      (["where-used", "@"], 2, "usage"), (["where-used"], 2, "usage"),
    ] as [([String], Int32, String)])
  func failures(words: [String], exit: Int32, rule: String) throws {
    let film = try Film()
    let result = try Tool.run(words + ["--json"], in: film.folder, environment: film.environment)
    #expect(result.status == exit)
    let value = try JSONParser.parse(Array(result.output.utf8))
    #expect(value["castbook"]?.string == "error/1")
    #expect(value["rule"]?.string == rule)
    #expect(value["fix"]?.string?.isEmpty == false)
    #expect(!FileManager.default.fileExists(atPath: film.folder.path() + "/castbook.lock"))
  }

  @Test("end with 1 for a missing pin and for rights that have ended")
  func exits() throws {
    let film = try Film()
    try film.run("use", "@mug")
    try film.run("edit", "@mug", "--expires", "2020-01-01")
    let result = try film.run("status")
    #expect(result.status == 1)
    #expect(result.output.contains("rights expired on 1 Jan 2020"))
    #expect(result.output.contains("rights.expired"))
    let other = film.scratch.path("other").text
    #expect(try film.run("init", other).status == 0)
    let missing = try film.run("status", "--library", other)
    #expect(missing.status == 1)
    #expect(missing.output.contains("is not in this library: restore it from a backup"))
    #expect(try film.run("update", "--library", other).status == 1)
    #expect(try film.run("update", "@mug", "--library", other).status == 1)
    #expect(try film.pins == ["mug:1"])
  }

  @Test("report what is wrong with a lock file, by its line")
  func brokenLock() throws {
    let film = try Film()
    try film.run("use", "@mug", "@mira")
    let file = film.folder.appending(path: "castbook.lock")
    let good = try film.lock
    try Data((good + "<<<<<<< HEAD\n").utf8).write(to: file)
    let result = try film.run("use", "@mira_coat")
    #expect(result.status == 3)
    #expect(
      film.plain(result.errors)
        == "castbook: FILMcastbook.lock, line 7: \"<<<<<<< HEAD\": a merge is not finished. Keep the "
        + "pins of both sides and remove the conflict markers; Git does this itself with "
        + "castbook.lock merge=union in .gitattributes.\n")
    try Data(good.replacing("format 1", with: "format 3").utf8).write(to: file)
    #expect(try film.json("status")["rule"]?.string == "project.lock-newer")
  }

  @Test("print one object each, with the keys that docs/json.md names")
  func objects() throws {
    let film = try Film()
    let document = try String(
      contentsOf: Fixtures.repository.appending(path: "docs/json.md"), encoding: .utf8)
    let documented = Set(document.matches(of: /`([A-Za-z_0-9]+)\??`/).map { String($0.1) })
    let file = Fixtures.folder.appending(path: "starter/mug-top.jpg").path()
    var values = [try film.json("use", "@mira_coat", "@mug")]
    #expect(values[0]["castbook"]?.string == "use/2")
    #expect(values[0]["made"]?.boolean == true)
    #expect(values[0]["noted"]?.boolean == true)
    #expect(values[0]["pins"]?.array?.count == 4)
    #expect(values[0]["pins"]?.array?[3]["as"]?.string == "voice")
    try film.run("edit", "@mug", "--drop", "2", "--tag", "hero")
    values.append(try film.json("status"))
    #expect(values[1]["summary"]?["behind"]?.integer == 1)
    values.append(try film.json("update"))
    let moved = try #require(
      values[2]["pins"]?.array?.first { $0["change"]?.string == "moved" })
    #expect(moved["before"]?["revision"]?.integer == 1)
    #expect(moved["seen"]?.array?.count == 1)
    #expect(moved["unseen"]?.array?.compactMap(\.string) == ["tag hero"])
    values += [
      try film.json("unuse", "@mira_coat"), try film.json("where-used", "@mug"),
      try film.json("where-used", file),
    ]
    #expect(
      values.compactMap { $0["castbook"]?.string } == [
        "use/2", "status/2", "update/2", "unuse/2", "where-used/2", "where-used/2",
      ])
    let keys = values.reduce(into: Set<String>()) { $0.formUnion(Self.keys(of: $1)) }
    let unnamed = keys.subtracting(documented).sorted()
    #expect(unnamed == [], "docs/json.md does not name them")
  }

  private static func keys(of value: JSONValue) -> Set<String> {
    if let values = value.array { return values.reduce(into: []) { $0.formUnion(keys(of: $1)) } }
    return (value.members ?? []).reduce(into: []) { keys, member in
      keys.insert(member.key)
      keys.formUnion(Self.keys(of: member.value))
    }
  }

  @Test("find the project from a folder below, and in a folder that is named")
  func places() throws {
    let film = try Film()
    try film.run("use", "@mug")
    let deep = film.folder.appending(path: "shots/one")
    try FileManager.default.createDirectory(at: deep, withIntermediateDirectories: true)
    let below = try Tool.run(["use", "@mira"], in: deep, environment: film.environment)
    #expect(below.status == 0)
    #expect(try film.pins == ["mira:2", "mira_voice:1", "mug:1"])
    let named = try Tool.run(
      ["use", "@mug", "--project", "."], in: deep, environment: film.environment)
    #expect(named.output.hasPrefix("created "))
    let away = try Tool.run(
      ["status", "--project", film.folder.path()], in: film.scratch.url,
      environment: film.environment)
    #expect(away.status == 0)
    #expect(away.output.contains("3 pins: 3 current"))
  }

  @Test("say once, in a Git repository, how pins merge")
  func git() throws {
    let film = try Film()
    try FileManager.default.createDirectory(
      at: film.scratch.url.appending(path: ".git"), withIntermediateDirectories: false)
    let result = try film.run("use", "@mug")
    #expect(
      result.errors
        == "castbook: to let Git merge the pins of branches: echo 'castbook.lock "
        + "merge=union' >> .gitattributes.\n")
    #expect(try film.run("use", "@mira").errors.isEmpty)
  }

  @Test(
    "say nothing of merging if Git is configured already",
    arguments: [
      (".gitattributes", "*.png binary\ncastbook.lock  merge=union\n", true),
      (".gitattributes", "/film/castbook.lock text merge=union", true),
      (".gitattributes", "**/castbook.lock merge=union\n", true),
      (".git/info/attributes", "*.lock merge=union\n", true),
      ("film/.gitattributes", "castbook.lock merge=union\ncastbook.lock -merge\n", false),
      (".gitattributes", "castbook.lock text\n# castbook.lock merge=union\n", false),
      (".gitattributes", "/castbook.lock merge=union\n", false),
    ])
  func gitKnows(file: String, text: String, isKnown: Bool) throws {
    let film = try Film()
    try FileManager.default.createDirectory(
      at: film.scratch.url.appending(path: ".git/info"), withIntermediateDirectories: true)
    try film.scratch.write(text, to: file)
    #expect(try film.run("use", "@mug").errors.isEmpty == isKnown)
  }

  @Test("give advice on Git that works from the current folder")
  func gitElsewhere() throws {
    let film = try Film()
    let top = film.scratch.url
    try FileManager.default.createDirectory(
      at: top.appending(path: ".git"), withIntermediateDirectories: false)
    try film.scratch.write("*.png binary", to: "film/.gitattributes")
    let advice = try Tool.run(
      ["use", "@mug", "--project", "film"], in: top, environment: film.environment
    ).errors
    let command = try #require(advice.split(separator: ": ").last).dropLast(2)
    let shell = try Tool.run(
      program: URL(filePath: "/bin/sh"), ["-c", String(command)], in: top)
    #expect(shell.status == 0, "\(command)")
    let attributes = try film.scratch.text("film/.gitattributes")
    #expect(attributes == "*.png binary\ncastbook.lock merge=union\n")
  }

  @Test("accept the lock file itself as its folder")
  func lockFile() throws {
    let film = try Film()
    try film.run("use", "@mug")
    #expect(try film.run("status", "--project", "castbook.lock").status == 0)
    let away = try Tool.run(
      ["use", "@mira", "--project", "film/castbook.lock"], in: film.scratch.url,
      environment: film.environment)
    #expect(away.status == 0, "\(away.errors)")
    #expect(try film.pins == ["mira:2", "mira_voice:1", "mug:1"])
  }

  @Test("lose no pin when eight run concurrently")
  func atOnce() async throws {
    let film = try Film()
    let names = (1...8).map { "@thing\($0)" }
    for name in names { try film.run("add", "product", name, "--empty") }
    let folder = film.folder
    let environment = film.environment
    await withTaskGroup(of: Int32?.self) { group in
      for name in names {
        group.addTask {
          try? Tool.run(["use", name], in: folder, environment: environment).status
        }
      }
      for await status in group { #expect(status == 0) }
    }
    #expect(try film.pins == names.map { "\($0.dropFirst()):1" })
    for name in names {
      #expect(try film.json("where-used", name)["projects"]?.array?.count == 1)
    }
  }
}
