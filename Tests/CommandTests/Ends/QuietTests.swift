import Foundation
import Model
import TestSupport
import Testing

@testable import CastbookCommand

/// `--quiet` prints what fails, with its file and its reason, and nothing else.
@Suite("--quiet", .timeLimit(.minutes(10)))
struct QuietTests {
  /// A folder with a good picture, one that is too small, and one that only has a warning.
  private func film() throws -> Production {
    let film = try Production()
    try film.take("starter/mira-front.jpg", as: "refs/good.jpg")
    try film.take("trouble/mira-full-length.jpg", as: "refs/small one.jpg")
    try film.take("trouble/mira-back.jpg", as: "refs/page.jpg")
    return film
  }

  @Test("check names each failing file with its reason, and nothing else")
  func check() throws {
    let film = try film()
    let quiet = try film.run("check", "refs", "--for", "kling-official", "--quiet")
    #expect(quiet.status == 1 && quiet.errors.isEmpty)
    for words in ["small one.jpg", "page.jpg", "image.too-small", "image.unknown-format"] {
      #expect(quiet.output.contains(words), "\(words): \(quiet.output)")
    }
    #expect(!quiet.output.contains("good.jpg") && !quiet.output.contains("facts of"))
    let good = try film.run("check", "refs/good.jpg", "--for", "kling-official", "--quiet")
    #expect(good.status == 0 && good.output.isEmpty)
  }

  @Test("Warnings are failures with --strict alone")
  func strict() throws {
    let film = try film()
    try film.take("trouble/mug-cut-out.png", as: "cut out.png")
    let words = ["check", "cut out.png", "refs/good.jpg", "--for", "kling-official", "--quiet"]
    let plain = try Tool.run(words, in: film.folder)
    let strict = try Tool.run(words + ["--strict"], in: film.folder)
    #expect(plain.status == 0 && plain.output.isEmpty, "\(plain)")
    #expect(strict.status == 1 && strict.output.contains("  ! cut out.png"), "\(strict)")
  }

  @Test(
    "Every command that finds a fault names the file",
    arguments: [
      ("check refs/page.jpg", "page.jpg"), ("score refs/page.jpg refs/good.jpg", "page.jpg"),
      ("prepare refs/page.jpg refs/good.jpg -o ready", "page.jpg"),
      ("add product @cup refs/page.jpg refs/good.jpg --skip-bad", "page.jpg"),
      ("voice refs/good.jpg", "good.jpg"), ("split refs/good.jpg -o views", "good.jpg"),
      ("stills refs/good.jpg -o frames", "good.jpg"),
      ("pick empty", "no picture"), ("score empty", "no file to check"),
    ])
  func everyCommand(line: String, named: String) throws {
    let film = try film()
    try FileManager.default.createDirectory(
      at: film.folder.appending(path: "empty"), withIntermediateDirectories: false)
    let words = line.split(separator: " ").map(String.init) + ["--library", film.library]
    let quiet = try Tool.run(words + ["--quiet"], in: film.folder)
    #expect(quiet.output.contains(named), "\(quiet)")
    #expect(!quiet.output.contains("✓"), "\(quiet)")
  }

  @Test(
    "A line that reports a failure is kept with the lines below it, in colour, too",
    arguments: [("", ""), ("\u{1b}[31m", "\u{1b}[0m")])
  func lines(before: String, after: String) {
    let bad = "\(before)✗\(after)"
    let lines = [
      "@mira  Mira", "  ✓ 1  a.jpg", "  \(bad) 2  b.jpg", "      too small", "    ! dark",
      "      use a brighter one", "    \(bad) cut off", "      download it", "2 files: 1 to fix",
      "  = 3  c.jpg",
    ]
    #expect(
      FailureLines(isStrict: false).failures(in: lines) == [
        lines[2], lines[3], lines[6], lines[7],
      ])
    #expect(FailureLines(isStrict: true).failures(in: lines) == Array(lines[2...7]))
  }
}

/// A list of paths on standard input may be empty.
@Suite("Empty lists", .timeLimit(.minutes(10)))
struct EmptyLists {
  @Test(
    "Nothing to work on is not a mistake, and is reported unless --quiet",
    arguments: [
      "check -", "check - --for all", "check - --set", "score -", "pick -", "prepare - -o ready",
      "provenance -", "sort -", "split - -o views", "stills - -o frames", "voice -",
      "sheet - -o sheet.png",
      "similar -", "add product @cup -",
    ])
  func empty(line: String) throws {
    let film = try Production()
    let words = line.split(separator: " ").map(String.init) + ["--library", film.library]
    let loud = try Tool.run(words, in: film.folder)
    #expect(loud.status == 0, "\(loud)")
    #expect(loud.errors.contains("the list on standard input is empty"), "\(loud)")
    let quiet = try Tool.run(words + ["--quiet"], in: film.folder)
    #expect(quiet.status == 0 && quiet.output.isEmpty && quiet.errors.isEmpty, "\(quiet)")
    let json = try Tool.run(words + ["--json"], in: film.folder)
    let value = try JSONParser.parse(Array(json.output.utf8))
    #expect(json.status == 0 && value["castbook"]?.string?.hasPrefix("error/") == false, "\(json)")
    #expect(try film.json("show", "@cup")["castbook"]?.string == "error/1")
  }

  @Test("An empty folder is still an error")
  func folder() throws {
    let film = try Production()
    try FileManager.default.createDirectory(
      at: film.folder.appending(path: "empty"), withIntermediateDirectories: false)
    let result = try film.run("check", "empty")
    #expect(result.status == 1 && result.output.contains("set.empty"))
  }
}

/// The recipes of docs/scripting.md, run as they are printed.
@Suite("Recipes for Git and CI", .timeLimit(.minutes(10)))
struct GitRecipes {
  private let film: Production

  init() throws {
    film = try Production(starter: false)
    try git("init --quiet --initial-branch=main")
    try film.write("A film.\n", to: "notes.md")
    try git("add . && \(Self.git) commit --quiet -m start")
    try git("update-ref refs/remotes/origin/main HEAD")
  }

  private static let git =
    "git -c user.name=Ana -c user.email=ana@example.org -c core.hooksPath=.git/hooks"

  /// Runs git, and further commands, with the program under test as `castbook`.
  @discardableResult
  private func shell(_ line: String) throws -> Program.Result {
    let folder = Tool.binary.deletingLastPathComponent().path()
    return try film.shell("PATH='\(folder)':$PATH; export PATH; \(line)")
  }

  private func git(_ line: String) throws {
    let result = try shell("\(Self.git) \(line)")
    try #require(result.status == 0, "\(result)")
  }

  /// The text of the shell block below a heading of the document.
  private static func recipe(_ heading: String) throws -> String {
    let page = try String(
      contentsOf: Fixtures.repository.appending(path: "docs/scripting.md"), encoding: .utf8)
    let section = try #require(page.range(of: "\n## \(heading)\n"))
    let rest = page[section.upperBound...]
    let start = try #require(rest.range(of: "```sh\n"))
    let end = try #require(rest.range(of: "\n```", range: start.upperBound..<rest.endIndex))
    return "\(rest[start.upperBound..<end.lowerBound])\n"
  }

  private func installHook() throws {
    try FileManager.default.createDirectory(
      at: film.folder.appending(path: ".git/hooks"), withIntermediateDirectories: true)
    try film.write(try Self.recipe("In a Git hook"), to: ".git/hooks/pre-commit")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755],
      ofItemAtPath: film.folder.appending(path: ".git/hooks/pre-commit").path())
  }

  @Test("The hook lets good pictures and commits without pictures pass")
  func passes() throws {
    try installHook()
    try film.write("More.\n", to: "notes.md")
    try git("commit --quiet -am words")
    try film.take("starter/mira-front.jpg", as: "refs/mira\nfront view.jpg")
    try git("add refs && \(Self.git) commit --quiet -m pictures")
    // A deleted picture is not looked for.
    try git("rm --quiet -r refs && \(Self.git) commit --quiet -m gone")
  }

  @Test("The hook refuses a commit with a failing picture, and names it")
  func refuses() throws {
    try installHook()
    try film.take("starter/mira-front.jpg", as: "refs/good.jpg")
    try film.take("trouble/mira-back.jpg", as: "refs/her\nback view.jpg")
    try git("add refs")
    let result = try shell("\(Self.git) commit --quiet -m pictures")
    #expect(result.status != 0, "\(result)")
    let said = result.output + result.errors
    #expect(said.contains("back view.jpg") && said.contains("image.unknown-format"), "\(said)")
    #expect(!said.contains("good.jpg"), "\(said)")
  }

  @Test("The hook looks at what is staged, not at what the folder has now")
  func staged() throws {
    try installHook()
    try film.take("trouble/mira-back.jpg", as: "refs/a.jpg")
    try git("add refs")
    try FileManager.default.removeItem(at: film.folder.appending(path: "refs/a.jpg"))
    try film.take("starter/mira-front.jpg", as: "refs/a.jpg")
    #expect(try shell("\(Self.git) commit --quiet -m pictures").status != 0)
    try git("add refs && \(Self.git) commit --quiet -m pictures")
  }

  @Test("In CI the changes of a branch are checked")
  func branch() throws {
    let recipe = try Self.recipe("In CI")
    try film.take("starter/mira-front.jpg", as: "refs/her front.jpg")
    try git("add refs && \(Self.git) commit --quiet -m pictures")
    var result = try shell(recipe)
    #expect(result.status == 0 && result.output.isEmpty, "\(result)")
    #expect(film.exists("references.md"))
    try film.take("trouble/mira-back.jpg", as: "refs/her back.jpg")
    try git("add refs && \(Self.git) commit --quiet -m more")
    result = try shell(recipe)
    #expect(result.status == 1 && result.output.contains("refs/her back.jpg"), "\(result)")
  }

  @Test("In CI a branch without pictures passes")
  func noPictures() throws {
    let result = try shell(try Self.recipe("In CI"))
    #expect(result.status == 0 && result.output.isEmpty, "\(result)")
  }
}
