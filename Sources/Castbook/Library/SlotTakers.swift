/// The targets that take clips of an element, and those that take its voice.
public struct SlotTakers: Sendable {
  /// Those that make an element of a clip, by look and voice together.
  public internal(set) var clip: [TargetID] = []
  /// Those that take the sound of a voice.
  public internal(set) var voice: [TargetID] = []

  /// Looks through all targets, which takes some time, for what an element has of both.
  init(clip wantsClip: Bool, voice wantsVoice: Bool, in catalogue: TargetCatalogue) throws {
    guard wantsClip || wantsVoice else { return }
    for id in catalogue.ids {
      let profile = try catalogue.profile(id)
      guard profile.status != .ended else { continue }
      if wantsClip, try catalogue.rules(for: .clip, of: profile) != nil { clip.append(id) }
      if wantsVoice, try catalogue.rules(for: .voice, of: profile) != nil { voice.append(id) }
    }
  }

  /// Where that is, by the host that takes the request: `fal, kie, kling`.
  public static func hosts(_ targets: [TargetID]) -> String {
    var hosts: [String] = []
    for target in targets {
      let host = String(target.rawValue.prefix { $0 != "." })
      if !hosts.contains(host) { hosts.append(host) }
    }
    return hosts.joined(separator: ", ")
  }
}
