import Foundation
import Model
import TestSupport
import Testing

/// Two people with a library each, who change the same elements and send each other packs.
struct TwoPeople {
  let scratch: TemporaryFolder
  static let starter = Fixtures.folder.appending(path: "starter")

  /// Both libraries have @mira with two files, and @mug.
  init() throws {
    scratch = try TemporaryFolder()
    for person in ["ana", "ben"] { #expect(try run(person, "init").status == 0) }
    try ana("add", "character", "@mira", picture("mira-front"), picture("mira-right"))
    try ana("add", "product", "@mug", picture("mug-front"))
    try ana("pack", "@mira", "@mug", "-o", "first.zip")
    try ben("import", "first.zip")
  }

  func picture(_ name: String) -> String { Self.starter.appending(path: "\(name).jpg").path() }

  private func run(_ person: String, _ words: [String]) throws -> Program.Result {
    try Tool.run(
      words, in: scratch.url,
      environment: [
        "CASTBOOK_LIBRARY": scratch.url.appending(path: person).path(),
        "CASTBOOK_BY": person.capitalized,
      ])
  }

  func run(_ person: String, _ words: String...) throws -> Program.Result { try run(person, words) }

  /// Runs a command that must succeed.
  @discardableResult
  func ana(_ words: String...) throws -> String { try works("ana", words) }

  @discardableResult
  func ben(_ words: String...) throws -> String { try works("ben", words) }

  private func works(_ person: String, _ words: [String]) throws -> String {
    let result = try run(person, words)
    try #require(result.status == 0, "\(person) \(words): \(result.errors)")
    return result.output
  }

  func json(_ person: String, _ words: String...) throws -> JSONValue {
    let result = try run(person, words + ["--json"])
    try #require(result.status == 0, "\(person) \(words): \(result.errors)")
    return try JSONParser.parse(Array(result.output.utf8))
  }

  /// Ana tags @mira and renames her; Ben adds a file, writes notes and gives her another name.
  /// Ana's pack is ready to import.
  func part() throws {
    try ana("edit", "@mira", "--tag", "hero", "--name", "Mira Okafor", "--role", "2=left")
    try ben("add", "character", "@mira", picture("mira-back"))
    try ben("edit", "@mira", "--notes", "of Lisbon", "--name", "Mira O.")
    try ana("edit", "@mug", "--name", "Cup")
    try ana("add", "product", "@cup", picture("mug-top"))
    try ana("pack", "@mira", "@mug", "@cup", "-o", "ana.zip")
  }

  func faults(_ person: String) throws -> [String] {
    (try json(person, "doctor")["findings"]?.array ?? []).compactMap { $0["rule"]?.string }
      .filter { !["library.leftover", "library.unused"].contains($0) }
  }

  /// The sides of a fork: letter, revision, and user.
  func sides(_ person: String, _ handle: String = "@mira") throws -> [String] {
    (try json(person, "show", handle)["fork"]?["sides"]?.array ?? []).map { side in
      "\(side["side"]?.string ?? "") \(side["sha256"]?.string ?? "") \(side["by"]?.string ?? "")"
    }
  }
}

@Suite("Two people, one character", .timeLimit(.minutes(30)))
struct Colleagues {
  @Test("An import forks what both changed, and everything else of the pack arrives")
  func forked() throws {
    let two = try TwoPeople()
    try two.part()
    let outcome = try two.run("ben", "import", "ana.zip")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines[0] == "  @mira  character, changed in both libraries: forked")
    #expect(lines[1].hasPrefix("         A  from the pack, revision 2 of "))
    #expect(lines[1].hasSuffix(" by Ana") && lines[2].hasSuffix(" by Ben"))
    #expect(lines[2].hasPrefix("         B  yours, revision 3 of "))
    #expect(
      lines[3...4] == [
        "  @mug   product, updated to revision 2", "  @cup   product, new, revision 1",
      ])
    let last = try #require(lines.last)
    #expect(last.hasPrefix("! @mira is forked: castbook show @mira compares both sides"))
    #expect(try two.ben("show", "@cup").contains("revision 1"))
    // Both libraries give the sides the same letters.
    try two.ben("pack", "@mug", "-o", "mug.zip")
    #expect(try two.faults("ben") == ["element.forked"])
    let sides = try two.sides("ben")
    #expect(sides.count == 2 && sides[0].hasSuffix(" Ana") && sides[1].hasSuffix(" Ben"))
    let again = try two.ben("import", "ana.zip")
    #expect(again.contains("@mira  character, unchanged"))
    #expect(try two.sides("ben") == sides)
  }

  @Test("list, show and JSON show both sides, what each changed, and what a merge would decide")
  func shown() throws {
    let two = try TwoPeople()
    try two.part()
    try two.ben("import", "ana.zip")
    let list = try two.ben("list")
    #expect(
      list.contains("! forked (side A, sha256-") && list.contains("! forked (side B, sha256-"))
    let listed = try two.json("ben", "list")["elements"]?.array ?? []
    #expect(Set(listed.compactMap { $0["side"]?.string }) == ["A", "B"])
    let show = try two.ben("show", "@mira")
    for words in [
      "\n     name: Mira → Mira Okafor\n     mira-right.jpg: right → left\n     tag hero\n",
      "\n     file 3 added: mira-back.jpg (back)\n     notes: of Lisbon\n",
      "\n    name: “Mira O.” (B, newer), not “Mira Okafor” (A)\n",
      "castbook edit @mira --merge", "castbook edit @mira --keep A or --keep B",
    ] { #expect(show.contains(words), "\(words)") }
    let fork = try #require(try two.json("ben", "show", "@mira")["fork"])
    #expect(fork["base"]?["revision"] == 1)
    #expect(fork["sides"]?.array?.first?["unseen"]?.array?.compactMap(\.string) == ["tag hero"])
    let conflict = try #require(fork["conflicts"]?.array?.first)
    #expect(conflict["what"] == "name" && conflict["kept"]?["words"] == "“Mira O.”")
    #expect(conflict["left"]?.array?.first?["sides"]?.array?.first == "A")
    for words in [
      ["check", "@mira"], ["pick", "@mira"], ["use", "@mira"], ["pack", "@mira", "-o", "x.zip"],
    ] {
      let refused = try Tool.run(
        words, in: two.scratch.url,
        environment: ["CASTBOOK_LIBRARY": two.scratch.url.appending(path: "ben").path()])
      #expect(refused.status == 1 && refused.errors.contains("castbook show @mira"), "\(words)")
    }
  }

  @Test("A merge joins both, goes back with a pack, and ends the fork there as well")
  func merged() throws {
    let two = try TwoPeople()
    try two.part()
    try two.ben("import", "ana.zip")
    try two.ben("pack", "@mug", "-o", "before.zip")
    let merged = try two.ben("edit", "@mira", "--merge")
    #expect(merged.hasPrefix("@mira, revision 4\n  merged A and B, compared with revision 1\n"))
    #expect(merged.contains("both changed; the newer one wins:\n    name: “Mira O.” (B, newer)"))
    let mira = try two.json("ben", "show", "@mira")
    #expect(mira["name"] == "Mira O." && mira["notes"] == "of Lisbon" && mira["fork"] == nil)
    #expect(mira["tags"]?.array?.compactMap(\.string) == ["hero"])
    #expect(
      (mira["files"]?.array ?? []).compactMap { $0["role"]?.string } == ["front", "left", "back"])
    let log = try two.ben("log", "@mira")
    #expect(log.contains("tag hero") && log.contains("merged with") && log.contains("by Ana"))
    #expect(try two.faults("ben") == [])
    // Ana has changed nothing since, so the merge comes after her revision; then after a new change
    // of hers, too.
    try two.ben("pack", "@mira", "-o", "ben.zip")
    try two.ana("edit", "@mira", "--description", "A courier")
    let second = try two.ana("import", "ben.zip")
    #expect(second.contains("changed in both libraries: forked"))
    #expect(try two.ana("edit", "@mira", "--merge").contains("merged A and B"))
    let joined = try two.json("ana", "show", "@mira")
    #expect(joined["description"] == "A courier" && joined["name"] == "Mira O.")
    try two.ana("pack", "@mira", "-o", "ana2.zip")
    #expect(try two.ben("import", "ana2.zip").contains("updated to revision"))
    let (one, other) = (try two.json("ana", "show", "@mira"), try two.json("ben", "show", "@mira"))
    #expect(one["sha256"] == other["sha256"])
    #expect(try two.faults("ana") == [] && two.faults("ben") == [])
  }

  @Test("A merge says what it retires, and what else the same edit changed")
  func retired() throws {
    let two = try TwoPeople()
    try two.ana("remove", "@mira")
    try two.ana("pack", "@mira", "-o", "gone.zip")
    try two.ben("edit", "@mira", "--notes", "of Lisbon")
    #expect(try two.ben("import", "gone.zip").contains("forked"))
    let merged = try two.ben("edit", "@mira", "--merge", "--tag", "hero")
    #expect(merged.contains("\n  tag hero\n"))
    #expect(merged.hasSuffix("  it is retired because one side was: castbook restore @mira\n"))
    try two.ben("restore", "@mira")
    let mira = try two.json("ben", "show", "@mira")
    #expect(mira["notes"] == "of Lisbon" && mira["tags"]?.array?.count == 1)
  }

  @Test("One side is kept; the other stays in the history and can be restored")
  func kept() throws {
    let two = try TwoPeople()
    try two.part()
    try two.ben("import", "ana.zip")
    let other = try two.run("ben", "edit", "@mira", "--keep", "C")
    #expect(other.status == 2 && other.errors.contains("its sides are A, B"))
    #expect(try two.run("ben", "edit", "@mira", "--keep", "A", "--merge").status == 2)
    // The numbers and names of files would be ambiguous.
    for word in ["1", "mira-front.jpg"] {
      let files = try two.run("ben", "edit", "@mira", "--keep", "A", "--drop", word)
      #expect(
        files.status == 2 && files.errors.contains("have different file numbers"),
        "\(files.errors)")
    }
    let kept = try two.json("ben", "edit", "@mira", "--keep", "a")
    #expect(kept["fork"]?["end"] == "keep" && kept["fork"]?["kept"] == "A")
    #expect(kept["changes"]?.array == [])
    let mine = try #require(kept["merged"]?.array?.first?["sha256"]?.string)
    #expect(try two.json("ben", "show", "@mira")["name"] == "Mira Okafor")
    #expect(try two.run("ben", "edit", "@mira", "--keep", "A").errors.contains("is not forked"))
    // Each side was revision 2 or 3; a number that two revisions have requires a digest.
    let number = try two.run("ben", "show", "@mira:2")
    #expect(number.status == 1 && number.errors.contains("means 2 revisions"))
    #expect(number.errors.contains("castbook log @mira shows what each changed"))
    try two.ben("restore", "@mira:sha256-\(mine)")
    #expect(try two.json("ben", "show", "@mira")["name"] == "Mira O.")
    #expect(try two.faults("ben") == [])
  }

  @Test("A third person's version makes a third side")
  func threeSides() throws {
    let two = try TwoPeople()
    try FileManager.default.copyItem(
      at: two.scratch.url.appending(path: "ana"), to: two.scratch.url.appending(path: "cy"))
    try two.part()
    #expect(try two.run("cy", "edit", "@mira", "--description", "third").status == 0)
    #expect(try two.run("cy", "pack", "@mira", "-o", "cy.zip").status == 0)
    try two.ben("import", "ana.zip")
    let third = try two.ben("import", "cy.zip")
    #expect(third.contains("\n         C  from the pack, revision 2 of "), "\(third)")
    #expect(try two.sides("ben").map { $0.prefix(1) } == ["A", "B", "C"])
    #expect(try two.ben("edit", "@mira", "--merge").contains("merged A and B and C"))
    let mira = try two.json("ben", "show", "@mira")
    #expect(mira["description"] == "third" && mira["notes"] == "of Lisbon")
    #expect(mira["tags"]?.array?.compactMap(\.string) == ["hero"])
    try two.ben("pack", "@mira", "-o", "all.zip")
    #expect(try two.ana("import", "all.zip").contains("updated to revision"))
  }

  @Test("Pins, checks, exports and backups work through a fork and after it")
  func joints() throws {
    let two = try TwoPeople()
    let film = two.scratch.url.appending(path: "film")
    try FileManager.default.createDirectory(at: film, withIntermediateDirectories: false)
    try two.ben("edit", "@mira", "--basis", "own")
    try two.ben("use", "@mira", "--project", "film")
    try two.part()
    try two.ben("import", "ana.zip")
    let status = try two.run("ben", "status", "--project", "film")
    #expect(status.status == 0, "\(status.errors)")
    #expect(
      status.output.contains("element.forked") && status.output.contains("the pin still works"))
    try Data("Shot 1 (5s): @mira crosses the lobby.\n".utf8).write(
      to: film.appending(path: "lobby.md"))
    let export = { (to: String) in
      try two.run(
        "ben", "export", "film/lobby.md", "--for", "kling-o3", "--project", "film", "-o", to)
    }
    let during = try export("during")
    #expect(during.status == 0, "\(during.errors)\n\(during.output)")
    #expect(try two.run("ben", "backup", "backup").status == 0)
    try two.ben("edit", "@mira", "--merge")
    for words in [["check", "@mira"], ["pick", "@mira"], ["update", "--project", "film"]] {
      let result = try Tool.run(
        words, in: two.scratch.url,
        environment: ["CASTBOOK_LIBRARY": two.scratch.url.appending(path: "ben").path()])
      #expect(result.status == 0, "\(words): \(result.errors)")
    }
    #expect(try export("after").status == 0)
    let bundles = try FileManager.default.contentsOfDirectory(
      atPath: two.scratch.url.appending(path: "during").path())
    #expect(bundles.count == 1)
    #expect(try two.run("ben", "bundle", "verify", "during/\(bundles.first ?? "")").status == 0)
    // The earlier backup has the fork, the next one its end.
    let backup = two.scratch.url.appending(path: "backup").path()
    let forked = try Tool.run(["list", "--library", backup], in: two.scratch.url)
    #expect(forked.output.contains("! forked (side A"))
    #expect(try two.run("ben", "backup", "backup").status == 0)
    let ended = try Tool.run(["list", "--library", backup], in: two.scratch.url)
    #expect(!ended.output.contains("forked"))
  }

  @Test("Histories with nothing in common are joined without losing anything")
  func noCommonRevision() throws {
    let two = try TwoPeople()
    try two.part()
    #expect(
      try two.run("ben", "forget", "@mira", "--before", "3", "--reason", "tidy", "--yes").status
        == 0)
    let refused = try two.run("ben", "import", "ana.zip")
    #expect(refused.status == 2)
    #expect(
      refused.errors.contains("its revisions before 3 were deleted here"), "\(refused.errors)"
    )
    try two.ana("edit", "@mira", "--description", "A courier")
    try two.ana("pack", "@mira", "-o", "later.zip")
    #expect(try two.ben("import", "later.zip").contains("forked"))
    let show = try two.ben("show", "@mira")
    #expect(show.contains("No common revision in this library"))
    let merged = try two.ben("edit", "@mira", "--merge")
    #expect(merged.contains("no common revision in this library"))
    let mira = try two.json("ben", "show", "@mira")
    #expect(mira["description"] == "A courier" && mira["notes"] == "of Lisbon")
    #expect(mira["files"]?.array?.count == 3)
    // In the other direction the beginning is missing in the pack.
    try two.ben("edit", "@mira", "--notes", "ours")
    let third = try TwoPeople()
    try third.part()
    try third.ana("edit", "@mira", "--description", "A courier")
    #expect(
      try third.run("ana", "forget", "@mira", "--before", "3", "--reason", "tidy", "--yes").status
        == 0)
    try third.ana("pack", "@mira", "-o", "short.zip")
    let short = try third.run("ben", "import", "short.zip")
    #expect(short.status == 2 && short.errors.contains("--as mira=@NEW"), "\(short.errors)")
    #expect(try third.faults("ben") == [])
  }

  @Test("One element of many is imported under another name")
  func renamed() throws {
    let two = try TwoPeople()
    try two.part()
    let plain = try two.run("ben", "import", "ana.zip", "--as", "@mira_b")
    #expect(plain.status == 2 && plain.errors.contains("--as mira=@mira_b"), "\(plain.errors)")
    let wrong = try two.run("ben", "import", "ana.zip", "--as", "mirra=@mira_b")
    #expect(wrong.status == 2 && wrong.errors.contains("Did you mean mira?"), "\(wrong.errors)")
    let taken = try two.run("ben", "import", "ana.zip", "--as", "cup=@mug")
    #expect(taken.status == 2 && taken.errors.contains("@mug is already in use"), "\(taken.errors)")
    let itself = try two.run("ben", "import", "ana.zip", "--as", "mira=@mira")
    #expect(
      itself.status == 2 && itself.errors.contains("@mira is already in use"), "\(itself.errors)")
    let twice = try two.run("ben", "import", "ana.zip", "--as", "cup=@one", "--as", "mira=@one")
    #expect(twice.status == 1 && twice.errors.contains("share the name @one"), "\(twice.errors)")
    #expect(try two.ben("log", "@mug").contains("@mug:2") == false)
    let words = try two.ben("import", "ana.zip", "--as", "@mira=@mira_b", "--as", "cup=@becher")
    #expect(words.contains("@mira_b  character, imported as new, @mira in the pack"))
    #expect(words.contains("@mug     product, updated to revision 2"))
    #expect(try two.json("ben", "show", "@mira_b")["name"] == "Mira Okafor")
    #expect(try two.json("ben", "show", "@becher")["revision"] == 1)
    #expect(try two.sides("ben") == [])
    #expect(try two.faults("ben") == [])
  }

  @Test("What a renamed element needs keeps its link, or the command says which name is missing")
  func renamedNeeds() throws {
    let two = try TwoPeople()
    let voice = Fixtures.folder.appending(path: "starter/mira-voice.wav").path()
    try two.ana("add", "voice", "@mira_voice", voice)
    try two.ana("bind", "@mira", "@mira_voice")
    try two.ana("pack", "@mira", "-o", "voice.zip")
    let refused = try two.run("ben", "import", "voice.zip", "--as", "mira_voice=@v2")
    #expect(refused.status == 2 && refused.errors.contains("--as mira=@NEW"), "\(refused.errors)")
    try two.ben("import", "voice.zip", "--as", "mira_voice=@v2", "--as", "mira=@mira2")
    #expect(try two.json("ben", "show", "@mira2")["voice"] == "v2")
    #expect(try two.faults("ben") == [])
  }

  @Test("A dry run reports what an import does, and writes nothing, not even a library")
  func dryRun() throws {
    let two = try TwoPeople()
    try two.part()
    let before = try two.ben("list", "--json") + two.ben("log", "@mira", "--json")
    let words = try two.ben("import", "ana.zip", "--dry-run")
    #expect(words.contains("@mira  character, changed in both libraries: would be forked"))
    #expect(words.contains("@mug   product, would be updated to revision 2"))
    #expect(
      words.hasSuffix("3 elements, 1 new file (97 kB) would be imported; no files were written\n"),
      "\(words)")
    #expect(try two.ben("list", "--json") + two.ben("log", "@mira", "--json") == before)
    #expect(try two.faults("ben") == [])
    let preview = try two.json("ben", "import", "ana.zip", "--dry-run")
    #expect(preview["dryRun"] == true)
    let real = try two.json("ben", "import", "ana.zip")
    #expect(real["dryRun"] == nil)
    for key in ["elements", "newFileCount", "newBytes", "leftRegistrationCount"] {
      #expect(preview[key] == real[key], "\(key)")
    }
    let none = try two.json("nobody", "import", "ana.zip", "--dry-run")
    #expect(
      none["elements"]?.array?.compactMap { $0["change"]?.string } == ["added", "added", "added"])
    #expect(none["newFileCount"] == 4)
    #expect(
      !FileManager.default.fileExists(atPath: two.scratch.url.appending(path: "nobody").path()))
  }
}
