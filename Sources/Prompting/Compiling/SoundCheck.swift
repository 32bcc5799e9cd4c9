internal import Model
internal import Targets

/// Finds dialogue that would not be heard, and speakers without a voice.
struct SoundCheck {
  let script: PromptScript
  let setup: PromptSetup
  let bindings: [CompiledPrompt.Binding]
  let counts: [Slot: Int]
  let sound: PromptSound

  private var profile: TargetProfile { setup.profile }

  /// All findings on sound, which only warn.
  var remarks: [PromptRemark] {
    let original = script.settings.audio.flatMap(missingVideo)
    guard script.hasSpeech else { return [original].compactMap(\.self) }
    return [original, silence ?? cost].compactMap(\.self) + voiceless
  }

  /// Returns the error for keeping the sound of a video when there is no video.
  private func missingVideo(_ setting: Located<SoundSetting>) -> PromptRemark? {
    guard setting.value == .original, profile[.video] != nil, !hasVideo else { return nil }
    return .error(
      .requestMissing, at: setting.location,
      "audio: original keeps the sound of a video, but no video is set",
      fix: "add video: PATH, or set audio to on or off")
  }

  // MARK: Silence

  /// The location of the first spoken line.
  private var location: TextLocation? { script.dialogue.lines.first?.location }

  /// What the speech is, in words: `shots 1 and 3 have dialogue`.
  private var speechDescription: String {
    let shots = Set(script.dialogue.lines.compactMap(\.shot)).sorted().map(String.init)
    if script.dialogue.lines.isEmpty {
      let names = script.voices.map { "\($0.handle)" }.joined(separator: ", ")
      return "the prompt names the \(script.voices.count == 1 ? "voice" : "voices") \(names)"
    }
    if shots.isEmpty { return "the prompt has dialogue" }
    if shots.count == 1 { return "shot \(shots[0]) has dialogue" }
    return "shots \(Quantity.list(shots, beforeLast: " and ")) have dialogue"
  }

  /// The finding on dialogue that will not be heard, or may not be; `nil` when it will.
  private var silence: PromptRemark? {
    switch (sound.setting, sound.cause) {
    case (.on, _): nil
    case (.off, .shotFile) where isMade:
      warning(
        "but audio is off, so speech won't be heard",
        fix: "remove audio: off, or remove the dialogue")
    case (.off, .inputs(let reason)):
      warning(
        "but \(profile.id) makes no sound with these inputs"
          + (reason.map { " (\($0))" } ?? ""),
        fix: "remove the video, or choose another target")
    case (.original, _): original
    case (_, .video) where hasVideo: original
    case (.off, .endpoint(let fact)): silentTarget(fact)
    case (_, .video), (.off, _): silentTarget(nil)
    case (nil, _): unknown
    }
  }

  /// The warning that only the sound of the input video is kept.
  private var original: PromptRemark {
    warning(
      "but only the sound of the input video is kept, so speech won't be heard",
      fix: "remove the dialogue, or choose a target that makes sound")
  }

  private var hasVideo: Bool { counts[.video, default: 0] > 0 }

  /// Whether there would be sound if the shot file did not turn it off.
  private var isMade: Bool { setup.fields.contains { $0.value(for: .on) != nil } }

  private func silentTarget(_ fact: Fact<SoundSetting>?) -> PromptRemark {
    warning(
      "but \(profile.id) makes no sound" + (fact?.confidence.remark ?? ""),
      fix: "choose a target with sound, or add the voices afterwards", basis: fact?.confidence)
  }

  /// Returns a warning on dialogue that won't be heard.
  private func warning(_ words: String, fix: String, basis: Basis? = nil) -> PromptRemark {
    setup.remark(
      Finding(
        .promptSilentDialogue, .warning, message: "\(speechDescription), \(words)", fix: fix),
      basis, at: script.settings.audio?.location ?? location)
  }

  /// The note that no source mentions sound, or `nil` for pictures, which have none, and apps,
  /// of which nothing is known.
  private var unknown: PromptRemark? {
    if profile.audio == nil && profile.duration == nil || profile.request.isEmpty { return nil }
    return .note(
      .promptSilentDialogue, at: location,
      "\(speechDescription), but no source says whether \(profile.id) makes sound",
      fix: "choose a target with sound, or try it with one short render")
  }

  /// The note that dialogue turned sound on where it is off by default, because it may cost
  /// more.
  private var cost: PromptRemark? {
    guard case .dialogue = sound.cause,
      let field = setup.fields.first(where: { $0.field.content == .audio }),
      field.sound(of: field.defaultValue) == .off
    else { return nil }
    return .note(
      .promptSoundOn, at: location, "\(speechDescription), so sound is turned on for \(profile.id)",
      fix: "write audio: off for a silent draft")
  }

  // MARK: Voices

  /// The notes on speakers without a voice, where the target accepts one.
  private var voiceless: [PromptRemark] {
    guard sound.isAudible else { return [] }
    guard let rules = profile[.voice] else { return leftVoices }
    var known: Set<ULID> = []
    var remarks: [PromptRemark] = []
    for line in script.dialogue.lines {
      // When several may be the speaker, it is enough that one of them has a voice.
      for member in script.members
      where line.speakers == [member.element] && known.insert(member.element).inserted {
        if hasVoice(member) { continue }
        if let voice = member.voice {
          guard rules.via == nil, acceptsSamples, !isNamed(voice) else { continue }
          remarks.append(
            voiceless(
              line,
              "\(member.handle) speaks, but \(voice.handle) is sent only if the text names it",
              fix: "write \(voice.handle): \"…\""))
        } else {
          remarks.append(
            voiceless(
              line, "\(member.handle) speaks but has no voice",
              fix: "castbook bind \(member.handle) @VOICE, or accept any voice"))
        }
      }
    }
    if let line = script.dialogue.lines.first(where: \.speakers.isEmpty) {
      remarks.append(
        voiceless(
          line, "no one in the cast says \"\(sanitized(String(line.text.prefix(40))))\"",
          fix: "name the speaker as an element with a voice, or accept any voice"))
    }
    return remarks
  }

  /// The notes on speakers whose voices the target doesn't take.
  private var leftVoices: [PromptRemark] {
    var known: Set<ULID> = []
    return script.dialogue.lines.flatMap { line in
      script.members.filter { line.speakers == [$0.element] && known.insert($0.element).inserted }
        .compactMap { member in
          member.voice.map { voice in
            .note(
              .requestVoiceLeft, at: line.location,
              "\(profile.id) takes no voices, so \(voice.handle) is not sent and the model chooses "
                + "how \(member.handle) sounds",
              fix: "accept any voice, or choose a target with voices")
          }
        }
    }
  }

  /// Whether voices are sent as samples beside pictures; then the text must name them.
  private var acceptsSamples: Bool {
    setup.fields.contains { $0.field.content == .voices || $0.field.form == .roles }
  }

  /// Returns whether the text names a voice.
  private func isNamed(_ voice: CastVoice) -> Bool {
    script.voices.contains { $0.element == voice.element }
  }

  /// Returns a note on a speaker without a voice.
  private func voiceless(
    _ line: Dialogue.Line, _ words: String, fix: String
  ) -> PromptRemark {
    .note(
      .promptSpeakerWithoutVoice, at: line.location, "\(words), so the model chooses a voice",
      fix: fix
    )
  }

  /// Returns whether an element is sent as a clip, in which case it speaks as in the clip.
  private func hasVoice(_ member: CastMember) -> Bool {
    bindings.contains { binding in
      guard case .element(let other, let sent, _) = binding.subject else { return false }
      return other.element == member.element && sent.contains { $0.medium == .clip }
    }
  }
}
