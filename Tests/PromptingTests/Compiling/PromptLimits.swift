import CastSupport
import Model
import Targets
import Testing

@testable import Prompting

@Suite("Limits of prompts")
struct PromptLimits {
  private static func words(_ count: Int) -> String {
    String(repeating: "word ", count: count / 5) + String(repeating: "x", count: count % 5)
  }

  @Test(
    "are counted as the target counts",
    arguments: [
      ("fal.kling-o3.r2v", "x", 2500, "error"), ("fal.kling-v3.i2v", "x", 2500, "warning"),
      ("kling.v3-omni", "é", 3072, "error"), ("pixverse.c1.r2v", "x", 2048, "error"),
      ("runway.gen4-references", "x", 1000, "error"),
    ])
  func length(target: String, letter: String, limit: Int, severity: String) throws {
    let maximum = String(repeating: letter, count: limit)
    let within = try compiled(maximum, for: target)
    #expect(!within.rules.contains { $0.hasSuffix("prompt.too-long") })
    #expect(within.length.count == limit)
    #expect(within.length.limit == limit)
    let beyond = try compiled(maximum + letter, for: target)
    #expect(beyond.rules.contains("\(severity) prompt.too-long"))
  }

  @Test("count bytes and UTF-16 units if the target does")
  func units() throws {
    #expect(try compiled("é€", for: "pixverse.c1.r2v").length.count == 5)
    #expect(try compiled("a\u{1F600}", for: "runway.gen4-references").length.count == 3)
    #expect(try compiled("a\u{1F600}", for: "fal.kling-o3.r2v").length.count == 2)
    // Each name counts as 37 characters for this target.
    #expect(try compiled("@mira, @mug, @mira", for: "kie.kling-3.0").length.count == 3 * 37 + 4)
  }

  @Test("for other scripts are those that the target states for them")
  func scripts() throws {
    #expect(try compiled("words", for: "kling.v4").length.limit == 26_000)
    #expect(try compiled("米拉", for: "kling.v4").length.limit == 11_000)
  }

  @Test(
    "for names are those of the target that receives them",
    arguments: [
      // The tag of a picture is its character's name and a number.
      ("runway.gen4-references", "captain_of_guard", ["error request.bad-value"]),
      ("runway.gen4-references", "captain_of_gua", []),
      ("kie.kling-4.0.r2v", "captain_of_the_guard", []),
    ])
  func names(target: String, name: String, rules: [String]) throws {
    let cast = Cast(members: [Cast.member(name, [.front])])
    let prompt = try compiled("@\(name) waits.", for: target, cast: cast)
    #expect(prompt.rules.filter { $0.contains("bad-value") } == rules)
    let finding = prompt.remarks.map(\.finding).first { $0.rule == .requestBadValue }
    #expect(finding?.measured == (rules.isEmpty ? nil : "18"))
    #expect(finding?.limit == (rules.isEmpty ? nil : "16"))
  }

  @Test("for frames count those in the middle")
  func frames() throws {
    func rules(_ middle: Int, _ more: String = "", for target: String) throws -> [String] {
      let frames = (0..<middle).map { "middle: \($0).jpg\n" }.joined()
      return try compiled("---\nstart: a.jpg\nend: b.jpg\n\(frames)\(more)---\nRain.", for: target)
        .rules
    }
    let tooMany = "request.too-many-references"
    #expect(try rules(8, for: "comfy.kling-4.0") == [])
    // More than eight frames in the middle, and more than ten frames in all.
    #expect(try rules(9, for: "comfy.kling-4.0") == ["error \(tooMany)", "error \(tooMany)"])
    #expect(try rules(8, "image: c.jpg\n", for: "comfy.kling-4.0") == ["error \(tooMany)"])
    #expect(try rules(8, "variant: older-id\n", for: "fal.kling-v4.i2v") == [])
    #expect(try rules(1, for: "fal.kling-o3.i2v") == ["error \(tooMany)"])
  }

  @Test("for names can be narrower than those for handles")
  func shortNames() throws {
    let text = """
      {"castbook": "target/1", "id": "my.host", "provider": "p", "model": "m", "asOf": "2026-11-23",
       "status": "live", "faces": "unknown", "endpoints": [{"path": "a"}],
       "sources": {"page": {"ref": "https://a", "kind": "first_party_page"}},
       "names": {"min": 5, "max": {"value": 6, "confidence": "inferred"}},
       "slots": {"element": {}}, "dialect": {"element": "@{name}"},
       "request": [{"name": "prompt", "takes": "prompt", "type": "string", "required": true}]}
      """
    let catalogue = try TargetCatalogue(user: [("my.host.json", Array(text.utf8))])
    for (name, rules) in [
      ("mira", ["error request.bad-value"]), ("mirabelle", ["warning request.bad-value"]),
      ("robin", []),
    ] {
      let cast = Cast(members: [Cast.member(name, [.front])])
      let script = try PromptScript(try ShotFile(text: "@\(name)"), cast: cast)
      let prompt = try CompiledPrompt(script, for: catalogue.find("my.host"), in: catalogue)
      #expect(prompt.rules == rules)
    }
  }

  @Test("are reported before they are reached if the provider advises less")
  func advised() throws {
    let text = String(repeating: "x", count: 2501)
    #expect(try compiled(text, for: "kling.v3-omni").rules.contains("note prompt.over-advised"))
  }

  private func shots(_ seconds: [Int?], _ settings: String = "") -> String {
    let lines = seconds.enumerated().map { index, seconds in
      "Shot \(index + 1)\(seconds.map { " (\($0)s)" } ?? ""): words"
    }
    return "---\n\(settings)\n---\n" + lines.joined(separator: "\n")
  }

  @Test(
    "for shots concern their number, their seconds and their sum",
    arguments: [
      ("kling.v3-omni", [3, 3, 3], "", []),
      ("kling.v3-omni", [3, nil], "", ["error prompt.shot-seconds"]),
      ("kling.v3-omni", [2, 2, 2, 2, 2, 2, 3], "", ["error prompt.too-many-shots"]),
      ("kling.v3-omni", [3, 5], "duration: 9", ["error prompt.duration-sum"]),
      ("kling.v3-omni", [3, 5], "duration: 8", []),
      ("kling.v3-omni", [9, 9], "", ["error prompt.duration-range"]),
      ("fal.kling-o3.r2v", [3, 5], "duration: 9", ["warning prompt.duration-sum"]),
      ("kie.kling-3.0", [3, 5], "duration: 9", []),
      ("kie.kling-3.0", [2, 13], "", ["error prompt.shot-seconds"]),
      (
        "fal.kling-v3-turbo.i2v", [8, 8], "",
        [
          "error prompt.duration-sum", "error prompt.duration-range",
        ]
      ),
      ("kling.o1-omni", [3, 3], "", ["error prompt.too-many-shots"]),
      ("fal.veo-3.1.r2v", [4, 4], "", ["warning prompt.shots-as-text"]),
      ("kling.v3-omni", [5], "duration: 6", ["error prompt.duration-sum"]),
    ])
  func shots(target: String, seconds: [Int?], settings: String, expected: [String]) throws {
    let prompt = try compiled(shots(seconds, settings), for: target)
    #expect(prompt.rules.filter { $0.contains("prompt.") } == expected)
  }

  @Test("for the text of a shot apply to each shot and to all of them")
  func shotLength() throws {
    let long = String(repeating: "x", count: 513)
    let official = try compiled("Shot 1 (3s): \(long)\nShot 2 (3s): b", for: "kling.v3-omni")
    #expect(official.rules == ["error prompt.too-long"])
    let host = try compiled("Shot 1 (3s): \(long)\nShot 2 (3s): b", for: "fal.kling-o3.r2v")
    #expect(host.rules == ["warning prompt.too-long"])
    let many = (1...6).map { "Shot \($0) (2s): \(String(repeating: "x", count: 500))" }
    let whole = try compiled(many.joined(separator: "\n"), for: "fal.kling-o3.r2v")
    #expect(whole.rules == ["error prompt.too-long"])
    #expect(whole.length.count == 3000)
  }

  @Test("include signs that separate shots")
  func separator() throws {
    let text = "Shot 1 (3s): a; b\nShot 2 (3s): c"
    #expect(try compiled(text, for: "kling.v3-omni").rules == ["error prompt.separator"])
    #expect(try compiled(text, for: "fal.kling-o3.r2v").rules.isEmpty)
  }

  @Test(
    "for durations are those of the target",
    arguments: [
      ("fal.kling-o3.r2v", 15, []), ("fal.kling-o3.r2v", 16, ["error prompt.duration-range"]),
      ("fal.kling-o1.r2v", 10, []), ("fal.kling-o1.r2v", 11, ["error prompt.duration-range"]),
      ("fal.veo-3.1.r2v", 8, []), ("fal.veo-3.1.r2v", 5, ["error prompt.duration-range"]),
    ])
  func duration(target: String, seconds: Int, expected: [String]) throws {
    let prompt = try compiled("---\nduration: \(seconds)\n---\nwords", for: target)
    #expect(prompt.rules.filter { $0.hasSuffix("duration-range") } == expected)
  }

  @Test("concern names, if the target looks for them in the text")
  func names() throws {
    let cast = Cast(members: [
      Cast.member("zhang"), Cast.member("zhang_san"), Cast.member("mug"),
    ])
    let text = "@zhang meets @zhang_san"
    #expect(
      try compiled(text, for: "kling.v3-omni", cast: cast).rules
        == ["error prompt.name-collision"])
    #expect(try compiled(text, for: "fal.kling-o3.r2v", cast: cast).rules.isEmpty)
    #expect(
      try compiled("@mug and \\@mug", for: "kling.v3-omni", cast: cast).rules
        == ["error prompt.name-collision"])
  }

  @Test("concern the files in a request, over several kinds together")
  func counts() throws {
    let images = (1...6).map { "image: \($0).jpg" }.joined(separator: "\n")
    let seven = try compiled("---\n\(images)\n---\n@mira", for: "fal.kling-o3.r2v")
    #expect(seven.rules.isEmpty)
    let eight = try compiled("---\n\(images)\n---\n@mira, @mug", for: "fal.kling-o3.r2v")
    #expect(eight.rules == ["error request.too-many-references"])
    let none = try compiled("---\nstart: a.jpg\nvideo: a.mp4\n---\nwords", for: "fal.kling-v3.t2v")
    #expect(
      none.rules
        == ["error request.too-many-references", "error request.too-many-references"])
  }

  @Test("concern the tiers of the target")
  func tiers() throws {
    let pro = try compiled("---\ntier: PRO\n---\nwords", for: "fal.kling-o3.r2v")
    #expect(pro.endpoint?.path == "fal-ai/kling-video/o3/pro/reference-to-video")
    let gold = try compiled("---\ntier: gold\n---\nwords", for: "fal.kling-o3.r2v")
    #expect(gold.rules == ["error request.unknown-tier"])
  }

  @Test("concern names that an element has")
  func nobody() throws {
    let prompt = try compiled("@mirra and @image1, @video. @mira and @mira:2", for: "kling-o3")
    #expect(
      prompt.remarks.map { "\($0.location?.short ?? "") \($0.finding.rule)" }
        == [
          "1:1 prompt.unknown-handle", "1:12 prompt.unknown-image", "1:21 prompt.unknown-image",
          "1:39 prompt.two-revisions",
        ])
    #expect(prompt.remarks.first?.finding.fix == "did you mean @mira?")
    let token = try compiled("@Element1 walks", for: "kling-o3")
    #expect(token.remarks.first?.finding.fix?.contains("writes the provider's tokens") == true)
  }
}
