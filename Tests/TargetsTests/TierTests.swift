import Model
import Targets
import Testing

@Suite("Tiers for a resolution")
struct Tiers {
  private static func refusal(_ tiers: String, takes: String = "resolution") -> String {
    let field =
      #"{ "name": "size", "takes": "\#(takes)", "type": "string", "values": ["720p", "1080p"] }, "#
    let text = SampleProfile.text.replacing(
      #""request": ["#, with: #""tiers": \#(tiers), "request": [\#(field)"#)
    return SampleProfile.refusal(of: Array(text.utf8))
  }

  @Test("are read, each with a resolution that the request accepts")
  func read() {
    let pro = #"{ "pro": { "resolution": "1080p" }, "confidence": "inferred" }"#
    #expect(Self.refusal(pro) == "accepted")
    for (tiers, message) in [
      (#"{ "pro": { "resolution": "4k" } }"#, #"(tiers.pro.resolution): "4k" is not a resolution"#),
      (#"{ "gold": { "resolution": "720p" } }"#, "gold"),
      (#"{ "pro": { "resolution": "720p", "seconds": 5 } }"#, "seconds"),
      (#"{ "pro": {} }"#, "resolution"), ("{}", "names no tier"),
      (#""pro""#, "should be an object"),
    ] {
      let refusal = Self.refusal(tiers)
      #expect(refusal != "accepted" && refusal.contains(message), "\(refusal)")
    }
    #expect(Self.refusal(pro, takes: "tier").contains("has its own tiers"))
    #expect(Self.refusal(pro, takes: "negative").contains("has no resolution"))
  }

  @Test("are those of Kling's own API, as far as it has the resolution")
  func kling() throws {
    let catalogue = try TargetCatalogue()
    for id in catalogue.ids {
      let profile = try catalogue.profile(id)
      guard let tiers = profile.tiers else { continue }
      #expect(tiers.value["standard"] == "720p" && tiers.value["pro"] == "1080p")
      #expect(tiers.confidence == .inferred && tiers.note != nil)
    }
    #expect(try catalogue.profile("kling.v3-omni").tiers?.value["4k"] == "4k")
    #expect(try catalogue.profile("kling.o1-omni").tiers?.value["4k"] == nil)
    #expect(try catalogue.profile("fal.kling-o3.r2v").tiers == nil)
  }
}

@Suite("The purpose of a target")
struct Kinds {
  @Test(
    "follows from its slots and the fields that it requires",
    arguments: [
      ("fal.kling-o3.i2v", TargetKind.firstFrame), ("fal.kling-o3.r2v", .references),
      ("fal.kling-o3.t2v", .text), ("fal.kling-o3.v2v", .video), ("fal.kling-v3.i2v", .firstFrame),
      ("fal.kling-v3.t2v", .text), ("fal.kling-v3.motion-control", .motion),
      ("kling.v3.motion-control", .motion), ("kling.voice.create", .voice),
      ("fal.kling.create-voice", .voice), ("kling.element.create", .element),
      ("runway.kling-3.0.i2v", .firstFrame), ("kling.v3-omni", .references),
    ])
  func kind(id: String, kind: TargetKind) throws {
    #expect(try TargetCatalogue().find(id).kind == kind)
  }

  @Test("distinguishes any two targets of one model at one provider")
  func twins() throws {
    let catalogue = try TargetCatalogue()
    var seen: [String: TargetID] = [:]
    for id in catalogue.ids {
      let profile = try catalogue.profile(id)
      let name = "\(profile.provider), \(profile.model), \(profile.kind?.label ?? "")"
      let twin = seen.updateValue(id, forKey: name)
      #expect(twin == nil, "\(id) and \(twin?.rawValue ?? "") are both \(name)")
    }
  }
}
