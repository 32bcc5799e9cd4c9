import CastSupport
import Model
import Prompting
import Targets
import Testing

@testable import Bundles

/// Everything that a shot file asks for is in the request as it was asked, or a finding names it.
///
/// The bodies are read by the names of the profile's fields, not by the code that fills them.
@Suite("Nothing in a request is silent", .timeLimit(.minutes(10)))
struct NothingSilent {
  private typealias Shot = RequiredThings.Shot
  typealias Place = RequiredThings.Place

  /// A compiled shot: its body, and its findings with the lines that they are about.
  private struct Made {
    let profile: TargetProfile
    let endpoint: Endpoint?
    let body: JSONValue
    let files: [RequestFile]
    let remarks: [PromptRemark]

    /// Whether a finding is about a line of the shot file, or names one of some words.
    func reports(line: Int?, _ words: String...) -> Bool {
      remarks.contains { remark in
        let text = "\(remark.finding.message) \(remark.finding.rule)"
        return line != nil && remark.location?.line == line
          || words.contains { text.contains($0) }
      }
    }

    /// The words that the target's fields use for a value.
    func words(of takes: String, for value: String) throws -> [JSONValue] {
      (try JSONParser.parse(profile.bytes)["request"]?.array ?? [])
        .filter { $0["takes"]?.string == takes }.compactMap { $0["words"]?[value] }
    }

    /// The values of the fields that take a part of the shot file, at this endpoint.
    func values(of takes: String) throws -> [JSONValue] {
      let json = try JSONParser.parse(profile.bytes)
      let fields = (json["request"]?.array ?? []).filter { field in
        let only = (field["onlyEndpoints"]?.array ?? []).compactMap(\.string)
        return field["takes"]?.string == takes
          && (only.isEmpty || only.contains(endpoint?.path ?? "")
            || only.contains(endpoint?.variant ?? ""))
      }
      let wrap = json["wrap"]?.string.map { [$0] } ?? []
      return fields.compactMap { field in
        (wrap + (field["name"]?.string ?? "").split(separator: ".").map(String.init))
          .reduce(Optional(body)) { value, key in value?[key] }
      }
    }
  }

  private func make(_ shot: Shot, _ place: Place) throws -> Made {
    let catalogue = try TargetCatalogue()
    let profile = try catalogue.profile(place.target)
    let file = try ShotFile(text: shot.file)
    let script = try PromptScript(file, cast: Cast.standard)
    let prompt = try CompiledPrompt(script, for: profile, in: catalogue)
    let body = try #require(RequestBody(prompt, file.settings))
    return Made(
      profile: profile, endpoint: prompt.endpoint, body: body.json, files: body.files,
      remarks: script.remarks + prompt.remarks + body.remarks)
  }

  // MARK: Settings

  /// Values of each setting: what many targets accept, what few do, and what none does.
  private static let settings: [(key: String, values: [String])] = [
    (
      "duration",
      ["1", "2", "3", "4", "5", "6", "8", "10", "11", "12", "15", "16", "20", "30", "31", "60"]
    ),
    ("aspect", ["16:9", "9:16", "1:1", "21:9", "4:3", "7:5", "auto", "adaptive"]),
    ("resolution", ["480p", "720p", "1080p", "4k", "1k", "2k", "99p"]),
    ("audio", ["on", "off", "original"]), ("negative", ["rain"]), ("cfg", ["0", "0.5", "1"]),
    ("tier", ["standard", "pro", "4k"]), ("shot-type", ["customize", "intelligent", "odd"]),
    ("orientation", ["image", "video", "sideways"]), ("language", ["en"]),
  ]

  @Test(
    "Every setting is sent as it is written, or reported",
    arguments: try RequiredThings.places.get())
  func settings(place: Place) throws {
    let whole = try RequiredThings().complete(place)
    let listed = try TargetCatalogue().profile(place.target).fields(at: place.endpoint)
    for (key, values) in Self.settings {
      if key == "tier", place.endpoint.tier != nil { continue }
      let own = listed.filter { $0.field.content?.rawValue == key }.flatMap(\.values)
        .compactMap(\.string)
      for value in values + (["resolution", "orientation"].contains(key) ? own : []) {
        var shot = whole
        shot.settings[key] = value
        if key == "audio", value == "original" { shot.settings["video"] = "clip.mp4" }
        let made = try make(shot, place)
        let line = shot.file.split(separator: "\n").firstIndex(of: "\(key): \(value)").map {
          $0 + 1
        }
        guard !made.reports(line: line), try !isSent(key, value, made) else { continue }
        Issue.record("\(place.testDescription), \(key): \(value): \(made.body.compactText)")
      }
    }
  }

  /// Whether the body means what a setting says.
  private func isSent(_ key: String, _ value: String, _ made: Made) throws -> Bool {
    switch key {
    case "duration":
      return try made.values(of: key).contains { Self.digits($0.scalarText) == value }
    case "aspect":
      let words = try made.words(of: key, for: value)
      return try made.values(of: key).contains {
        Self.isSameRatio($0.scalarText ?? "", value) || words.contains($0)
      }
    case "tier":
      // A tier is an endpoint, a value of its own, or a resolution that the profile names.
      if made.endpoint?.tier == value { return true }
      let known = made.profile.tiers?.value[value]
      let sent = try made.values(of: "tier") + made.values(of: "resolution")
      return sent.contains { sent in
        [value, known, value == "standard" ? "std" : nil].contains(sent.scalarText?.lowercased())
      }
    case "audio":
      let words: Set<String> =
        switch value {
        case "on": ["true", "native", "on"]
        case "off": ["false", "off", "no"]
        default: ["true", "original", "yes"]
        }
      let fields =
        try made.values(of: "audio")
        + (value == "on" ? [] : made.values(of: "original-sound")) + Self.keptSounds(made.body)
      return fields.contains { words.contains($0.scalarText ?? "") }
        || made.profile.audio?.withoutField?.value.rawValue == value
    case "cfg":
      return try made.values(of: key).contains {
        $0.scalarText.flatMap(Double.init) == Double(value)
      }
    default:
      return try made.values(of: key).contains { $0.scalarText?.lowercased() == value.lowercased() }
    }
  }

  /// The words for a kept sound in the items of lists.
  private static func keptSounds(_ body: JSONValue) -> [JSONValue] {
    switch body {
    case .object(let members):
      members.flatMap { $0.key == "keep_original_sound" ? [$0.value] : keptSounds($0.value) }
    case .array(let items): items.flatMap(keptSounds)
    default: []
    }
  }

  private static func digits(_ text: String?) -> String? { text.map { $0.filter(\.isNumber) } }

  /// Whether two ratios are one, or a size in pixels is of a ratio.
  private static func isSameRatio(_ sent: String, _ asked: String) -> Bool {
    if sent.lowercased() == asked { return true }
    func ratio(_ text: String) -> Double? {
      let sides = text.split { ":x*".contains($0) }.compactMap { Double($0) }
      return sides.count == 2 ? sides[0] / sides[1] : nil
    }
    guard let sent = ratio(sent), let asked = ratio(asked) else { return false }
    return abs(sent - asked) <= asked * 0.031
  }

  // MARK: Inputs

  @Test(
    "Every file, element and word is sent, or reported", arguments: try RequiredThings.places.get())
  func inputs(place: Place) throws {
    let whole = try RequiredThings().complete(place)
    let inputs: [(name: String, change: (inout Shot) -> Void, sign: (RequestFile) -> Bool)] = [
      ("start.jpg", { $0.settings["start"] = "start.jpg" }, { $0.source == .path("start.jpg") }),
      ("end.jpg", { $0.settings["end"] = "end.jpg" }, { $0.source == .path("end.jpg") }),
      ("clip.mp4", { $0.settings["video"] = "clip.mp4" }, { $0.source == .path("clip.mp4") }),
      ("middle-0.jpg", { $0.middles = 1 }, { $0.source == .path("middle-0.jpg") }),
      ("picture-0.jpg", { $0.images = 1 }, { $0.source == .path("picture-0.jpg") }),
      ("picture-14.jpg", { $0.images = 15 }, { $0.source == .path("picture-14.jpg") }),
    ]
    for input in inputs {
      var shot = whole
      input.change(&shot)
      let made = try make(shot, place)
      let isReported =
        made.remarks.contains {
          $0.finding.severity == .error && $0.finding.rule.rawValue.hasPrefix("request.")
        } || made.reports(line: nil, input.name)
      #expect(
        made.files.contains(where: input.sign) || isReported,
        "\(input.name) is in no field: \(made.body.compactText)")
    }
    var shot = whole
    shot.text += " @mira meets a zebra."
    let made = try make(shot, place)
    let isShown =
      made.files.contains { if case .element = $0.source { true } else { false } }
      || made.body.compactText.contains("castbook:remote/@mira")
    #expect(isShown || made.reports(line: nil, "@mira"), "\(made.body.compactText)")
    #expect(
      made.body.compactText.contains("zebra") || made.remarks.isFailed, "\(made.body.compactText)")
  }

  @Test(
    "A video is used as the shot file says, or a finding says how it is used",
    arguments: try RequiredThings.places.get())
  func videoUse(place: Place) throws {
    let whole = try RequiredThings().complete(place)
    for use in ["reference", "edit", "extend"] {
      var shot = whole
      shot.settings["video"] = "clip.mp4"
      shot.settings["video-use"] = use
      let made = try make(shot, place)
      let line = shot.file.split(separator: "\n").firstIndex(of: "video-use: \(use)").map { $0 + 1 }
      guard made.files.contains(where: { $0.source == .path("clip.mp4") }),
        !made.reports(line: line)
      else { continue }
      let json = try JSONParser.parse(made.profile.bytes)
      let slot = json["slots"]?["video"]
      let endpoint = (json["endpoints"]?.array ?? []).first {
        $0["path"]?.string == made.endpoint?.path && $0["variant"]?.string == made.endpoint?.variant
      }
      let own = endpoint?["videoUse"]?.string ?? slot?["use"]?.string
      let uses = (slot?["uses"]?.array ?? []).compactMap(\.string)
      let sent = made.body.compactText
      func isWritten(_ starts: String...) -> Bool {
        uses.filter { use in starts.contains { use.hasPrefix($0) } }
          .contains { sent.contains("\"\($0)\"") || sent.contains("\"\($0)_video\"") }
      }
      let isEdit = isWritten("base", "edit")
      let isMeant =
        switch use {
        case "edit": own == use || isEdit
        case "extend": own == use || isWritten("extend")
        default: own == use || own == nil && !isEdit
        }
      #expect(isMeant, "\(place.testDescription), video-use: \(use): \(sent)")
    }
  }

  @Test(
    "A length is never left to the provider because a list also has auto",
    arguments: [3, 16, 20, 30])
  func automaticLength(seconds: Int) throws {
    let place = try #require(
      try RequiredThings.places.get().first { $0.target == "fal.seedance-2.0.r2v" })
    var shot = try RequiredThings().complete(place)
    shot.text = "@mira waits."
    shot.settings["duration"] = "\(seconds)"
    let made = try make(shot, place)
    let remark = try #require(made.remarks.first { $0.finding.rule == .promptDurationRange })
    #expect(remark.finding.severity == .error)
    #expect(
      remark.finding.message
        == "the video would be \(seconds) s long; fal.seedance-2.0.r2v makes 4–15 s; with auto it "
        + "chooses the length itself")
  }
}
