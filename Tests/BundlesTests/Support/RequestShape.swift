import CastSupport
import Model
import Prompting
import Targets

@testable import Bundles

/// One form of a request: its files, and how it is written. Every target is asked for a body of
/// every shape.
struct RequestShape: Sendable {
  private(set) var name: String
  private(set) var shot: RequiredThings.Shot
  /// Whether the ids of elements and voices are already known.
  private(set) var isRegistered = false
  /// The number that distinguishes this shape, if it is one of several that differ in that number
  /// alone.
  private(set) var series: Series?

  struct Series: Hashable, Sendable {
    var name: String
    let count: Int
  }

  private init(
    _ name: String, _ text: String, _ settings: [String: String] = [:], images: Int = 0,
    middles: Int = 0, isRegistered: Bool = false
  ) {
    self.name = name
    shot = RequiredThings.Shot(text: text, settings: settings, images: images, middles: middles)
    self.isRegistered = isRegistered
  }

  private init(
    _ count: Int, of things: String, _ text: String, _ settings: [String: String] = [:],
    images: Int = 0
  ) {
    self.init("\(count) \(things)", text, settings, images: images)
    series = Series(name: things, count: count)
  }

  /// Whether this shape differs from others in its length alone.
  var isOfLength: Bool { name.hasPrefix("\(RequestField.Content.duration) ") }

  /// The ending of a completed shape's name.
  static let whole = ", complete"

  /// The shape with what the target requires, if that is not in it yet.
  func completed(by required: RequiredThings.Shot) -> RequestShape {
    var whole = self
    whole.name += Self.whole
    whole.series?.name += Self.whole
    whole.shot.settings.merge(required.settings) { own, _ in own }
    whole.shot.images = max(shot.images, required.images)
    whole.shot.middles = max(shot.middles, required.middles)
    let isNobody = !shot.text.replacing("@image", with: "").replacing("@video", with: "")
      .contains("@")
    if required.text.contains("@"), isNobody { whole.shot.text += " @anna waits." }
    return whole
  }

  // MARK: What goes in

  private static let plain = "A fox runs through the snow at dawn."
  private static let two = "@anna hands @hugo a letter."
  private static let lines = """
    @mira turns. @mira: "We open at nine." @noor: "I will be there."
    """

  private static func shots(_ count: Int, _ text: (Int) -> String) -> String {
    (1...count).map { "Shot \($0) (2s, wide): \(text($0))" }.joined(separator: "\n")
  }

  private static let six = shots(6) { "A fox runs past tree \($0)." }
  private static let sixOfTwo = shots(6) {
    $0.isMultiple(of: 2) ? "@hugo reads the letter." : "@anna waits by door \($0)."
  }

  private static let sixOfSpeakers = shots(6) {
    $0.isMultiple(of: 2) ? "@mira: \"We open at nine.\"" : "@noor: \"I will be there.\""
  }

  static let common = [
    RequestShape("text", plain),
    RequestShape("one character", "@anna waits."),
    RequestShape("two characters", two),
    RequestShape("two speakers", lines, ["audio": "on"]),
    RequestShape("two speakers, registered", lines, ["audio": "on"], isRegistered: true),
    RequestShape("two speakers, no setting of sound", lines),
    RequestShape("two speakers, sound off", lines, ["audio": "off"]),
    RequestShape("two speakers, start and end", lines, ["start": "a.jpg", "end": "b.png"]),
    RequestShape("two speakers and a clip", lines + " As in @video.", ["video": "c.mp4"]),
    RequestShape("one shot of two speakers", "Shot 1 (6s, wide): \(lines)"),
    RequestShape("six shots of two speakers, start", sixOfSpeakers, ["start": "a.jpg"]),
    RequestShape("start", plain, ["start": "a.jpg"]),
    RequestShape("start and end", plain, ["start": "a.jpg", "end": "b.png"]),
    RequestShape("end alone", plain, ["end": "b.png"]),
    RequestShape("frames between", plain, ["start": "a.jpg", "end": "b.png"], middles: 2),
    RequestShape("clip", "The fox of @video runs.", ["video": "c.mp4"]),
    RequestShape(
      "clip that is edited", "The fox of @video turns red.",
      ["video": "c.mp4", "video-use": "edit"]),
    RequestShape(
      "clip, a character and sound", "@anna walks into @video.", ["video": "c.mp4", "audio": "on"]),
    RequestShape("start and a clip", "The fox of @video.", ["start": "a.jpg", "video": "c.mp4"]),
    RequestShape(
      "start and a clip that is edited", "The fox of @video turns red.",
      ["start": "a.jpg", "video": "c.mp4", "video-use": "edit"]),
    RequestShape("start and four characters", characters(4), ["start": "a.jpg"]),
    RequestShape(
      "start and a character, 6 seconds", "@anna waits.", ["start": "a.jpg", "duration": "6"]),
    RequestShape("shots shorter than the video", shots(2) { "Tree \($0)." }, ["duration": "9"]),
    RequestShape("element of a clip", "@dancer turns."),
    RequestShape("element of a clip with a voice", "@singer turns.", ["audio": "on"]),
    RequestShape("two elements of clips", "@dancer turns to @singer."),
    RequestShape("element of one picture", "@stamp lies there."),
    RequestShape("element of seven pictures", "@statue stands there."),
    RequestShape("element of pictures and a clip", "@rider rides."),
    RequestShape(
      "element of whose files a clip is chosen", "@rider rides.", ["images": "@rider=clip"]),
    RequestShape(
      "element of whose files all are chosen", "@rider rides.",
      ["images": "@rider=front,left,clip"]),
    RequestShape("pictures", "The lamp of @image1 on the table of @image2.", images: 2),
    RequestShape("pictures and two characters", "@anna and @hugo in @image1.", images: 1),
    RequestShape("one shot", "Shot 1 (5s, wide): A fox runs."),
    RequestShape("six shots", six),
    RequestShape("six shots, intelligent", six, ["shot-type": "intelligent"]),
    RequestShape("six shots of two characters, start", sixOfTwo, ["start": "a.jpg"]),
    RequestShape("six shots, start and end", six, ["start": "a.jpg", "end": "b.png"]),
    RequestShape(
      "start, end, a picture and two characters", "@anna hands @hugo the lamp of @image1.",
      ["start": "a.jpg", "end": "b.png"], images: 1),
    RequestShape("six shots, one of them long", six + long(530)),
    RequestShape("shots of one second", "Shot 1 (1s): A fox.\nShot 2 (1s): A hare."),
    RequestShape("a value nobody has", plain, ["aspect": "7:5", "resolution": "99p"]),
    RequestShape("a long negative", plain, ["negative": "rain" + long(500)]),
    RequestShape("a longer negative", plain, ["negative": "rain" + long(2500)]),
    RequestShape("sound on", plain, ["audio": "on"]),
    RequestShape("sound off", plain, ["audio": "off"]),
  ]

  // MARK: How many

  /// Pictures and elements up to more than any target takes, alone and beside a clip.
  static let counted =
    [3, 4, 5, 7, 8, 9, 10, 11, 13].map {
      RequestShape($0, of: "pictures", "The lamp of @image1.", images: $0)
    }
    + [3, 4, 7, 8].map { RequestShape($0, of: "characters", characters($0)) }
    + [3, 4, 5].map {
      RequestShape($0, of: "pictures and a clip", plain, ["video": "c.mp4"], images: $0)
    }
    + [2, 3, 4, 5].map {
      RequestShape($0, of: "characters and a clip", characters($0), ["video": "c.mp4"])
    }
    + [2, 5, 6, 7].map {
      RequestShape(
        $0, of: "pictures, a start and two characters", two, ["start": "a.jpg"], images: $0)
    }

  /// Texts, lengths and lists of shots, from what every target accepts to what none does.
  static let measured =
    [1100, 1600, 2100, 2600, 5100].map {
      RequestShape($0, of: "characters of text", "A fox" + long($0))
    }
    + [700, 1300].map { RequestShape($0, of: "words in Chinese", sentences($0, "雪")) }
    + [1, 2, 11, 16, 21, 31].map {
      RequestShape($0, of: "seconds", plain, ["duration": "\($0)"])
    }
    + [7, 9].map { count in
      RequestShape(count, of: "shots", shots(count) { "A fox runs past tree \($0)." })
    }
    + [11, 16, 31].map { RequestShape($0, of: "seconds in one shot", "Shot 1 (\($0)s): A fox.") }

  private static func long(_ count: Int) -> String { sentences(count / 10, " and snow ") }

  private static func sentences(_ count: Int, _ words: String) -> String {
    String(repeating: words, count: count)
  }

  private static func characters(_ count: Int) -> String {
    (1...count).map { "@extra\($0)" }.joined(separator: ", ") + " wait."
  }

  // MARK: Settings

  /// Every setting that the target has at this endpoint: all of them together, and each value
  /// alone.
  static func settings(at place: RequiredThings.Place, of profile: TargetProfile) -> [RequestShape]
  {
    var all: [String: String] = [:]
    var single: [RequestShape] = []
    for facts in profile.fields(at: place.endpoint) {
      guard let takes = facts.field.content else { continue }
      let values = words(for: takes, facts, profile)
      guard let last = values.last else { continue }
      all[takes.rawValue] = last
      // The two ends of sound are shapes of their own.
      guard takes != .audio else { continue }
      if takes == .shotType {
        single += values.map {
          RequestShape("six shots, shot-type \($0)", six, [takes.rawValue: $0])
        }
      }
      for value in values where takes == .duration || values.count > 1 {
        single.append(
          RequestShape("\(takes.rawValue) \(value)", plain, [takes.rawValue: value]))
      }
    }
    guard !all.isEmpty else { return [] }
    // The duration of several shots is their sum.
    let others = all.filter { $0.key != RequestField.Content.duration.rawValue }
    if let tiers = profile.tiers?.value {
      single += tiers.keys.sorted().map { RequestShape("tier \($0)", plain, ["tier": $0]) }
    }
    return [
      RequestShape("all settings", plain, all),
      RequestShape("two speakers, all settings", lines, others),
      RequestShape("six shots, all settings", six, others),
      RequestShape(
        "start and end, all settings", plain,
        others.merging(["start": "a.jpg", "end": "b.png"]) { own, _ in own }),
    ] + single
  }

  private static func words(
    for content: RequestField.Content, _ facts: FieldFacts, _ profile: TargetProfile
  ) -> [String] {
    let texts = facts.values.compactMap(\.string)
    switch content {
    case .negative: return ["rain"]
    case .cfg: return ["0", "0.7", "1"]
    case .audio: return ["on", "off"]
    case .duration: return seconds(facts, profile)
    case .aspect:
      let sides = texts.map { $0.split(separator: ":").compactMap { Int($0) } }
      // A shot file has sides of at most four digits.
      let ratios = zip(texts, sides).filter { text, sides in
        text == "auto" || sides.count == 2 && sides.allSatisfy { $0 < 10_000 }
      }.map(\.0)
      // A size is also chosen by its ratio.
      let isInPixels = sides.contains { $0.count == 2 && $0[0] >= 100 }
      return isInPixels ? ratios + ["21:9", "16:9", "9:16", "1:1"] : ratios
    case .tier: return ["standard", "pro", "4k"].filter { facts.tier($0) != nil }
    case .resolution, .orientation, .shotType: return texts
    default: return []
    }
  }

  private static func seconds(_ facts: FieldFacts, _ profile: TargetProfile) -> [String] {
    let listed = facts.values.isEmpty ? profile.duration?.values ?? [] : facts.values
    let numbers = listed.compactMap { value in
      value.integer ?? value.string.flatMap { Int($0.hasSuffix("s") ? $0.dropLast() : $0[...]) }
    }
    if !numbers.isEmpty { return numbers.map(String.init) }
    guard let range = profile.duration?.seconds else { return ["5"] }
    return [range.minimum, range.maximum].compactMap(\.self).map { "\($0)" }
  }

  /// Two speakers, two without a voice, one of whom has only a clip, and a crowd.
  static let cast = Cast(
    members: (speakers + (1...8).map { Cast.member("extra\($0)", name: "Extra \($0)") })
      .map(named))

  /// The member with files whose suffixes match their kinds, so that a schema can distinguish a
  /// clip from a picture.
  private static func named(_ member: CastMember) -> CastMember {
    CastMember(
      element: member.element, revision: member.revision, sequence: member.sequence,
      handle: member.handle, name: member.name, description: member.description, kind: member.kind,
      isPinned: member.isPinned, person: member.person,
      voice: member.voice.map {
        CastVoice(
          element: $0.element, revision: $0.revision, sequence: $0.sequence, handle: $0.handle,
          file: $0.file.map(named))
      },
      files: member.files.map(named))
  }

  private static func named(_ file: CastFile) -> CastFile {
    let suffixes: [MediaFormat.Medium: String] = [.clip: "mp4", .sound: "mp3"]
    return CastFile(
      number: file.number, blob: file.blob, role: file.role,
      name: "\(file.name.prefix { $0 != "." }).\(suffixes[file.medium] ?? "jpg")",
      medium: file.medium)
  }

  private static let speakers = [
    Cast.member("mira", name: "Mira Okafor", description: "Tall.", voice: "mira_voice"),
    Cast.member("noor", name: "Noor Haddad", description: "In a red scarf.", voice: "noor_voice"),
    Cast.member("anna", name: "Anna", description: "A postwoman."),
    Cast.member("hugo", name: "Hugo", description: "An old man.", [.front, .left]),
    Cast.member("dancer", name: "The dancer", description: "In white.", [.clip]),
    Cast.member("singer", name: "The singer", voice: "mira_voice", [.clip]),
    Cast.member("rider", name: "The rider", [.front, .left, .clip]),
    Cast.member("stamp", name: "The stamp", kind: .product, [.front]),
    Cast.member(
      "statue", name: "The statue", [.front, .left, .right, .back, .top, .detail, .unsorted]),
    Cast.member("mira_voice", kind: .voice, [.voice]),
    Cast.member("noor_voice", kind: .voice, [.voice]),
  ]
}
