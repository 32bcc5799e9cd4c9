import CastSupport
import Model
import Targets

@testable import Bundles

/// One form of a request: what goes in, and how it is said. Every target is asked for a body of every shape.
struct RequestShape: Sendable {
  let name: String
  let shot: RequiredThings.Shot
  /// Whether the ids of elements and voices are known already.
  var isRegistered = false

  private init(
    _ name: String, _ text: String, _ settings: [String: String] = [:], images: Int = 0,
    middles: Int = 0, isRegistered: Bool = false
  ) {
    self.name = name
    shot = RequiredThings.Shot(text: text, settings: settings, images: images, middles: middles)
    self.isRegistered = isRegistered
  }

  private init(_ name: String, _ shot: RequiredThings.Shot, isRegistered: Bool) {
    self.name = name
    self.shot = shot
    self.isRegistered = isRegistered
  }

  /// What the name of a completed shape ends with.
  static let whole = ", complete"

  /// The same with what the target requires, where that is not in it yet.
  func completed(by required: RequiredThings.Shot) -> RequestShape {
    var whole = shot
    whole.settings.merge(required.settings) { own, _ in own }
    whole.images = max(whole.images, required.images)
    whole.middles = max(whole.middles, required.middles)
    if required.text.contains("@"), !whole.text.contains("@") { whole.text += " @anna waits." }
    return RequestShape(name + Self.whole, whole, isRegistered: isRegistered)
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

  static let common = [
    RequestShape("text", plain),
    RequestShape("one character", "@anna waits."),
    RequestShape("two characters", two),
    RequestShape("two speakers", lines, ["audio": "on"]),
    RequestShape("two speakers, registered", lines, ["audio": "on"], isRegistered: true),
    RequestShape("two speakers, no setting of sound", lines),
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
    RequestShape("element of a clip", "@dancer turns."),
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
    RequestShape("sound on", plain, ["audio": "on"]),
    RequestShape("sound off", plain, ["audio": "off"]),
  ]

  // MARK: Settings

  /// Every setting that the target has at this endpoint: all of them at once, and each value by itself.
  static func settings(at place: RequiredThings.Place, of profile: TargetProfile) -> [RequestShape]
  {
    var all: [String: String] = [:]
    var single: [RequestShape] = []
    for facts in profile.request.compactMap({ FieldFacts($0, at: place.endpoint) }) {
      guard let takes = facts.field.takes else { continue }
      let values = words(for: takes, facts, profile)
      guard let last = values.last else { continue }
      all[takes.rawValue] = last
      // The two ends of sound are shapes of their own.
      guard takes != .audio else { continue }
      for value in values where takes == .duration || values.count > 1 {
        single.append(
          RequestShape("\(takes.rawValue) \(value)", plain, [takes.rawValue: value]))
      }
    }
    return all.isEmpty ? [] : [RequestShape("all settings", plain, all)] + single
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
      return texts.filter {
        $0 == "auto" || $0.split(separator: ":").compactMap { Int($0) }.count == 2
      }
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

  /// Two who speak, two who don't, and one of whom there is only a clip.
  static let cast = Cast(members: [
    Cast.member("mira", name: "Mira Okafor", description: "Tall.", voice: "mira_voice"),
    Cast.member("noor", name: "Noor Haddad", description: "In a red scarf.", voice: "noor_voice"),
    Cast.member("anna", name: "Anna", description: "A postwoman."),
    Cast.member("hugo", name: "Hugo", description: "An old man.", [.front, .left]),
    Cast.member("dancer", name: "The dancer", description: "In white.", [.clip]),
    Cast.member("mira_voice", kind: .voice, [.voice]),
    Cast.member("noor_voice", kind: .voice, [.voice]),
  ])
}
