import CastSupport
import Model
import Testing

@testable import Prompting

@Suite("Names in prompts")
struct Mentions {
  /// The references in a text, each with its position.
  private func named(_ text: String) -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .map { SourceLine($0.element, line: $0.offset + 1) }
    let read = PromptText(lines, joinedBy: "\n") { Cast.standard.isName($0) }
    return read.mentions.map { mention in
      let subject =
        switch mention.subject {
        case .element(let reference): "\(reference)"
        case .image(let number): "image \(number)"
        case .video: "video"
        case .unknown(let name): "nobody \(name)"
        }
      return "\(mention.location.short) \(subject)"
    }
  }

  @Test(
    "begin with an at-sign at the start of a word",
    arguments: [
      ("@mira walks", ["1:1 @mira"]), ("(@mira)", ["1:2 @mira"]),
      (
        "@Mira, @MUG",
        [
          "1:1 @Mira", "1:8 @MUG",
        ]
      ),
      ("write to a@mira or a.@mira, a-@mira, 1@mira, _@mira", []),
      ("\\@mira", []), ("@ mira, @5pm, @!", []), ("é@mira", ["1:2 @mira"]),
      ("@mirage", ["1:1 nobody mirage"]), ("@mira's coat", ["1:1 @mira"]),
      ("@mira_voice", ["1:1 @mira_voice"]), ("@mira.", ["1:1 @mira"]),
      ("@image1 and @Image12, @video", ["1:1 image 1", "1:13 image 12", "1:23 video"]),
      ("@image0", ["1:1 nobody image0"]), ("@Element1", ["1:1 nobody Element1"]),
      ("one\n  @mug", ["2:3 @mug"]),
    ])
  func opening(text: String, expected: [String]) {
    #expect(named(text) == expected)
  }

  @Test(
    "have a revision after a colon, and no other text",
    arguments: [
      ("@mira:3 walks", ["1:1 @mira:3"]), ("@mira:3.", ["1:1 @mira:3"]),
      ("@mira:3-4", ["1:1 @mira:3"]), ("@mira:3rd", ["1:1 @mira"]),
      ("@mira:1234567", ["1:1 @mira"]), ("@mira: \"Hello\"", ["1:1 @mira"]),
      ("@mira:sha256-9f2c41ab!", ["1:1 @mira:sha256-9f2c41ab"]),
      ("@mira:sha256-9f2c", ["1:1 @mira"]), ("@mira:hello", ["1:1 @mira"]),
      ("@mira:0", ["1:1 @mira"]),
    ])
  func revisions(text: String, expected: [String]) {
    #expect(named(text) == expected)
  }

  @Test("are the longest known name, in any script")
  func aliases() {
    #expect(named("@米拉走进大厅") == ["1:1 @米拉"])
    #expect(named("@米拉的杯子在桌上") == ["1:1 @米拉的杯子"])
    #expect(named("@米拉:3走") == ["1:1 @米拉"])
    #expect(named("@米拉:3，") == ["1:1 @米拉:3"])
    #expect(named("@安娜。") == ["1:1 nobody 安娜"])
  }

  @Test("leave all other words as they are, except for the backslash before an at-sign")
  func words() {
    let line = SourceLine("mail \\@mira at a@b.com \\ 5 @ 3", line: 1)
    let text = PromptText([line], joinedBy: "\n") { Cast.standard.isName($0) }
    guard case .words(let words) = text.pieces.first, text.pieces.count == 1 else {
      Issue.record("more than words")
      return
    }
    #expect(words == "mail @mira at a@b.com \\ 5 @ 3")
  }
}
