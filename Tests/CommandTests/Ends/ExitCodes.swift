import CommandLineKit
import Foundation
import Model
import TestSupport
import Testing

@testable import CastbookCommand

/// Exit codes have one meaning for all commands, and `docs/exit-codes.md` lists all of them.
@Suite("Exit codes", .timeLimit(.minutes(30)))
struct ExitCodes {
  /// A command line in a film-maker's folder, and its exit code.
  struct Case: CustomTestStringConvertible, Sendable {
    let words: [String]
    let code: Int32

    init(_ line: String, _ code: Int32) {
      words = line.split(separator: " ").map(String.init)
      self.code = code
    }

    var testDescription: String { words.joined(separator: " ") }
  }

  static let cases: [Case] = [
    .init("check good.jpg", 0), .init("check small.jpg", 1), .init("check none.jpg", 2),
    .init("check good.jpg none.jpg", 2), .init("check dangling.jpg", 2), .init("check empty", 1),
    .init("check @nobody", 2), .init("check @mira --for nobody", 2),
    .init("check good.jpg --fields summary", 0), .init("check small.jpg --fields summary", 1),
    .init("check good.jpg --brief", 0), .init("check small.jpg --brief", 1),
    .init("check small.jpg --brief --json", 2), .init("score broken.jpg --brief", 1),
    .init("score good.jpg --brief --jsonl", 2), .init("targets --brief", 0),
    .init("targets fal --brief --json", 2),
    .init("check good.jpg --fields summry", 2), .init("list --csv --fields total", 2),
    .init("score good.jpg", 0), .init("score broken.jpg", 1), .init("score none.jpg", 2),
    .init("score empty", 1), .init("score good.jpg --json --jsonl", 2),
    .init("pick @mira", 0), .init("pick empty", 1), .init("pick none.jpg", 2),
    .init("prepare good.jpg -o ready", 0), .init("prepare small.jpg -o ready", 1),
    .init("prepare none.jpg -o ready", 2), .init("prepare good.jpg", 2),
    .init("prepare empty -o ready", 1),
    .init("sort shoot", 0), .init("sort empty", 1), .init("sort none", 2),
    .init("sort shoot -o full", 3),
    .init("split sheet.jpg -o views", 0), .init("split good.jpg -o views", 1),
    .init("split none.jpg -o views", 2), .init("split sheet.jpg", 2),
    .init("voice voice.wav", 0), .init("voice good.jpg", 1), .init("voice none.wav", 2),
    .init("stills clip.mp4 -o frames", 0), .init("stills good.jpg -o frames", 1),
    .init("stills none.mp4 -o frames", 2),
    .init("sheet good.jpg -o sheet.png", 0), .init("sheet none.jpg -o sheet.png", 2),
    .init("cast-sheet -o cast.pdf", 0), .init("cast-sheet -o cast.jpg", 2),
    .init("cast-sheet @nobody -o cast.pdf", 2), .init("cast-sheet", 2),
    .init("sheet good.jpg", 2), .init("sheet voice.wav -o sheet.png", 1),
    .init("score voice.wav", 1), .init("import mug.zip --as @mug", 2), .init("import mug.zip", 0),
    .init("edit @mira:1 --drop mira-front.jpg", 0), .init("serve --port x", 2),
    .init("mcp", 0), .init("mcp shoot", 0), .init("mcp none", 2), .init("mcp good.jpg", 2),
    .init("targets", 0), .init("targets fal", 0), .init("targets nobody", 2),
    .init("targets diff kling kling-o3", 0), .init("targets diff none.json", 2),
    .init("targets learn", 0), .init("targets learn none", 2),
    .init("explain image.too-small", 0), .init("explain image.too-smal", 0),
    .init("explain nothing", 2),
    .init("init new", 0), .init("init full", 3),
    .init("add product @cup good.jpg", 0), .init("add product @cup broken.jpg", 1),
    .init("add product @cup none.jpg", 2), .init("add thing @cup good.jpg", 2),
    .init("add product @cup small.jpg --prepare --for kling", 1),
    .init("edit @mira --tag a", 0), .init("edit @nobody --tag a", 2),
    .init("bind @mira @mira_voice", 0), .init("bind @mira @mug", 2),
    .init("dismiss @mira 99 image.noisy --reason x", 2),
    .init("remove @mug", 0), .init("remove @nobody", 2), .init("restore @mira:1", 0),
    .init("restore @nobody", 2),
    .init("list", 0), .init("list --csv", 0), .init("list --json --csv", 2),
    .init("search mira", 0), .init("search xyzzy", 1),
    .init("search mira --after 9", 0), .init("show @mira", 0),
    .init("show @nobody", 2), .init("log @mira", 0), .init("similar good.jpg", 0),
    .init("similar voice.wav", 2), .init("similar good.jpg --subject", 2),
    .init("similar none.jpg", 2), .init("files @mira -o out", 0),
    .init("files @mira", 2),
    .init("use @mira", 0), .init("unuse @mira", 3), .init("update", 3), .init("status", 3),
    .init("projects", 0), .init("projects --project none", 3), .init("where-used @mira", 0),
    .init("where-used @nobody", 2),
    .init("prompt shot.md", 0), .init("prompt bad.md", 1), .init("prompt none.md", 2),
    .init("export shot.md -o out", 0), .init("export bad.md -o out", 1),
    .init("export shot.md -o out --brief", 0), .init("export bad.md -o out --brief", 1),
    .init("export shot.md -o out --brief --json", 2),
    .init("export none.md -o out", 2), .init("export shot.md", 2),
    .init("bundle verify none", 2), .init("bundle verify none broken.zip", 2),
    .init("bundle verify broken.zip", 1),
    .init("bundle diff none none", 2), .init("bundle request none", 2), .init("bundle", 2),
    .init("send none --yes", 2), .init("send broken.zip --yes", 1), .init("send out", 2),
    .init("upload none", 2), .init("upload @mira", 2), .init("upload @nobody --at fal", 2),
    .init("jobs", 0), .init("jobs --since x", 2), .init("cancel ABC123", 2),
    .init("fetch ABC123", 2),
    .init("pack @mira -o mira.zip", 0), .init("pack @nobody -o mira.zip", 2),
    .init("import none.zip", 2), .init("exports", 0), .init("exports --since x", 2),
    .init("take", 2), .init("take add none.mp4 --bundle x --result kept", 2),
    .init("take list", 0), .init("take list @nobody", 2), .init("take list --result fine", 2),
    .init("take rate 41ab9f2c kept", 2), .init("take rate none kept", 2),
    .init("take comment 41ab9f2c words", 2), .init("take comment none words --at later", 2),
    .init("take share", 2), .init("take share -o review.html", 2),
    .init("take answers none.json", 2), .init("take answers good.jpg", 2),
    .init("take watch none --once", 2), .init("take watch shoot --once", 1),
    .init("timeline shot.md -o film.otio", 0), .init("timeline none.md -o film.otio", 2),
    .init("timeline empty --dry-run", 2), .init("timeline shot.md", 2),
    .init("timeline shot.md -o none/film.otio", 3),
    .init("register @mira --at kling-official", 2), .init("unregister @nobody --at kling", 2),
    .init("registrations", 0), .init("settings", 0), .init("settings key NO_KEY --forget", 0),
    .init("settings limit many", 2), .init("settings name", 2),
    .init("remote", 3), .init("remote add team", 2), .init("remote add s3://team --ca", 2),
    .init("remote remove", 3), .init("remote machines", 3), .init("remote signers", 3),
    .init("remote policy member s3://team", 0),
    .init("remote policy king s3://team", 2), .init("remote key", 2),
    .init("remote key rotate", 3), .init("sync", 3), .init("pull", 3), .init("push", 3),
    .init("fetch @mira", 3), .init("fetch", 2), .init("gc --remote", 3),
    .init("gc --remote --dry-run", 2),
    .init("provenance good.jpg", 0), .init("provenance good.jpg --strict", 1),
    .init("provenance shot.md", 1), .init("provenance none.jpg", 2),
    .init("provenance good.jpg --trust shot.md", 2), .init("provenance", 2),
    .init("doctor", 0), .init("gc --dry-run", 0), .init("erase @nobody --yes", 2),
    .init("forget", 2), .init("backup saved", 0), .init("restore-backup none back", 2),
    .init("models", 0), .init("models add noses", 2),
    .init("models add subjects --from none.whl", 2),
    .init("models add subjects --from good.jpg", 2), .init("models remove subjects", 0),
    .init("models remove noses", 2),
    .init("completions bash", 0), .init("completions csh", 2), .init("manual", 0),
  ]

  private func film() throws -> Production {
    let film = try Production()
    for (fixture, name) in [
      ("starter/mira-front.jpg", "good.jpg"), ("trouble/mira-full-length.jpg", "small.jpg"),
      ("trouble/mira-back.jpg", "broken.jpg"), ("starter/mira-voice.wav", "voice.wav"),
      ("clips/mira.mp4", "clip.mp4"), ("starter/mira-front.jpg", "full/a.jpg"),
      ("starter/mira-front.jpg", "broken.zip"), ("starter/mira-front.jpg", "shoot/mira-1.jpg"),
      ("starter/mira-back.jpg", "shoot/mira-2.jpg"), ("starter/mug-front.jpg", "shoot/mug-1.jpg"),
      ("starter/mug-top.jpg", "shoot/mug-2.jpg"),
    ] {
      try film.take(fixture, as: name)
    }
    let sheets = Fixtures.folder.appending(path: "sheets")
    let sheet = try #require(
      FileManager.default.contentsOfDirectory(atPath: sheets.path()).sorted()
        .first { $0.hasSuffix(".jpg") })
    try film.take("sheets/\(sheet)", as: "sheet.jpg")
    try FileManager.default.createDirectory(
      at: film.folder.appending(path: "empty"), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: film.folder.appending(path: "dangling.jpg").path(),
      withDestinationPath: "nowhere.jpg")
    try film.write("---\ntarget: kling-o3\n---\n@mira waves.\n", to: "shot.md")
    try film.write("---\ntarget: kling-o3\n---\n@nobody waves.\n", to: "bad.md")
    return film
  }

  @Test("of a command line", arguments: cases)
  func code(one: Case) throws {
    let film = try film()
    if one.words.contains("mug.zip") { _ = try film.run("pack", "@mug", "-o", "mug.zip") }
    let result = try Tool.run(
      one.words + (one.words[0] == "init" ? [] : ["--library", film.library]), in: film.folder)
    #expect(result.status == one.code, "\(result.output)\(result.errors)")
    #expect(!result.endedBySignal)
    // A failure of the command line or of the work says what to do.
    if one.code >= 2 { #expect(!(result.errors + result.output).isEmpty) }
  }

  @Test("every command has a case here and a row in the document, and no others do")
  func complete() throws {
    let names = Set(
      commandTable.visiblePaths.filter { !$0.isEmpty }.map { $0.joined(separator: " ") })
    let covered = names.filter { name in
      Self.cases.contains { "\($0.testDescription) ".hasPrefix("\(name) ") }
    }
    #expect(names.subtracting(covered).isEmpty)
    let page = try String(
      contentsOf: Fixtures.repository.appending(path: "docs/exit-codes.md"), encoding: .utf8)
    let rows = page.split(separator: "\n").compactMap { line -> String? in
      let cells = line.split(separator: "|")
      guard cells.count == 2, let start = cells.first?.trimmingCharacters(in: .whitespaces),
        start.hasPrefix("`")
      else { return nil }
      return start.replacing("`", with: "")
    }
    #expect(Set(rows) == names && rows.count == names.count)
  }

  @Test(
    "--quiet leaves only failures, requested JSON, and the code",
    arguments: [
      ("check good.jpg --quiet", ""), ("check small.jpg --quiet", "  ✗ small.jpg"),
      ("list --quiet", ""),
      ("search xyzzy --quiet", ""), ("list --quiet --csv", "handle,kind"),
      ("check good.jpg --quiet --json", "{\"castbook\":\"check/2\""),
    ])
  func quiet(line: String, start: String) throws {
    let film = try film()
    let words = line.split(separator: " ").map(String.init)
    let quiet = try Tool.run(words + ["--library", film.library], in: film.folder)
    let loud = try Tool.run(
      words.filter { $0 != "--quiet" } + ["--library", film.library], in: film.folder)
    #expect(quiet.status == loud.status && quiet.errors.isEmpty)
    #expect(start.isEmpty ? quiet.output.isEmpty : quiet.output.hasPrefix(start))
    #expect(!loud.output.isEmpty)
  }

  @Test("lists for other programs are complete, however long they are")
  func wholeLists() throws {
    let film = try Production(starter: false)
    try film.take("starter/mug-top.jpg", as: "a.jpg")
    for number in 0..<55 {
      try FileManager.default.createDirectory(
        at: film.folder.appending(path: "cast/e\(number)"), withIntermediateDirectories: true)
      try film.write("{\"name\": \"Cup\"}", to: "cast/e\(number)/element.json")
    }
    #expect(try film.run("add", "--from", "cast", "--kind", "product", "--empty").status == 0)
    let rows = try film.run("list", "--csv").output.split(separator: "\r\n")
    #expect(rows.count == 56)
    #expect(try film.run("list", "--jsonl").output.split(separator: "\n").count == 55)
    #expect(try film.run("search", "cup", "--jsonl").output.split(separator: "\n").count == 55)
    #expect(
      try film.run("list", "--csv", "--limit", "3").output.split(separator: "\r\n").count == 4)
    #expect(try film.json("list")["elements"]?.array?.count == 50)
  }

  @Test("without a library, commands that need one end with 3 and a message, even with --quiet")
  func noLibrary() throws {
    let film = try film()
    for words in [["list"], ["show", "@mira"], ["check", "@mira"], ["doctor"], ["exports"]] {
      let result = try Tool.run(words + ["--library", "none", "--quiet"], in: film.folder)
      #expect(result.status == 3, "\(words)")
      #expect(result.errors.contains("none: no such folder"), "\(result.errors)")
    }
    let wrong = try Tool.run(["list", "--library", "full"], in: film.folder)
    #expect(wrong.status == 3 && wrong.errors.contains("full is not a library"))
    let other = try Tool.run(
      ["list", "--library", "none"], in: film.folder,
      environment: ["CASTBOOK_LIBRARY": film.library])
    #expect(other.errors.contains("Leave out --library to use \(film.library)"), "\(other.errors)")
  }
}
