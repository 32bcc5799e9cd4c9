internal import Library
internal import Media

/// What is to be said when somebody is given a voice: what would make the pair refused, or wrong.
struct VoiceNotices {
  let library: ElementLibrary
  let contents: Contents
  private var today: Day { library.today }

  init(_ library: ElementLibrary, _ contents: Contents) {
    self.library = library
    self.contents = contents
  }

  /// Samples of one voice seldom lie further apart than this.
  private static let semitones = 4.0
  /// Loudness units from which on one line is heard as louder than the next.
  private static let units = 6.0

  /// `before` is the voice that was bound until now.
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

  /// What the common rule of Kling says of its first sound.
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

  private func rights(of entry: ElementSummary, _ speaker: ElementRevision) throws -> [String] {
    let words = RightsWords(today: today, isUsed: speaker.person == .real)
    return try words.finding(of: [entry], contents).map { ["\(entry.handle): \($0.sentence)"] }
      ?? []
  }

  /// Somebody's own voice on somebody who is no real person, or the other way round: perhaps meant, and never
  /// to be done by mistake.
  private func person(_ voice: ElementRevision, _ speaker: ElementRevision) -> [String] {
    guard let who = speaker.person, let whose = voice.person, (who == .real) != (whose == .real)
    else { return [] }
    let isTheVoice = whose == .real
    let message =
      isTheVoice
      ? "\(voice.handle) is a real person's voice, but \(speaker.handle) is not a real person"
      : "\(speaker.handle) is a real person, but \(voice.handle) is not a real person's voice"
    return [
      "\(message); if that person agrees, record it: castbook edit \(voice.handle) --basis consented"
    ]
  }

  /// A hint where the pitch or the level lies far from what the speaker sounded like until now.
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

  private static func differences(
    _ new: SoundMeasures, from old: SoundMeasures, of name: String, _ handle: Handle
  ) -> [String] {
    guard new.version == old.version else { return [] }
    var notices: [String] = []
    if let one = new.pitch?.median, let other = old.pitch?.median, one > 0, other > 0 {
      let apart = 12 * binaryLogarithm(one / other)
      if abs(apart) > semitones {
        let number = VoiceWords.number(abs(apart))
        notices.append(
          "\(handle) is \(number) semitones \(apart > 0 ? "higher" : "lower") than \(name): listen to both"
        )
      }
    }
    if let one = new.loudness.number, let other = old.loudness.number, abs(one - other) > units {
      let number = VoiceWords.number(abs(one - other))
      notices.append("\(handle) is \(number) LU \(one > other ? "louder" : "softer") than \(name)")
    }
    return notices
  }

  private func facts(of voice: ElementRevision) throws -> FileFacts? {
    let sounds = voice.references.filter { $0.role == .voice }
    return try (sounds.first ?? voice.references.first).flatMap(facts)
  }

  private func facts(of reference: Reference) throws -> FileFacts? {
    try contents.facts(of: reference.blob, as: FilePath(reference.file) ?? .nameless)
  }

  /// To some thousandths, which is more than is said.
  private static func binaryLogarithm(_ value: Double) -> Double {
    var (mantissa, whole) = (value.significand, Double(value.exponent))
    var bit = 0.5
    for _ in 0..<16 {
      mantissa *= mantissa
      if mantissa >= 2 {
        mantissa /= 2
        whole += bit
      }
      bit /= 2
    }
    return whole
  }
}
