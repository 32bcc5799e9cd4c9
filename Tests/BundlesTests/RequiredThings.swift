import CastSupport
import Model
import Prompting
import Targets
import Testing

@testable import Bundles

/// Tests each requirement that a source states: for every target, a shot file with all of them
/// passes, and one that lacks any of them is refused by name.
@Suite("The requirements of a source")
struct RequiredThings {
  /// A shot file in parts, so that each can be left out.
  struct Shot: Sendable {
    var text = "A fox runs through the snow at dawn."
    var settings: [String: String] = [:]
    var images = 0
    var middles = 0

    var file: String {
      let lines =
        settings.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        + (0..<images).map { "image: picture-\($0).jpg" }
        + (0..<middles).map { "middle: middle-\($0).jpg" }
      return (lines.isEmpty ? "" : "---\n\(lines.joined(separator: "\n"))\n---\n") + text
    }
  }

  struct Place: Sendable, CustomTestStringConvertible {
    let target: TargetID
    let endpoint: Endpoint

    var testDescription: String {
      [target.rawValue, endpoint.variant, endpoint.tier].compactMap(\.self).joined(separator: " ")
    }
  }

  static let places = Result {
    let catalogue = try TargetCatalogue()
    return try catalogue.ids.flatMap { id -> [Place] in
      let profile = try catalogue.profile(id)
      let isMaker = profile.request.allSatisfy { $0.content == nil }
      return isMaker ? [] : profile.endpoints.map { Place(target: id, endpoint: $0) }
    }
  }

  private func remarks(_ shot: Shot, _ place: Place) throws -> [PromptRemark] {
    let catalogue = try TargetCatalogue()
    let file = try ShotFile(text: shot.file)
    let script = try PromptScript(file, cast: Cast.standard)
    let prompt = try CompiledPrompt(script, for: catalogue.profile(place.target), in: catalogue)
    let body = try #require(RequestBody(prompt, file.settings))
    return prompt.remarks + body.remarks
  }

  /// The minimal shot that satisfies the target's facts.
  func complete(_ place: Place) throws -> Shot {
    let profile = try TargetCatalogue().profile(place.target)
    var shot = Shot()
    shot.settings["tier"] = place.endpoint.tier
    shot.settings["variant"] = place.endpoint.variant
    for rules in profile.slots {
      let settings = Set(
        [place.endpoint.variant.map { Setting("variant", $0) }].compactMap(\.self))
      let fact = rules.perRequest
      let range = fact?.perSetting.first { settings.contains($0.key) }?.value ?? fact?.value
      let minimum = range?.minimum ?? 0
      if minimum > 0 { add(rules.slot, minimum, to: &shot) }
    }
    for facts in profile.fields(at: place.endpoint) {
      // If pictures could replace a first frame, the frame is needed as long as there are none.
      let isNeeded =
        facts.isAlwaysRequired
        || facts.field.content == .start
          && facts.isRequired(with: [.image: shot.images], [], beside: [])
      guard isNeeded, facts.defaultValue == nil else { continue }
      switch facts.field.content {
      case .start, .frames: add(.start, 1, to: &shot)
      case .end: add(.end, 1, to: &shot)
      case .image, .images: add(.image, max(1, shot.images), to: &shot)
      case .video, .videos: add(.video, 1, to: &shot)
      case .aspect:
        shot.settings["aspect"] = facts.aspect("16:9") == nil ? facts.choices.first : "16:9"
      case .orientation: shot.settings["orientation"] = "video"
      case .duration: shot.settings["duration"] = "5"
      case .resolution: shot.settings["resolution"] = facts.values.first?.string
      default: break
      }
    }
    for limit in profile.limits
    where limit.when.isEmpty && limit.settings.isEmpty && limit.holds(at: place.endpoint) {
      let counts: [Slot: Int] = [
        .image: shot.images, .element: shot.text.contains("@") ? 1 : 0,
        .start: shot.settings["start"] == nil ? 0 : 1,
        .end: shot.settings["end"] == nil ? 0 : 1,
        .video: shot.settings["video"] == nil ? 0 : 1,
      ]
      let minimum = limit.count.value.minimum ?? 0
      let given = limit.sum.reduce(0) { $0 + (counts[$1] ?? 0) }
      if given < minimum { add(limit.sum[0], minimum - given, to: &shot) }
    }
    // A ratio may be needed only without a picture.
    for facts in profile.fields(at: place.endpoint)
    where facts.field.content == .aspect && facts.defaultValue == nil {
      if case .when = facts.required { shot.settings["aspect"] = "16:9" }
    }
    return shot
  }

  private func add(_ slot: Slot, _ count: Int, to shot: inout Shot) {
    switch slot {
    case .start, .end, .video:
      shot.settings[slot.rawValue] = "\(slot.rawValue).\(slot == .video ? "mp4" : "jpg")"
    case .middle: shot.middles = count
    case .image: shot.images = count
    case .element: shot.text = "@mira waits."
    case .clip, .voice: break
    }
  }

  private static let nouns: [Slot: String] = [
    .start: "a first frame", .end: "a last frame", .image: "reference picture", .video: "a video",
    .element: "an element", .middle: "a middle frame",
  ]

  /// Targets whose sources don't say enough for a body, and what these leave open.
  private static let uncovered: [String: String] = [
    "kie.kling-4.0.r2v": "the model's name was not read",
    "kie.kling-3.0-omni": "no field for the prompt was seen",
    "google.nano-banana-2": "its contents are parts with bytes, which no form writes",
    "google.nano-banana-pro": "its contents are parts with bytes, which no form writes",
    "google.veo-3.1": "its instances contain bytes, which no form writes",
    "runway.act-two": "it takes no words, and a shot file has some",
    "runware.kling-3.0": "each task needs an id of its own",
    "runware.kling-4.0": "each task needs an id of its own",
    "runware.kling-o3": "each task needs an id of its own",
    "together.video": "its models were not listed",
  ]

  @Test(
    "are sufficient, and without any of them the request is refused", arguments: try places.get())
  func walk(place: Place) throws {
    let whole = try complete(place)
    let errors = try remarks(whole, place).filter { $0.finding.severity == .error }
    if Self.uncovered[place.target.rawValue] != nil {
      #expect(!errors.isEmpty, "it has a body now")
      return
    }
    #expect(errors.isEmpty, "\(whole.file): \(errors.map(\.finding.message))")
    for slot in [Slot.start, .end, .video, .image, .element] {
      var part = whole
      switch slot {
      case .image:
        guard whole.images > 0 else { continue }
        part.images = 0
      case .element:
        guard whole.text.contains("@") else { continue }
        part.text = Shot().text
      default:
        guard part.settings.removeValue(forKey: slot.rawValue) != nil else { continue }
      }
      let found = try remarks(part, place)
      let missing = found.filter { $0.finding.rule == .requestMissing }
      #expect(found.isFailed, "without \(slot) it passes")
      #expect(
        missing.contains { $0.finding.message.contains(Self.nouns[slot] ?? "") },
        "without \(slot): \(found.map(\.finding.message))")
      #expect(missing.count == 1, "once each: \(missing.map(\.finding.message))")
    }
    let profile = try TargetCatalogue().profile(place.target)
    for key in ["aspect", "orientation", "duration", "resolution"] where whole.settings[key] != nil
    {
      let counts: [Slot: Int] = [
        .image: whole.images, .start: whole.settings["start"] == nil ? 0 : 1,
        .video: whole.settings["video"] == nil ? 0 : 1,
      ]
      let isNeeded = profile.fields(at: place.endpoint).contains {
        $0.field.content?.rawValue == key && $0.isRequired(with: counts, [], beside: [])
      }
      guard isNeeded else { continue }
      var part = whole
      part.settings[key] = nil
      let found = try remarks(part, place)
      #expect(found.contains { $0.finding.rule == .requestMissing }, "without \(key) it passes")
    }
  }

  /// Slots that are allowed only beside another slot: `end` beside `start`.
  private static let needs = Result {
    try places.get().flatMap { place in
      try TargetCatalogue().profile(place.target).limits.compactMap {
        limit -> (place: Place, given: Slot, needed: Slot)? in
        guard limit.holds(at: place.endpoint), limit.count.value.maximum == 0,
          limit.when.count == 1, limit.settings.isEmpty, limit.when[0].maximum == 0
        else { return nil }
        return (place, limit.sum[0], limit.when[0].slot)
      }
    }
  }

  @Test("that apply only together with something are tested by leaving that alone")
  func together() throws {
    let needs = try Self.needs.get()
    #expect(needs.contains { $0.place.target == "kling.v3-omni" })
    #expect(needs.contains { $0.place.target == "kling.legacy.omni" })
    for (place, given, needed) in needs where given != .voice {
      var shot = try complete(place)
      shot.settings[needed.rawValue] = nil
      add(given, 1, to: &shot)
      let found = try remarks(shot, place)
      let text = found.filter { $0.finding.rule == .requestMissing }.map(\.finding.message)
      #expect(
        found.isFailed && text.contains { $0.contains(Self.nouns[needed] ?? needed.rawValue) },
        "\(place.testDescription): \(given) without \(needed): \(found.map(\.finding.message))")
    }
  }

  @Test(
    "on length hold for the files in a request",
    arguments: [
      ("kling.o1-omni", "start: a.jpg\nduration: 7", true),
      ("kling.o1-omni", "start: a.jpg\nduration: 10", false),
      ("kling.o1-omni", "start: a.jpg\nimage: b.jpg\nduration: 7", false),
      ("fal.luma-ray-3.2.i2v", "duration: 10", true),
      ("fal.luma-ray-3.2.i2v", "image: a.jpg\nduration: 10", false),
    ])
  func lengths(target: String, settings: String, isExpected: Bool) throws {
    let place = try #require(try Self.places.get().first { $0.target.rawValue == target })
    let catalogue = try TargetCatalogue()
    let file = try ShotFile(text: "---\n\(settings)\n---\nA fox.")
    let script = try PromptScript(file, cast: Cast.standard)
    let prompt = try CompiledPrompt(script, for: catalogue.profile(place.target), in: catalogue)
    let isReported = prompt.remarks.contains { $0.finding.rule == .promptDurationRange }
    #expect(isReported == isExpected, "\(prompt.remarks.map(\.finding.message))")
  }

  /// Contents of fields that are not settings.
  private static let unread: [RequestField.Content?] = [
    .prompt, .shots, .start, .middle, .end, .image, .video, .frames, .images, .videos, .voices,
    .elements, .contents,
  ]

  @Test("and limits depend on things that the compiler can know")
  func knowable() throws {
    let catalogue = try TargetCatalogue()
    for id in catalogue.ids {
      let profile = try catalogue.profile(id)
      let conditions =
        profile.limits.flatMap(\.settings)
        + (profile.duration?.byInput.flatMap(\.settings) ?? [])
        + profile.request.flatMap(\.byInput).flatMap(\.settings)
      for setting in conditions {
        let field = profile.request.first { $0.name == setting.field }
        let isKnown =
          ["tier", "variant"].contains(setting.field)
          || profile[.video]?.uses.contains(setting.value) == true
          || field.map { !Self.unread.contains($0.content) } == true
        #expect(isKnown, "\(id): \(setting) can never hold")
      }
    }
  }

  @Test("in words alone are absent from the profiles of the catalogue")
  func words() throws {
    let catalogue = try TargetCatalogue()
    for id in catalogue.ids {
      for field in try catalogue.profile(id).request {
        for required in [field.required] + field.perEndpoint.values.compactMap(\.required) {
          if case .words(let words) = required {
            Issue.record("\(id) \(field.name): nothing checks \"\(words)\"")
          }
        }
      }
    }
  }
}
