import CastSupport
import Model
import Prompting
import Targets
import Testing

@testable import Bundles

@Suite("Request bodies")
struct Bodies {
  private func body(_ settings: String, _ text: String, for target: String) throws -> RequestBody {
    let catalogue = try TargetCatalogue()
    let file = try ShotFile(text: "---\n\(settings)\n---\n\(text)")
    let script = try PromptScript(file, cast: Cast.standard)
    let prompt = try CompiledPrompt(script, for: catalogue.find(target), in: catalogue)
    return try #require(RequestBody(prompt, file.settings))
  }

  /// The value with the keys of its objects sorted.
  private func sorted(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let members):
      .object(
        members.map { JSONValue.Member($0.key, sorted($0.value)) }.sorted { $0.key < $1.key })
    case .array(let items): .array(items.map(sorted))
    default: value
    }
  }

  @Test("follow the provider's facts", arguments: GoldenBody.all)
  func golden(golden: GoldenBody) throws {
    let made = try body(golden.settings, golden.text, for: golden.target)
    let expected = try JSONParser.parse(Array(golden.body.utf8))
    #expect(sorted(made.json).indentedText == sorted(expected).indentedText)
    #expect(!made.remarks.isFailed, "\(made.remarks.map(\.finding.message))")
  }

  @Test("report the path of each placeholder")
  func placeholders() throws {
    let made = try body("start: a.jpg", "@mira, @mug", for: "fal.kling-v3.i2v")
    let placeholders = made.placeholders.map { "\($0.name) \($0.pointers.joined(separator: " "))" }
    #expect(
      placeholders == [
        "castbook:references/start.jpg /start_image_url",
        "castbook:references/mira-front.jpg /elements/0/frontal_image_url",
        "castbook:references/mira-left.jpg /elements/0/reference_image_urls/0",
        "castbook:references/mira-back.jpg /elements/0/reference_image_urls/1",
        "castbook:remote/@mira_voice /elements/0/voice_id",
        "castbook:references/mug-front.jpg /elements/1/frontal_image_url",
        "castbook:references/mug-top.jpg /elements/1/reference_image_urls/0",
      ])
    #expect(made.files.map(\.name).count == 6)
  }

  @Test(
    "report what is missing, not accepted, left out, or unknown",
    arguments: [
      ("fal.kling-o3.t2v", "aspect: 4:3", "x", ["error request.bad-value"]),
      (
        "fal.kling-o3.t2v", "negative: rain\ncfg: 0.5\nlanguage: en", "x",
        [
          "note request.setting-left", "note request.setting-left", "note request.setting-left",
        ]
      ),
      ("kling.v3-omni", "tier: pro", "x", []),
      ("kling.v3-omni", "tier: pro\nresolution: 1080p", "x", []),
      ("kling.v3-omni", "tier: pro\nresolution: 720p", "x", ["error request.bad-value"]),
      ("kling.o1-omni", "tier: 4k", "x", ["error request.unknown-tier"]),
      ("kling.o1-omni", "tier: 4k\nresolution: 1080p", "x", ["note request.setting-left"]),
      ("fal.veo-3.1.r2v", "tier: pro", "@mira", ["error request.unknown-tier"]),
      ("fal.kling-v4.r2v", "", "@mira", []),
      (
        "fal.kling-v3.motion-control", "video: a.mp4\norientation: sideways", "x",
        ["error request.bad-value"]
      ),
      ("fal.kling-v4.r2v", "", "Shot 1 (3s): a\nShot 2 (3s): b", ["error request.not-covered"]),
      ("kling.o1-omni", "audio: on", "x", ["error request.bad-value"]),
      // Two models at one address, each with its own fields and values.
      ("kling.legacy.omni", "aspect: 1:1\naudio: on", "x", ["note request.setting-left"]),
      ("kling.legacy.omni", "aspect: 1:1\ntier: 4k", "x", ["error request.bad-value"]),
      ("kling.legacy.omni", "variant: kling-v3-omni\naspect: 1:1\ntier: 4k\naudio: on", "x", []),
      (
        "kling.legacy.omni", "aspect: 1:1", "Shot 1 (3s): a\nShot 2 (3s): b",
        ["error request.not-covered"]
      ),
      ("kling.legacy.omni", "", "x", ["error request.missing"]),
    ])
  func remarks(target: String, settings: String, text: String, expected: [String]) throws {
    let made = try body(settings, text, for: target)
    #expect(made.remarks.map { "\($0.finding.severity) \($0.finding.rule)" } == expected)
  }

  @Test("A tier is the resolution that the target uses for it, in the body and in the price")
  func tiers() throws {
    func resolution(_ settings: String, _ target: String) throws -> String? {
      try body(settings, "x", for: target).json["settings"]?["resolution"]?.string
    }
    for target in ["kling.v3-omni", "kling.v3.t2v", "kling.o1-omni"] {
      #expect(try resolution("tier: pro", target) == "1080p")
      #expect(try resolution("tier: standard", target) == "720p")
      #expect(try resolution("duration: 5", target) == "720p")
    }
    #expect(try resolution("tier: 4k", "kling.v3-omni") == "4k")
    let o1 = try body("tier: 4k", "x", for: "kling.o1-omni")
    #expect(
      o1.remarks.map(\.finding.message) == ["kling.o1-omni has no tier 4k; it would render 720p"])
    let both = try body("tier: pro\nresolution: 720p", "x", for: "kling.v3-omni")
    #expect(
      both.remarks.map(\.finding.message) == [
        "tier pro means 1080p at kling.v3-omni, but resolution is 720p"
      ])
  }

  @Test("give each file its own name, and only one")
  func names() throws {
    let member = Cast.member("mira", [.front, .left, .left, .unsorted])
    var names = RequestFileNames()
    let placeholders = member.files.map { names.placeholder($0, of: member) }
    #expect(
      placeholders == [
        "castbook:references/mira-front.jpg", "castbook:references/mira-left.jpg",
        "castbook:references/mira-left-2.jpg", "castbook:references/mira-4.jpg",
      ])
    #expect(names.placeholder(member.files[2], of: member) == placeholders[2])
    #expect(names.placeholder("start", path: "../../etc/x.JPEG") == "castbook:references/start.jpg")
    #expect(names.placeholder("end", path: "a.j/../pg") == "castbook:references/end")
    #expect(names.files.count == 6)
  }

  @Test("are equal each time")
  func same() throws {
    let texts = try (0..<3).map { _ in
      try body("start: a.jpg", "@mira, @mug", for: "fal.kling-v3.i2v").json.compactText
    }
    #expect(Set(texts).count == 1)
  }
}
