import Model
import Targets
import Testing

@Suite("A fact without its own source and day has them")
struct FactDefaulting {
  private func profile(_ old: String = "", _ new: String = "") throws -> TargetProfile {
    try ProfileLoader.load(SampleProfile.bytes(old, new), file: "my.json")
  }

  @Test("from the profile: stated, its first source, its day")
  func profileDefaults() throws {
    let fact = try #require(try profile()[.element]?.pictures)
    #expect(fact.confidence == .stated)
    #expect(fact.source == "page")
    #expect(fact.asOf == Day("2026-08-02"))
    #expect(fact.note == nil)
  }

  @Test("from the profile's basis")
  func profileBasis() throws {
    let profile = try profile(
      #""slots": {"#, #""basis": { "confidence": "unverified", "note": "hearsay" }, "slots": {"#)
    #expect(profile[.element]?.pictures?.confidence == .unverified)
    #expect(profile.prompt?.maximum?.note == "hearsay")
    #expect(profile.prices[0].fact.confidence == .unverified)
    #expect(profile.faces.confidence == .unverified)
  }

  @Test("from the slot's basis, which a fact's own values override")
  func slotBasis() throws {
    let profile = try profile(
      #""pictures": { "min": 2, "max": 4 },"#,
      """
      "basis": { "confidence": "inferred", "asOf": "2026-09-15" },
      "pictures": { "min": 2, "max": 4, "confidence": "stated", "note": "read" },
      """)
    let element = try #require(profile[.element])
    #expect(element.pictures?.confidence == .stated)
    #expect(element.pictures?.asOf == Day("2026-09-15"))
    #expect(element.pictures?.note == "read")
    #expect(element.bytes?.confidence == .inferred)
    #expect(profile[.clip]?.seconds?.confidence == .stated)
  }

  @Test(
    "and a note around it explains only the confidence and the source given there",
    arguments: [
      ("", "copied"), (#""asOf": "2026-01-01""#, "copied"),
      (#""confidence": "stated""#, nil), (#""source": "page""#, nil),
      (#""confidence": "stated", "note": "read""#, "read"),
    ])
  func noteOfBasis(own: String, note: String?) throws {
    let comma = own.isEmpty ? "" : ", "
    let profile = try profile(
      #""pictures": { "min": 2, "max": 4 },"#,
      """
      "basis": { "confidence": "inferred", "note": "copied" },
      "pictures": { "min": 2, "max": 4\(comma)\(own) },
      """)
    #expect(profile[.element]?.pictures?.note == note)
    #expect(profile[.element]?.bytes?.note == "copied")
  }

  @Test("and a plain value may be alone or under \"value\"")
  func value() throws {
    let profile = try profile(
      #""formats": ["jpeg", "png"]"#,
      #""formats": { "value": ["jpg", "jpeg"], "confidence": "inferred" }"#)
    #expect(profile[.element]?.formats?.value == [.jpeg])
    #expect(profile[.element]?.formats?.confidence == .inferred)
  }

  @Test("and exact fractions of seconds and ratios")
  func exact() throws {
    let profile = try profile()
    #expect(profile[.clip]?.seconds?.value.maximumMilliseconds == 15_500)
    #expect(profile[.element]?.aspect?.value.minimum == Ratio(2, 5))
    #expect(profile[.clip]?.aspects?.value.map(\.description) == ["16:9"])
  }

  @Test("and a maximum that may depend on a setting")
  func perSetting() throws {
    let target = try TargetCatalogue().profile("kling.v3.motion-control")
    let field = "settings.character_orientation"
    let seconds = try #require(target[.video]?.seconds?.value)
    #expect(seconds.minimumMilliseconds == 3_000)
    #expect(seconds.maximumMilliseconds == nil)
    #expect(
      seconds.perSetting == [Setting(field, "image"): 10_000, Setting(field, "video"): 30_000])
  }
}
