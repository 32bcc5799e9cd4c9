import CastSupport
import Model
import Targets
import Testing

@testable import Prompting

@Suite("Hints about writing prompts")
struct Hints {
  private func hints(
    _ text: String, for target: String = "kling-o3", cast: Cast = .standard
  ) throws -> [String] {
    let catalogue = try TargetCatalogue()
    let script = try PromptScript(try ShotFile(text: text), cast: cast)
    let prompt = try CompiledPrompt(script, for: catalogue.find(target), in: catalogue)
    return try CraftHints(script, prompt, CraftWords()).remarks.map { "\($0.finding.rule)" }
  }

  @Test(
    "concern several camera moves in one shot",
    arguments: [
      ("Slow push-in on @mira", []),
      ("Push in, then pan left over the crowd", ["prompt.camera-moves"]),
      ("Shot 1 (3s): push-in\nShot 2 (3s): pan left", []),
      ("Shot 1 (3s, zoom): orbit around @mug\nShot 2 (3s): still", ["prompt.camera-moves"]),
      ("a panda in a pan of paella", []), ("handheld push-in, pushing in on @mira", []),
    ])
  func moves(text: String, expected: [String]) throws {
    #expect(try hints(text) == expected)
  }

  @Test(
    "concern lines without a speaker",
    arguments: [
      ("@mira: \"We open at nine.\"", []), ("@mira says “We open at nine.”", []),
      ("A woman whispers: \"We open at nine.\"", []),
      ("The lobby. \"We open at nine.\"", ["prompt.unattributed-line"]),
      ("@mira waves. \"We open at nine.\"", ["prompt.unattributed-line"]),
      ("A sign reads \"Open at nine\"", []), ("the \"Nightfall\" logo", []),
      ("---\naudio: off\n---\nThe lobby. \"We open at nine.\"", []),
      ("大厅。「我们九点 开门」", ["prompt.unattributed-line"]),
    ])
  func lines(text: String, expected: [String]) throws {
    #expect(try hints(text) == expected)
  }

  @Test("concern names that are hard to distinguish")
  func names() throws {
    let cast = Cast(members: [Cast.member("mira"), Cast.member("mirna"), Cast.member("tom")])
    #expect(try hints("@mira, @tom", cast: cast).isEmpty)
    #expect(try hints("@mira, @mirna", cast: cast) == ["prompt.alike-names"])
    #expect(CraftHints.areAlike("ann", "anna"))
    #expect(!CraftHints.areAlike("jo", "bo"))
  }

  @Test("concern more elements than an Omni model can keep separate")
  func count() throws {
    #expect(try hints("@mira, @mug").isEmpty)
    #expect(try hints("@mira, @mug, @anna") == ["prompt.many-elements"])
    #expect(try hints("@mira, @mug, @anna", for: "fal.kling-v3.i2v").isEmpty)
  }

  @Test("concern words of the negative prompt in the prompt")
  func negative() throws {
    let settings = "---\nnegative: blur, distort, and low quality\n---\n"
    #expect(try hints(settings + "no blur, sharp") == ["prompt.negative-repeated"])
    #expect(try hints(settings + "a blurred dog").isEmpty)
  }
}
