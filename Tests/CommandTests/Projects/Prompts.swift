import Foundation
import Model
import TestSupport
import Testing

@Suite("castbook prompt", .timeLimit(.minutes(30)))
struct Prompts {
  private static let lobby = """
    ---
    target: fal.kling-v3.i2v
    tier: pro
    audio: on
    start: frames/lobby.jpg
    ---
    Shot 1 (3s, wide establishing): exterior of a glass tower at sunrise, slow drone pull-back
    Shot 2 (5s, medium): @mira crosses the lobby, handheld push-in. @mira: "We open at nine."
    Shot 3 (4s, close-up): @mug on the desk, soft steam, morning window light

    """

  /// A folder with a shot file, its frame, and a library with the starter catalogue.
  private struct Desk {
    let scratch: TemporaryFolder
    let library: String

    init(_ text: String = Prompts.lobby) throws {
      scratch = try TemporaryFolder()
      library = scratch.url.appending(path: "library").path()
      let frames = scratch.url.appending(path: "frames")
      try FileManager.default.createDirectory(at: frames, withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        at: Fixtures.folder.appending(path: "starter/mira-front.jpg"),
        to: frames.appending(path: "lobby.jpg"))
      try Data(text.utf8).write(to: scratch.url.appending(path: "lobby.md"))
      #expect(try Tool.run(["init", "--starter", library], in: scratch.url).status == 0)
    }

    func run(_ words: String...) throws -> Program.Result {
      try Tool.run(words + ["--library", library], in: scratch.url)
    }
  }

  @Test("shows the text, what its tokens stand for, and the files of the request")
  func lobby() throws {
    let desk = try Desk()
    let shown = try desk.run("prompt", "lobby.md")
    #expect(shown.status == 0)
    #expect(
      shown.output == """
          1  3 s   wide establishing: exterior of a glass tower at sunrise, slow drone pull-back
          2  5 s   medium: @Element1 crosses the lobby, handheld push-in. @Element1: "We open at nine."
          3  4 s   close-up: @Element2 on the desk, soft steam, morning window light

          @Element1  @mira Mira Okafor (revision 1): 1 front, 2 three-quarter-left, 3 right, 4 back
          @Element2  @mug Stoneware mug (revision 1): 1 front, 2 three-quarter, 3 top
          start      frames/lobby.jpg

          · fal.kling-v3.i2v needs an id for @mira_voice: castbook send creates it, or castbook register @mira_voice --at fal --send before  registration.missing
        fal.kling-v3.i2v pro, facts of 2 Aug 2026 · 3 shots · 12 s · 226 of 2,500 characters
        12 s · sound on · 2.352 USD

        """)
  }

  @Test("means what the project pins, whatever the library's present names")
  func pinned() throws {
    let desk = try Desk()
    #expect(try desk.run("use", "@mira").status == 0)
    #expect(try desk.run("edit", "@mira", "--order", "4,1,2,3").status == 0)
    #expect(try desk.run("edit", "@mira", "--rename", "mia").status == 0)
    let shown = try desk.run("prompt", "lobby.md")
    #expect(shown.output.contains("(revision 1, pinned): 1 front, 2 three-quarter-left"))
    let latest = try desk.run("prompt", "lobby.md", "--set", "images=@mira=back,front")
    #expect(latest.output.contains("pinned): 4 back, 1 front\n"))
    #expect(latest.output.contains("not sent: 2 three-quarter-left, 3 right"))
  }

  @Test("is JSON on request, and says where it can't be sent")
  func json() throws {
    let desk = try Desk("hello @mirra\n")
    let result = try desk.run("prompt", "lobby.md", "--for", "kling-o3", "--json")
    #expect(result.status == 1)
    let value = try JSONParser.parse(Array(result.output.utf8))
    #expect(value["castbook"]?.string == "prompt/2")
    #expect(value["target"]?.string == "fal.kling-o3.r2v")
    let finding = try #require(value["findings"]?.array?.first)
    #expect(finding["rule"]?.string == "prompt.unknown-handle")
    #expect(finding["line"]?.integer == 1)
    #expect(finding["column"]?.integer == 7)
    #expect(finding["fix"]?.string == "did you mean @mira?")
  }

  @Test("prints the body alone on request, and none that can't be sent")
  func request() throws {
    let desk = try Desk()
    let made = try desk.run("prompt", "lobby.md", "--request")
    #expect(made.status == 0)
    let body = try JSONParser.parse(Array(made.output.utf8))
    #expect(body["start_image_url"]?.string == "castbook:references/start.jpg")
    #expect(body["elements"]?.array?.count == 2)
    #expect(
      body["elements"]?.array?.first?["voice_id"]?.string == "castbook:remote/@mira_voice")
    let refused = try desk.run("prompt", "lobby.md", "--request", "--for", "fal.kling-o3.t2v")
    #expect(refused.status == 1)
    #expect(refused.output.contains("does not accept a start frame"))
  }

  @Test(
    "reports what is wrong with a file, and where",
    arguments: [
      (
        "---\ntraget: x\n---\nwords",
        "lobby.md:2:1: unknown setting \"traget\": did you mean target?"
      ),
      ("Shot 1 (2.5s): words", "lobby.md:1:9: \"2.5s\" is not a whole number of seconds"),
      (
        "---\nstart: frames/loby.jpg\n---\nwords",
        "lobby.md:2:8: frames/loby.jpg: no such file or folder: did you mean"
      ),
    ])
  func wrong(text: String, words: String) throws {
    let result = try Desk(text).run("prompt", "lobby.md", "--for", "kling-v3")
    #expect(result.status == 1)
    #expect(result.output.contains(words))
  }

  @Test("needs a target with an endpoint")
  func targets() throws {
    let desk = try Desk("words")
    let none = try desk.run("prompt", "lobby.md")
    #expect(none.status == 2)
    #expect(none.errors.contains("--for TARGET"))
    let common = try desk.run("prompt", "lobby.md", "--for", "kling")
    #expect(common.status == 1)
    #expect(common.output.contains("kling does not accept prompts"))
    let ended = try desk.run("prompt", "lobby.md", "--for", "openai.sora-2")
    #expect(ended.status == 1)
    #expect(ended.output.contains("openai.sora-2 has ended"))
  }
}
