internal import Model

/// What is said of a sound whoever receives it: facts are errors and warnings, measures warnings, and hints notes.
struct SoundRules {
  private let sound: SoundFacts
  private let measures: SoundMeasures?

  init(_ sound: SoundFacts) {
    self.sound = sound
    measures = sound.measures
  }

  var findings: [Finding] {
    facts + (measures.map { levels($0) + voice($0) + hints($0) } ?? [])
  }

  // MARK: Facts

  private var facts: [Finding] {
    var findings: [Finding] = []
    if let claim = sound.claimedMilliseconds {
      let decoded = sound.milliseconds
      if abs(claim - decoded) > VoiceThresholds.headerMismatch {
        findings.append(
          Finding(
            .soundHeaderMismatch, .warning,
            message: "its header says \(Quantity.seconds(milliseconds: claim)), decoded it is "
              + Quantity.seconds(milliseconds: decoded),
            fix: "export it again, services may go by either",
            measured: Self.seconds(decoded), limit: Self.seconds(claim), unit: "s"))
      }
    }
    if sound.tracks > 1 {
      findings.append(
        Finding(
          .soundSeveralTracks, .warning,
          message: "has \(sound.tracks) tracks of sound, the first was measured",
          fix: "export the one you want alone", measured: String(sound.tracks), limit: "1",
          unit: "tracks"))
    }
    if let trailing = sound.trailing { findings.append(finding(trailing)) }
    guard let measures else { return findings }
    return findings + channels(measures)
  }

  /// What a header that is too short keeps every reader from hearing.
  private func finding(_ trailing: SoundFacts.Trailing) -> Finding {
    let isLong =
      trailing.milliseconds.map { $0 >= VoiceThresholds.trailing }
      ?? (trailing.byteCount >= VoiceThresholds.trailingBytes)
    let length = trailing.milliseconds.map { " (\(Quantity.seconds(milliseconds: $0)))" } ?? ""
    return Finding(
      .soundTrailingData, isLong ? .warning : .note,
      message:
        "\(Quantity.bytes(trailing.byteCount))\(isLong ? length : "") follow its samples, by its "
        + "header; services ignore them",
      fix: isLong
        ? "if the end is missing, export it again from the original"
        : "export it again to be rid of them",
      measured: String(trailing.byteCount), limit: "0", unit: "bytes")
  }

  /// A clip, or a picture, that is to be heard and has no sound. What could not be read was reported before.
  static func missing(in file: FileFacts) -> Finding? {
    guard file.sound == nil, file.film != nil || file.format?.medium == .picture else {
      return nil
    }
    return Finding(
      .soundMissing, .error,
      message: file.film == nil
        ? "is a picture, there is no sound in it" : "has no sound track",
      fix: "use a recording, or a clip with sound")
  }

  private func channels(_ measures: SoundMeasures) -> [Finding] {
    var findings: [Finding] = []
    if measures.badSamples > 0 {
      findings.append(
        placed(
          Finding(
            .soundBadSamples, .warning,
            message: "\(Quantity.count(measures.badSamples, "sample")) of it "
              + "\(measures.badSamples == 1 ? "is no number" : "are no numbers"), taken as silence",
            fix: "export it again as 16-bit WAV", measured: String(measures.badSamples), limit: "0",
            unit: "samples"), .badSamples))
    }
    guard measures.peak != nil else {
      let silent = Finding(
        .soundSilent, .error, message: "there is nothing to be heard", fix: "record it again")
      return findings + [silent]
    }
    if let offset = measures.offset, abs(offset) > VoiceThresholds.offset {
      findings.append(
        Finding(
          .soundOffset, .note,
          message: "its mean is \(Self.thousandths(offset)) of full scale, not 0 (DC offset)",
          fix: "export it through a high-pass filter at 20 Hz", measured: Self.thousandths(offset),
          limit: Self.share(VoiceThresholds.offset)))
    }
    if let loss = measures.mixLoss, loss < VoiceThresholds.cancelled {
      findings.append(
        Finding(
          .soundChannelsCancel, .error,
          message: "left and right cancel each other out: mixed to one channel it is "
            + "\(Self.decibels(-loss)) softer",
          fix: "export one channel alone, or turn the phase of the other",
          measured: Self.number(loss), limit: Self.number(VoiceThresholds.cancelled), unit: "dB"))
    }
    if let imbalance = measures.imbalance, imbalance > VoiceThresholds.oneSided {
      findings.append(
        Finding(
          .soundOneSided, .warning,
          message: "one channel is \(Self.decibels(imbalance)) softer than the other",
          fix: "export the louder one alone", measured: Self.number(imbalance),
          limit: Self.number(VoiceThresholds.oneSided), unit: "dB"))
    }
    return findings
  }

  // MARK: Measures

  private func levels(_ measures: SoundMeasures) -> [Finding] {
    guard measures.peak != nil else { return [] }
    var findings: [Finding] = []
    if measures.clippedRuns >= VoiceThresholds.clippedRuns {
      findings.append(
        placed(
          Finding(
            .soundClipped, .warning,
            message: "clipped: its peaks are cut off flat in \(measures.clippedRuns) places",
            fix: "record it again at a lower level", measured: String(measures.clippedRuns),
            limit: String(VoiceThresholds.clippedRuns), unit: "places"), .clipped))
    }
    if case .value(let peak) = measures.truePeak, peak > 0 {
      findings.append(
        Finding(
          .soundOverFullScale, .warning,
          message:
            "its peaks reach \(Self.signed(peak)) dBTP, over full scale: they will distort when coded",
          fix: "export it 1 to 3 dB softer", measured: Self.number(peak), limit: "0", unit: "dBTP"))
    }
    if case .value(let loudness) = measures.loudness {
      if loudness < VoiceThresholds.aLittleQuiet {
        let isQuiet = loudness < VoiceThresholds.quiet
        findings.append(
          Finding(
            .soundQuiet, isQuiet ? .warning : .note,
            message: "\(isQuiet ? "quiet" : "a little quiet"): \(Self.signed(loudness)) LUFS",
            fix: "make it louder, to about -20 LUFS", measured: Self.number(loudness),
            limit: Self.number(isQuiet ? VoiceThresholds.quiet : VoiceThresholds.aLittleQuiet),
            unit: "LUFS"))
      } else if loudness > VoiceThresholds.loud {
        findings.append(
          Finding(
            .soundLoud, .warning, message: "loud: \(Self.signed(loudness)) LUFS",
            fix: "make it softer, to about -20 LUFS", measured: Self.number(loudness),
            limit: Self.number(VoiceThresholds.loud), unit: "LUFS"))
      }
    }
    return findings
  }

  private func voice(_ measures: SoundMeasures) -> [Finding] {
    guard measures.peak != nil else { return [] }
    if let finding = noSpeech(measures) { return [finding] }
    var findings: [Finding] = []
    if let ratio = measures.signalToNoise.number, ratio < VoiceThresholds.someNoise {
      let isNoisy = ratio < VoiceThresholds.noisy
      let least = measures.signalToNoise == .atLeast(ratio) ? "at least " : ""
      findings.append(
        Finding(
          .soundNoiseOrEcho, isNoisy ? .warning : .note,
          message: "\(isNoisy ? "" : "some ")noise or echo: the voice lies only \(least)"
            + "\(Self.decibels(ratio)) over its pauses",
          fix: "record it closer to the microphone, in a quiet and dry room",
          measured: Self.number(ratio),
          limit: Self.number(isNoisy ? VoiceThresholds.noisy : VoiceThresholds.someNoise),
          unit: "dB"))
    }
    let isLowRate = sound.rate <= VoiceThresholds.narrowbandRate
    if isLowRate || (measures.treble.number ?? 0) < VoiceThresholds.narrowband {
      let how =
        isLowRate
        ? "\(Quantity.grouped(sound.rate)) samples a second hold no more than a telephone does"
        : "there is next to nothing above 4 kHz, as from a telephone"
      findings.append(
        Finding(
          .soundNarrowband, .warning, message: how,
          fix: "use the original recording, at 44,100 Hz or more",
          measured: isLowRate ? String(sound.rate) : Self.number(measures.treble.number ?? 0),
          limit: isLowRate
            ? String(VoiceThresholds.narrowbandRate) : Self.number(VoiceThresholds.narrowband),
          unit: isLowRate ? "Hz" : "dB"))
    }
    return findings
  }

  private func noSpeech(_ measures: SoundMeasures) -> Finding? {
    if let steady = measures.steadyShare.number, steady > VoiceThresholds.steady {
      return Finding(
        .soundNoSpeech, .warning, message: "sounds like a tone, not like a voice",
        fix: "use a recording of somebody who speaks", measured: Self.share(steady),
        limit: Self.share(VoiceThresholds.steady))
    }
    guard let voiced = measures.voicedShare.number, voiced < VoiceThresholds.speech else {
      return nil
    }
    return Finding(
      .soundNoSpeech, .warning,
      message:
        "hardly any voice in it: \(Self.share(voiced)) of what sounds, and speech has 0.58 or more",
      fix: "use a recording of somebody who speaks", measured: Self.share(voiced),
      limit: Self.share(VoiceThresholds.speech))
  }

  // MARK: Hints

  private func hints(_ measures: SoundMeasures) -> [Finding] {
    guard measures.peak != nil, noSpeech(measures) == nil else { return [] }
    var findings: [Finding] = []
    func hint(
      _ rule: RuleID, _ measured: Double?, _ limit: Double, over: Bool = true, _ unit: String?,
      _ message: (String) -> String, _ fix: String
    ) {
      guard let measured, over ? measured > limit : measured < limit else { return }
      findings.append(
        Finding(
          rule, .note, message: message(Self.share(measured)), fix: fix,
          measured: Self.share(measured), limit: Self.share(limit), unit: unit))
    }
    if measures.clippedRuns < VoiceThresholds.clippedRuns {
      hint(
        .soundCrowdedPeaks, measures.crowding.number, VoiceThresholds.crowding, nil,
        { "crowded peaks (\($0)), perhaps clipped or limited" }, "listen whether it distorts")
    }
    hint(
      .soundGated, measures.gatedShare, VoiceThresholds.gated, nil,
      { _ in "its pauses were made silent, so noise inside the speech is unknown" },
      "listen to it, or use the recording before it was cleaned")
    hint(
      .soundEcho, measures.decaySeconds.number, VoiceThresholds.echo, "s",
      { "sounds die away slowly (\($0) s), perhaps echo" }, "record it in a dry room")
    hint(
      .soundMusic, measures.movingShare.number, VoiceThresholds.moving, over: false, nil,
      { _ in "perhaps music or strong echo under the voice" }, "use a recording of the voice alone")
    let before = findings.count
    hint(
      .soundPitchJumps, measures.pitchSpread.number, VoiceThresholds.pitchJumps, "semitones",
      { "its pitch lies \($0) semitones apart in places, perhaps several voices" },
      "listen, and cut one voice out")
    if findings.count > before { findings[before] = placed(findings[before], .pitchJump) }
    hint(
      .soundSlowReading, measures.syllablesPerSecond.number, VoiceThresholds.slow, over: false,
      "syllables/s", { "\($0) syllables a second, slow for speech" }, "speak as you would talk")
    if measures.longestPauseSeconds > VoiceThresholds.longPause {
      findings.append(
        placed(
          Finding(
            .soundLongPauses, .note,
            message: "a pause of \(Self.number(measures.longestPauseSeconds)) s",
            fix: "`castbook voice FILE --cut -o voice.wav` cuts the best of it",
            measured: Self.number(measures.longestPauseSeconds),
            limit: Self.number(VoiceThresholds.longPause), unit: "s"), .pause))
    }
    return findings
  }

  // MARK: Words

  /// A finding with the first of its places.
  private func placed(_ finding: Finding, _ kind: SoundSpan.Kind) -> Finding {
    var finding = finding
    finding.span = measures?.spans.first { $0.kind == kind }.map { TimeSpan($0, rate: sound.rate) }
    return finding
  }

  private static func number(_ value: Double) -> String { Quantity.number(value) }

  private static func share(_ value: Double) -> String { Quantity.number(value, digits: 2) }

  private static func thousandths(_ value: Double) -> String {
    let scaled = Int((max(-1000, min(1000, value)) * 1000).rounded())
    return (scaled < 0 ? "-" : "") + Decimal.text(scaled: abs(scaled), digits: 3)
  }

  private static func signed(_ value: Double) -> String {
    value > 0 ? "+\(number(value))" : number(value)
  }

  private static func decibels(_ value: Double) -> String { "\(number(value)) dB" }

  private static func seconds(_ milliseconds: Int) -> String {
    Decimal.text(milliseconds, over: 1000, digits: 3)
  }
}
