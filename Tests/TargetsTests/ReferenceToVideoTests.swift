import Model
import Testing

@testable import Targets

@Suite("fal.kling-o3.r2v, every fact")
struct ReferenceToVideo {
  let catalogue: TargetCatalogue
  let profile: TargetProfile

  init() throws {
    catalogue = try TargetCatalogue()
    profile = try catalogue.profile("fal.kling-o3.r2v")
  }

  @Test("It has three tiers of one endpoint, as of the schema of 2 August 2026")
  func endpoints() {
    #expect(profile.asOf == Day("2026-08-02"))
    #expect(profile.status == .live)
    #expect(profile.endpoints.map(\.tier) == ["standard", "pro", "4k"])
    #expect(
      profile.endpoints[0].path == "fal-ai/kling-video/o3/standard/reference-to-video")
    #expect(profile.sources[0].kind == .firstPartySchema)
  }

  @Test("An element is 2 to 4 pictures, and the schema says so")
  func pictures() throws {
    let pictures = try #require(profile[.element]?.pictures)
    #expect(pictures.value.bounds == "2...4")
    #expect(pictures.confidence == .stated)
    #expect(pictures.source == "schema")
  }

  @Test(
    "The limits on pictures are inferred, and say from what",
    arguments: [Slot.element, .image, .start, .end])
  func inferred(slot: Slot) throws {
    let rules = try #require(profile[slot])
    #expect(rules.via == nil)
    let formats = try #require(rules.formats)
    #expect(formats.value == [.jpeg, .png])
    #expect(formats.confidence == .inferred)
    #expect(formats.source == "kling-elements")
    #expect(formats.asOf == Day("2026-09-15"))
    let bytes = try #require(rules.bytes)
    #expect(bytes.value.stated == "10.0MB")
    #expect(bytes.value.decimal == 10_000_000)
    #expect(bytes.value.binary == 10_485_760)
    #expect(bytes.confidence == .inferred)
    #expect(bytes.source == "schema")
    #expect(bytes.note?.hasPrefix("printed by fal's schema on O1 element and start images") == true)
    #expect(rules.side?.value.bounds == "300...")
    #expect(rules.aspect?.value.minimum == Ratio(2, 5))
    #expect(rules.aspect?.value.maximum == Ratio(5, 2))
    #expect(rules.fetchSeconds?.value == 20)
  }

  @Test("A clip replaces the pictures of one element; its limits are official Kling's")
  func clip() throws {
    let rules = try #require(profile[.clip])
    #expect(rules.perRequest?.value.maximum == 1)
    #expect(rules.perRequest?.confidence == .stated)
    #expect(rules.seconds?.value.maximumMilliseconds == 8_000)
    #expect(rules.seconds?.confidence == .inferred)
    #expect(rules.bytes?.value.decimal == 200_000_000)
    #expect(rules.bytes?.value.binary == 209_715_200)
  }

  @Test("A voice is made by fal.kling.create-voice from 5 to 30 s")
  func voice() throws {
    let made = try #require(try catalogue.rules(for: .voice, of: profile))
    #expect(made.via == "fal.kling.create-voice")
    #expect(made.rules.seconds?.value.minimumMilliseconds == 5_000)
    #expect(made.rules.seconds?.value.maximumMilliseconds == 30_000)
    #expect(made.rules.formats?.value == [.mp3, .wav, .mp4, .mov])
  }

  @Test(
    "References are limited to seven, four with a video",
    arguments: [
      (4, 3, 0, true), (4, 4, 0, false), (7, 0, 0, true), (0, 8, 0, false),
      (2, 1, 1, true), (2, 2, 1, true), (3, 2, 1, false),
    ])
  func references(elements: Int, images: Int, clips: Int, fits: Bool) {
    let broken = profile.broken(by: [.element: elements, .image: images, .clip: clips])
      .filter { $0.count.confidence == .stated }
    #expect(broken.isEmpty == fits)
  }

  @Test("Whether the element with the video counts is unknown")
  func uncounted() {
    let broken = profile.broken(by: [.element: 2, .image: 2, .clip: 1])
    #expect(broken.map(\.count.confidence) == [.unverified])
    #expect(profile.limits[0].count.source == "page-4k")
  }

  @Test("A prompt has 2,500 characters; shots have a field of their own")
  func shots() throws {
    #expect(profile.prompt?.maximum?.value == 2500)
    let shots = try #require(profile.shots)
    #expect(shots.location == .field)
    #expect(shots.field == "multi_prompt")
    #expect(shots.types == ["customize", "intelligent"])
    #expect(shots.defaultType == "customize")
    #expect(shots.seconds?.value.bounds == "1...15")
    #expect(shots.seconds?.confidence == .stated)
    #expect(shots.maximumCharacters?.value == 512)
    #expect(shots.maximumCharacters?.confidence == .inferred)
    #expect(shots.count?.confidence == .inferred)
    #expect(shots.sum?.confidence == .inferred)
    #expect(profile.dialect?.element == "@Element{n}")
    #expect(profile.dialect?.image == "@Image{n}")
    #expect(profile.dialect?.voice == nil)
  }

  @Test("A request has ten fields, durations are texts, no negative prompt")
  func request() {
    #expect(
      profile.request.map(\.name) == [
        "prompt", "multi_prompt", "image_urls", "elements", "start_image_url", "end_image_url",
        "aspect_ratio", "duration", "generate_audio", "shot_type",
      ])
    #expect(profile.field("duration")?.default == "5")
    #expect(profile.field("duration")?.values == (3...15).map { .string(String($0)) })
    #expect(profile.field("generate_audio")?.default == false)
    #expect(profile.field("aspect_ratio")?.values == ["16:9", "9:16", "1:1"])
    let condition = RequestField.Condition(
      alternatives: [.init(counts: [], settings: [], without: ["multi_prompt"])],
      note: "without multi_prompt; never both")
    #expect(profile.field("prompt")?.required == .when(condition))
    #expect(profile.audio?.languages == ["zh", "en"])
  }

  @Test(
    "Prices are read on fal's pages or taken from official Kling",
    arguments: [
      ("standard", Price.Audio.off, "0.084", Basis.stated), ("standard", .on, "0.112", .stated),
      ("pro", .off, "0.112", .inferred), ("pro", .on, "0.14", .inferred),
      ("4k", .off, "0.42", .stated), ("4k", .on, "0.42", .stated),
    ])
  func price(tier: String, audio: Price.Audio, amount: String, basis: Basis) {
    #expect(profile.amount(PricedRequest(tier: tier, audio: audio)) == amount)
    let rows = profile.prices.filter { $0.tier == tier }
    #expect(rows.allSatisfy { $0.fact.confidence == basis })
  }
}

@Suite("Duration's JSON type")
struct DurationTypes {
  @Test(
    "is text on fal V3 and O3, KIE and legacy; a whole number on the new API and 4.0",
    arguments: [
      ("fal.kling-v3.i2v", JSONValue.string("5")), ("fal.kling-o3.r2v", .string("5")),
      ("kie.kling-3.0", .string("5")), ("kling.legacy.omni", .string("5")),
      ("kling.v3.i2v", .integer(5)), ("kling.v3-omni", .integer(5)),
      ("kling.o1-omni", .integer(5)), ("fal.kling-v4.r2v", .integer(5)),
    ])
  func type(id: String, value: JSONValue) throws {
    #expect(try TargetCatalogue().find(id).duration?.default == value)
  }
}
