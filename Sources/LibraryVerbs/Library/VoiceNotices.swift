internal import Library
internal import Media

/// Notices when a voice is bound to an element: what a provider would refuse, and what may be a
/// mistake.
struct VoiceNotices {
  let library: ElementLibrary
  let contents: Contents
  private var today: Day { library.today }

  /// The difference of pitch, in semitones, above which a notice is made. Samples of one voice
  /// seldom differ by more.
  private static let maximumSemitones = 4.0
  /// The difference of loudness, in loudness units, above which one line is heard as louder than
  /// the next.
  private static let maximumLoudnessUnits = 6.0

  /// Returns the notices for a speaker and its new voice.
  ///
  /// - Parameter before: The voice that was bound until now, or `nil`.
  func notices(
    of speaker: ElementRevision, speakingWith voice: ULID, before: ULID?
  ) throws -> [String] {
    guard let entry = try contents.entries(of: voice).first,
      let found = try contents.revision(entry.revision)
    else { return [] }
    let revision = found.revision
    return try sound(of: revision, entry) + rights(of: entry, speaker) + person(revision, speaker)
      + comparison(of: revision, speaker, before: before)
  }

  /// Returns the findings of Kling's common rule for the voice's first sound.
  private func sound(of voice: ElementRevision, _ entry: ElementSummary) throws -> [String] {
    guard let facts = try facts(of: voice) else {
      return ["\(entry.handle) has no sound yet: castbook add voice \(entry.handle) FILE.wav"]
    }
    let kling = try CheckTarget(
      TargetCatalogue().profile(TargetCatalogue.defaultTarget), slot: .voice, in: TargetCatalogue())
    let checked = try library.judged(facts, of: .voice, [kling], contents)
    return checked.allFindings.filter { $0.severity > .note }.prefix(2).map {
      "\(entry.handle): \($0.sentence)"
    }
  }

  /// Returns a notice about the rights of the voice.
  private func rights(of entry: ElementSummary, _ speaker: ElementRevision) throws -> [String] {
    let words = RightsWords(today: today, isAboutToBeUsed: speaker.person == .real)
    return try words.finding(of: [entry], contents).map { ["\(entry.handle): \($0.sentence)"] }
      ?? []
  }

  /// Returns a notice if only one of the voice and the speaker is a real person's. That may be
  /// intended, but must not happen by mistake.
  private func person(_ voice: ElementRevision, _ speaker: ElementRevision) -> [String] {
    guard let speakerPerson = speaker.person, let voicePerson = voice.person,
      (speakerPerson == .real) != (voicePerson == .real)
    else { return [] }
    let isVoiceReal = voicePerson == .real
    let message =
      isVoiceReal
      ? "\(voice.handle) is a real person's voice, but \(speaker.handle) is not a real person"
      : "\(speaker.handle) is a real person, but \(voice.handle) is not a real person's voice"
    return [
      "\(message); if that person agrees, record it: castbook edit \(voice.handle) --basis consented"
    ]
  }

  /// Returns notices if the pitch or loudness differs much from the previous voice, or from the
  /// speaker's clips.
  private func comparison(
    of voice: ElementRevision, _ speaker: ElementRevision, before: ULID?
  ) throws -> [String] {
    guard let new = try facts(of: voice)?.sound?.measures else { return [] }
    var others: [(name: String, measures: SoundMeasures)] = []
    if let before, before != voice.element, let entry = try contents.entries(of: before).first,
      let old = try contents.revision(entry.revision)?.revision,
      let measures = try facts(of: old)?.sound?.measures
    {
      others.append(("\(entry.handle), the previous voice", measures))
    }
    for reference in speaker.references where reference.role == .clip {
      guard let measures = try facts(of: reference)?.sound?.measures else { continue }
      others.append(("the clip \(sanitized(reference.file))", measures))
    }
    return others.flatMap { Self.differences(new, from: $0.measures, of: $0.name, voice.handle) }
  }

  /// Returns notices about the differences between two measurements by the same version of the
  /// measures.
  private static func differences(
    _ new: SoundMeasures, from old: SoundMeasures, of name: String, _ handle: Handle
  ) -> [String] {
    guard new.version == old.version else { return [] }
    var notices: [String] = []
    if let newValue = new.pitch?.median, let oldValue = old.pitch?.median, newValue > 0,
      oldValue > 0
    {
      let difference = 12 * binaryLogarithm(newValue / oldValue)
      if abs(difference) > maximumSemitones {
        let number = VoiceWords.number(abs(difference))
        notices.append(
          "\(handle) is \(number) semitones \(difference > 0 ? "higher" : "lower") than \(name): listen to both"
        )
      }
    }
    if let newValue = new.loudness.number, let oldValue = old.loudness.number,
      abs(newValue - oldValue) > maximumLoudnessUnits
    {
      let number = VoiceWords.number(abs(newValue - oldValue))
      notices.append(
        "\(handle) is \(number) LU \(newValue > oldValue ? "louder" : "softer") than \(name)")
    }
    return notices
  }

  /// Returns the facts of a voice's first sound, or `nil` if the voice has no file or the file was
  /// never examined.
  private func facts(of voice: ElementRevision) throws -> FileFacts? {
    let sounds = voice.references.filter { $0.role == .voice }
    return try (sounds.first ?? voice.references.first).flatMap(facts)
  }

  /// Returns the facts of a file, or `nil` if it was never examined.
  private func facts(of reference: Reference) throws -> FileFacts? {
    try contents.blobs.facts(of: reference.blob, as: FilePath(reference.file) ?? .unnamed)
  }

  /// Returns the binary logarithm of a positive number, accurate to some thousandths, which is more
  /// than the notices show.
  private static func binaryLogarithm(_ value: Double) -> Double {
    var (mantissa, exponent) = (value.significand, Double(value.exponent))
    var bit = 0.5
    for _ in 0..<16 {
      mantissa *= mantissa
      if mantissa >= 2 {
        mantissa /= 2
        exponent += bit
      }
      bit /= 2
    }
    return exponent
  }
}
