internal import Model
public import Targets

/// What will be heard in a video, why, and who speaks in it.
public struct PromptSound: Sendable {
  /// `nil` where no source says.
  public let setting: SoundSetting?
  /// What is asked for in place of the target's default.
  package let asked: SoundSetting?
  let cause: Cause
  private let speakers: Set<ULID>
  private let hasLines: Bool
  private let rule: Rule

  /// How the sound is chosen where the shot file does not say.
  public enum Rule: Sendable {
    /// Dialogue turns it on, and nobody gets a voice who won't be heard.
    case byDialogue
    /// It is the target's default, and everybody gets a voice: so earlier versions compiled.
    case byDefault
  }

  /// What the sound rests on.
  enum Cause {
    case said, dialogue, standard
    /// What goes in rules out the sound that dialogue would turn on; with the provider's reason.
    case inputs(String?)
    /// The endpoint keeps the sound of a video, and makes none.
    case video
    /// The endpoint has no field for it.
    case endpoint(Fact<SoundSetting>)
    case unknown
  }

  init(
    _ script: PromptScript, _ setup: PromptSetup, _ counts: [Slot: Int], obstacle: String?,
    rule: Rule
  ) {
    self.rule = rule
    speakers = script.dialogue.speakers.union(script.voices.map(\.element))
    hasLines = script.hasSpeech
    let fields = setup.fields
    let own = fields.first { $0.field.takes == .audio }
    let kept = fields.first { $0.field.takes == .originalSound }
    asked = setup.sound
    let standard = own?.sound(of: own?.standard)
    if let own, let forced = own.forced(by: counts, setup.settings) {
      setting = own.sound(of: forced)
      cause = .inputs(own.reason(for: counts, setup.settings))
    } else if let asked, (own?.value(for: asked) ?? kept?.value(for: asked)) != nil {
      setting = asked
      cause = script.settings.audio == nil ? .dialogue : .said
    } else if own == nil, let kept {
      setting = kept.sound(of: kept.standard) ?? setup.profile.audio?.withoutField?.value
      cause = .video
    } else if own != nil {
      let keepsOriginal = kept?.sound(of: kept?.standard) == .original
      let hasVideo = counts[.video, default: 0] > 0
      setting = standard != .on && keepsOriginal && hasVideo ? .original : standard
      cause = obstacle.map { .inputs($0) } ?? .standard
    } else if let fact = setup.profile.audio?.withoutField {
      setting = fact.value
      cause = .endpoint(fact)
    } else if setup.profile.request.isEmpty, setup.profile.audio != nil {
      // In an app it is set by hand.
      setting = asked
      cause = asked == nil ? .unknown : script.settings.audio == nil ? .dialogue : .said
    } else {
      setting = nil
      cause = .unknown
    }
  }

  /// Whether somebody will be heard with a voice of their own in the video.
  package func isHeard(_ member: CastMember) -> Bool {
    switch rule {
    case .byDefault: setting == .on
    case .byDialogue: isAudible && maySpeak(member)
    }
  }

  /// Whether an element that is made for the request gets its voice.
  package func givesVoice(_ member: CastMember) -> Bool {
    rule == .byDefault || isHeard(member)
  }

  /// What somebody sets who fills in an app, where the shot file or its dialogue asks for it.
  package var byHand: SoundSetting? { rule == .byDialogue ? asked : nil }

  /// Sound is made, or no source says that it is not.
  var isAudible: Bool { setting == .on || setting == nil }

  /// Where no line is written anybody may speak.
  private func maySpeak(_ member: CastMember) -> Bool {
    !hasLines || speakers.contains(member.element)
      || member.voice.map { speakers.contains($0.element) } ?? false
  }
}

extension PromptScript {
  /// Whether somebody is to be heard: lines are spoken, or a voice is named.
  var hasSpeech: Bool { !dialogue.lines.isEmpty || !voices.isEmpty }
}

extension PromptSetup {
  /// The fields that the endpoint has.
  var fields: [FieldFacts] { profile.fields(at: endpoint) }

  /// The names of those that choose the sound.
  var soundFields: Set<String> {
    Set(
      fields.map(\.field).filter { $0.takes == .audio || $0.takes == .originalSound }
        .map(\.name))
  }
}
