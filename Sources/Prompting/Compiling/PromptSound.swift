internal import Model
public import Targets

/// The sound of a video, the reason for it, and who speaks.
public struct PromptSound: Sendable {
  /// Whether there is sound, or `nil` when no source says so.
  public let setting: SoundSetting?
  /// The sound that is requested instead of the target's default, and that users have to set in an
  /// app; `nil` when neither the shot file nor its dialogue requests one.
  package let requested: SoundSetting?
  /// The reason for `setting`.
  let cause: Cause
  private let speakers: Set<ULID>
  private let hasLines: Bool

  /// The reason for the sound of a video.
  enum Cause {
    /// The shot file sets it, its dialogue needs it, or it is the target's default.
    case shotFile, dialogue, targetDefault
    /// The inputs exclude the sound that dialogue would turn on; with the provider's reason, if
    /// known.
    case inputs(String?)
    /// The endpoint keeps the sound of an input video, and makes none.
    case video
    /// The endpoint has no field for sound.
    case endpoint(Fact<SoundSetting>)
    /// No source says whether there is sound.
    case unknown
  }

  /// Determines the sound of a request. Inputs that force a sound come first, then the request,
  /// then the target's defaults.
  init(
    _ script: PromptScript, _ setup: PromptSetup, _ counts: [Slot: Int], obstacle: String?
  ) {
    speakers = script.dialogue.speakers.union(script.voices.map(\.element))
    hasLines = script.hasSpeech
    let fields = setup.fields
    let own = fields.first { $0.field.content == .audio }
    let kept = fields.first { $0.field.content == .originalSound }
    requested = setup.sound
    let standard = own?.sound(of: own?.defaultValue)
    if let own, let forced = own.forced(by: counts, setup.settings) {
      setting = own.sound(of: forced)
      cause = .inputs(own.reason(for: counts, setup.settings))
    } else if let requested, (own?.value(for: requested) ?? kept?.value(for: requested)) != nil {
      setting = requested
      cause = script.settings.audio == nil ? .dialogue : .shotFile
    } else if own == nil, let kept {
      setting = kept.sound(of: kept.defaultValue) ?? setup.profile.audio?.withoutField?.value
      cause = .video
    } else if own != nil {
      let keepsOriginal = kept?.sound(of: kept?.defaultValue) == .original
      let hasVideo = counts[.video, default: 0] > 0
      setting = standard != .on && keepsOriginal && hasVideo ? .original : standard
      cause = obstacle.map { .inputs($0) } ?? .targetDefault
    } else if let fact = setup.profile.audio?.withoutField {
      setting = fact.value
      cause = .endpoint(fact)
    } else if setup.profile.request.isEmpty, setup.profile.audio != nil {
      // In an app the user sets the sound.
      setting = requested
      cause = requested == nil ? .unknown : script.settings.audio == nil ? .dialogue : .shotFile
    } else {
      setting = nil
      cause = .unknown
    }
  }

  /// Returns whether an element will be heard with a voice of its own.
  package func isHeard(_ member: CastMember) -> Bool { isAudible && maySpeak(member) }

  /// Whether sound is made, or may be because no source says that it is not.
  var isAudible: Bool { setting == .on || setting == nil }

  /// Returns whether an element may speak. In a prompt without lines, any element may.
  private func maySpeak(_ member: CastMember) -> Bool {
    !hasLines || speakers.contains(member.element)
      || member.voice.map { speakers.contains($0.element) } ?? false
  }
}

extension PromptScript {
  /// Whether the prompt has speech: spoken lines, or a voice that it names.
  var hasSpeech: Bool { !dialogue.lines.isEmpty || !voices.isEmpty }
}

extension PromptSetup {
  var fields: [FieldFacts] { profile.fields(at: endpoint) }

  /// The names of the fields that choose the sound.
  var soundFields: Set<String> {
    Set(
      fields.map(\.field).filter { $0.content == .audio || $0.content == .originalSound }
        .map(\.name))
  }
}
