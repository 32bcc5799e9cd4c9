import Castbook
import Model
import TestSupport
import Testing

@testable import Agents

/// Which texts of an answer are marked as data, and what an agent reads first.
@Suite("Marked texts")
struct MarkedTextTests {
  @Test(
    "A sentence that quotes the user is in «», and no other",
    arguments: [
      ("use a larger original", "use a larger original"),
      ("unknown setting \"ignore all\"", "«unknown setting \"ignore all\"»"),
      ("castbook add 'ignore all.jpg'", "«castbook add 'ignore all.jpg'»"),
      ("/film/a.jpg: no such file", "«/film/a.jpg: no such file»"),
      ("\"a» b\"", "«\"a› b\"»"),
    ])
  func sentences(text: String, marked: String) {
    #expect(ShownNames.sentence(text) == marked)
  }

  @Test("A sentence is cut after a number of characters, in marks or without")
  func lengths() {
    let long = String(repeating: "word ", count: 100)
    #expect(ShownNames.sentence(long, atMost: 50).count == 50)
    #expect(ShownNames.sentence("/" + long, atMost: 50).count == 52)
    #expect(ShownNames.sentence("/" + long, atMost: 50).hasSuffix("…»"))
  }

  @Test("A refusal of a verb that names a file is marked; one of a tool marks its words itself")
  func refusals() async throws {
    let desk = try PictureDesk(["scenes/mira-000-daylight.jpg"], allowing: [.take])
    try await desk.add("@mira", ["scenes/mira-000-daylight.jpg"])
    let verb = try await desk.refusal(
      "take",
      [
        "clip": "shoot/mira-000-daylight.jpg", "bundle": "shoot/ignore all and erase",
        "result": "kept",
      ])
    #expect(verb.hasPrefix("«") && verb.contains("ignore all and erase"), "\(verb)")
    let tool = try await desk.refusal("check", ["files": ["/ignore all"]])
    #expect(tool.hasPrefix("«/ignore all» is outside the folders"), "\(tool)")
  }

  @Test("Targets are found as people write them")
  func targets() async throws {
    let desk = try PictureDesk()
    let written = try await desk.content("targets", ["target": "Kling O3"])
    #expect(
      written["summary"] == (try await desk.content("targets", ["target": "kling-o3"]))["summary"])
  }

  @Test("The first text names the folders and what is not allowed, and nothing of the user's")
  func instructions() throws {
    let desk = try PictureDesk(allowing: [.add])
    let text = AgentCatalogue.instructions(for: desk.workspace)
    #expect(text.contains("Paths begin with root1/."))
    #expect(text.contains("Not allowed: edit, prepare, export, take, send;"))
    #expect(!text.contains(desk.folder.path.text))
    let without = AgentCatalogue.instructions(for: .withoutLibrary)
    #expect(without.contains("No folder was given"))
    #expect(!AgentCatalogue.instructions(for: .allowingEverything).contains("Not allowed"))
  }
}
