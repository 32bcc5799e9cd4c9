import CommandLineKit
import Foundation
import TestSupport
import Testing

@testable import CastbookCommand

/// Ten kinds of mistakes, made with every command: the answer begins with the mistake and ends with
/// what to type.
@Suite(.timeLimit(.minutes(10)))
struct Mistakes {
  /// Each command with valid arguments.
  private static let lines = [
    "check good.jpg", "score good.jpg", "pick @mira", "prepare good.jpg -o ready", "sort shoot",
    "provenance good.jpg", "split good.jpg -o views", "voice voice.wav",
    "stills clip.mp4 -o frames",
    "sheet good.jpg -o sheet.png", "cast-sheet @mira -o cast.pdf", "targets kling",
    "targets diff kling kling-o3", "targets learn kling --since 2026-11-01",
    "explain image.too-small", "init new", "add product @cup good.jpg", "edit @mira --tag a",
    "bind @mira @mira_voice", "dismiss @mira 1 image.noisy --reason x", "remove @mug",
    "restore @mira:1", "list", "search mira", "show @mira", "log @mira", "similar good.jpg",
    "files @mira -o out", "use @mira", "unuse @mira", "update", "status",
    "projects", "where-used @mira",
    "prompt shot.md", "export shot.md -o out", "bundle verify film.zip",
    "bundle diff film.zip film.zip", "bundle request film.zip", "pack @mira -o mira.zip",
    "import film.zip", "send film.zip --yes", "upload @mira --at fal", "jobs", "cancel ABC123",
    "remote", "remote add s3://team", "remote remove", "remote policy member",
    "remote key rotate", "remote machines", "remote signers", "sync", "pull", "push", "fetch @mira",
    "exports",
    "take add clip.mp4 --bundle film.zip --result kept", "take watch shoot --once", "take list",
    "take rate clip.mp4 kept", "take comment clip.mp4 words",
    "take share -o review.html", "take answers film.zip",
    "timeline shot.md -o film.otio",
    "register @mira --at kling --id 1", "unregister @mira --at kling", "registrations", "settings",
    "settings key FAL_KEY --forget", "settings limit --none", "settings name Ana", "doctor",
    "gc", "erase @mira --reason x --yes", "forget @mira --before 2 --reason x --yes",
    "backup saved",
    "restore-backup film.zip back", "models", "models add subjects --from good.jpg",
    "models remove subjects", "completions bash", "manual", "mcp", "serve --port 0",
  ]

  /// A mistake: what is typed, and words, one of which must be in the first line.
  private struct Mistake {
    let words: [String]
    let named: [String]
  }

  private static func mistakes(_ line: String) -> [Mistake] {
    let words = line.split(separator: " ").map(String.init)
    let path =
      commandTable.visiblePaths.filter { words.starts(with: $0) }
      .max { $0.count < $1.count } ?? []
    let rest = Array(words.dropFirst(path.count))
    var mistakes = [
      // 1–5: options and arguments.
      Mistake(words: words + ["--nonesuch"], named: ["--nonesuch"]),
      Mistake(words: words + ["--libary", "x"], named: ["--libary"]),
      Mistake(words: words + ["--library"], named: ["--library needs a value"]),
      Mistake(words: words + ["--quiet=yes"], named: ["--quiet"]),
      Mistake(
        words: words + ["--color", "blue"], named: ["blue"]),
      // 6: the name of the command.
      Mistake(words: [path[0] + "x"] + words.dropFirst(), named: ["\(path[0])x"]),
    ]
    // 7: a missing library. 8: a file instead of a library.
    let isOfLibrary = rest.contains { $0.hasPrefix("@") } || ["list", "search"].contains(path[0])
    if isOfLibrary {
      mistakes.append(Mistake(words: words + ["--library", "nowhere"], named: ["nowhere"]))
      mistakes.append(Mistake(words: words + ["--library", "good.jpg"], named: ["good.jpg"]))
    }
    // 9: a file that does not exist. 10: an element that does not exist.
    if let file = rest.first(where: {
      $0.contains(".") && !$0.hasPrefix("@") && $0 != "image.too-small"
    }),
      rest.first == file
    {
      let wrong = words.map { $0 == file ? "none-\(file)" : $0 }
      mistakes.append(Mistake(words: wrong, named: ["none-\(file)"]))
    }
    if rest.first?.hasPrefix("@") == true, !["add"].contains(path[0]) {
      let wrong = path + ["@nobody"] + rest.dropFirst()
      mistakes.append(Mistake(words: wrong, named: ["@nobody"]))
    }
    return mistakes
  }

  @Test("every command is tried")
  func complete() {
    let names = Set(
      commandTable.visiblePaths.filter { !$0.isEmpty }.map { $0.joined(separator: " ") }
    )
    .subtracting(["bundle", "take", "remote key"])
    let missing = names.filter { name in !Self.lines.contains { "\($0) ".hasPrefix("\(name) ") } }
    #expect(missing.isEmpty)
  }

  @Test("is answered with the mistake first, and what to type last", arguments: lines)
  func answer(line: String) throws {
    let film = try Production()
    for (fixture, name) in [
      ("starter/mira-front.jpg", "good.jpg"), ("starter/mira-voice.wav", "voice.wav"),
      ("clips/mira.mp4", "clip.mp4"), ("starter/mira-front.jpg", "film.zip"),
      ("starter/mira-back.jpg", "shoot/a.jpg"),
    ] { try film.take(fixture, as: name) }
    try film.write("---\ntarget: kling-o3\n---\n@mira waves.\n", to: "shot.md")
    _ = try film.run("use", "@mug")
    for mistake in Self.mistakes(line) {
      let result = try Tool.run(
        mistake.words, in: film.folder, environment: ["CASTBOOK_LIBRARY": film.library])
      let typed = mistake.words.joined(separator: " ")
      let lines = (result.output + result.errors).split(separator: "\n")
      #expect([1, 2, 3].contains(result.status), "\(typed): \(result.output)\(result.errors)")
      let first = try #require(lines.first, "\(typed) says nothing")
      #expect(mistake.named.contains { first.contains($0) }, "\(typed): \(first)")
      // A command, an option, or a path to look at.
      let last = try #require(lines.last)
      let helps = ["castbook ", "--", "Check the path", "did you mean", "Did you mean", "Name "]
      #expect(helps.contains { last.contains($0) }, "\(typed): \(last)")
    }
  }
}
