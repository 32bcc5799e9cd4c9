/// The targets that accept the clips of an element, and those that accept its voice.
public struct AcceptingTargets: Sendable {
  /// The targets that make an element from a clip, with its look and its voice.
  public internal(set) var clip: [TargetID] = []
  /// The targets that accept the sound of a voice.
  public internal(set) var voice: [TargetID] = []

  /// Reads all targets of the catalogue that have not ended. This takes noticeable time, so it is
  /// done only for what the element has.
  ///
  /// - Parameters:
  ///   - wantsClip: Whether the element has a clip.
  ///   - wantsVoice: Whether the element has or is a voice.
  init(clip wantsClip: Bool, voice wantsVoice: Bool, in catalogue: TargetCatalogue) throws {
    guard wantsClip || wantsVoice else { return }
    for id in catalogue.ids {
      let profile = try catalogue.profile(id)
      guard profile.status != .ended else { continue }
      if wantsClip, try catalogue.rules(for: .clip, of: profile) != nil { clip.append(id) }
      if wantsVoice, try catalogue.rules(for: .voice, of: profile) != nil { voice.append(id) }
    }
  }

  /// Returns the hosts that accept requests for the targets, each once: `fal, kie, kling`.
  public static func hosts(_ targets: [TargetID]) -> String {
    var hosts: [String] = []
    for target in targets {
      let host = target.provider
      if !hosts.contains(host) { hosts.append(host) }
    }
    return hosts.joined(separator: ", ")
  }
}
