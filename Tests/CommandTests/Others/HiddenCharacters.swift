import Foundation
import Model
import TestSupport
import Testing

/// What can't be seen in a text of the library or of a shot file, and would mislead its reader.
@Suite("Characters that can't be seen") struct HiddenCharacters {
  /// Each character with the form in which it is shown.
  private static let hidden = [
    ("\u{200B}", "\\u{200b}"), ("\u{2060}", "\\u{2060}"), ("\u{FEFF}", "\\u{feff}"),
    ("\u{00AD}", "\\u{ad}"), ("\u{E0041}", "\\u{e0041}"), ("\u{202E}", "\\u{202e}"),
  ]

  @Test("are shown in names, notes and changes", arguments: hidden)
  func texts(character: String, shown: String) throws {
    let scratch = try TemporaryFolder()
    let library = ["CASTBOOK_LIBRARY": scratch.path("library").text]
    func run(_ words: String...) throws -> Program.Result {
      try Tool.run(words, in: scratch.url, environment: library)
    }
    #expect(try run("init", "--starter").status == 0)
    #expect(try run("edit", "@mug", "--notes", "as\(character)is").status == 0)
    let named = try run("edit", "@mug", "--name", "Mu\(character)g")
    // What turns a line around, and tags, can't be in a name at all.
    let isRefused = ["\u{202E}", "\u{E0041}"].contains(character)
    #expect(named.status == (isRefused ? 2 : 0), "\(named)")
    for words in [["show", "@mug"], ["log", "@mug"], ["list"], ["search", "mug"]] {
      let result = try Tool.run(words, in: scratch.url, environment: library)
      #expect(!result.output.contains(character), "\(words): \(result.output)")
    }
    #expect(try run("show", "@mug").output.contains("as\(shown)is"))
    let refused = try run("show", "@mu\(character)g")
    #expect(refused.status != 0 && !refused.errors.contains(character), "\(refused.errors)")
    // Scripts get the text as it is.
    #expect(try run("show", "@mug", "--json").output.contains("as\(character)is"))
  }

  @Test("are shown in prompts, requests and reports", arguments: hidden)
  func prompts(character: String, shown: String) throws {
    let scratch = try TemporaryFolder()
    let shot = "---\ntarget: kling.v3.t2v\nduration: 5\n---\nA c\(character)ar in the rain.\n"
    try scratch.write(Data(shot.utf8), to: "car.md")
    let prompt = try Tool.run(["prompt", "car.md"], in: scratch.url)
    #expect(
      prompt.output.contains("c\(shown)ar") && !prompt.output.contains(character), "\(prompt)")
    // A body that is read by a program means the same.
    let request = try Tool.run(["prompt", "car.md", "--request"], in: scratch.url)
    #expect(!request.output.contains(character))
    let body = try JSONParser.parse(request.outputBytes)
    #expect(body["prompt"]?.string == "A c\(character)ar in the rain.", "\(body)")
    try scratch.copy("starter/mug-top.jpg", as: "m\(character)ug.jpg")
    let report = try Tool.run(["check", ".", "--report", "report.html"], in: scratch.url)
    #expect(!report.output.contains(character))
    let page = try String(contentsOf: scratch.url.appending(path: "report.html"), encoding: .utf8)
    #expect(!page.contains(character) && page.contains("m\(shown)ug.jpg"))
  }
}
