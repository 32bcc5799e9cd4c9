internal import Model

/// The rules that apply to every sound, whatever target receives it: facts are errors and
/// warnings, measures are warnings, and hints are notes.
struct SoundRules {
  private let sound: SoundFacts
  private let measures: SoundMeasures?

  init(_ sound: SoundFacts) {
    self.sound = sound
    measures = sound.measures
  }

  var findings: [Finding] {
    facts
      + (measures.map { $0.peak == nil ? [] : levels($0) + voice($0) + hints($0) } ?? [])
  }

  // MARK: Facts

  /// Findings on facts: the header, the tracks, data after the samples, and the channels.
  @ListBuilder<Finding>
  private var facts: [Finding] {
    if let claim = sound.claimedMilliseconds,
      abs(claim - sound.milliseconds) > VoiceThresholds.headerMismatchMilliseconds
    {
      Finding(
        .soundHeaderMismatch, .warning,
        message: "the header says \(Quantity.seconds(milliseconds: claim)), the samples last "
          + Quantity.seconds(milliseconds: sound.milliseconds),
        fix: "export it again; services may use either length",
        measured: Self.seconds(sound.milliseconds), limit: Self.seconds(claim), unit: "s")
    }
    if sound.tracks > 1 {
      Finding(
        .soundSeveralTracks, .warning,
        message: "has \(sound.tracks) audio tracks; Castbook measured the first",
        fix: "export the one you want as a separate file", measured: String(sound.tracks),
        limit: "1",
        unit: "tracks")
    }
    if let trailing = sound.trailing { finding(trailing) }
    if let measures { channels(measures) }
  }

  /// Returns a finding on data after the announced samples, which every reader ignores.
  private func finding(_ trailing: SoundFacts.Trailing) -> Finding {
    let isLong =
      trailing.milliseconds.map { $0 >= VoiceThresholds.trailingMilliseconds }
      ?? (trailing.byteCount >= VoiceThresholds.trailingBytes)
    let length = trailing.milliseconds.map { " (\(Quantity.seconds(milliseconds: $0)))" } ?? ""
    return Finding(
      .soundTrailingData, isLong ? .warning : .note,
      message:
        "\(Quantity.bytes(trailing.byteCount))\(isLong ? length : "") of data after the "
        + "announced samples; services ignore it",
      fix: isLong
        ? "if the end is missing, export it again from the original"
        : "export it again to remove them",
      measured: String(trailing.byteCount), limit: "0", unit: "bytes")
  }

  /// Returns a finding for a clip or a picture that should be heard and has no sound, or `nil`.
  /// Files that could not be read were reported before.
  static func missing(in file: FileFacts) -> Finding? {
    guard file.sound == nil, file.film != nil || file.format?.medium == .picture else { return nil }
    return Finding(
      .soundMissing, .error,
      message: file.film == nil
        ? "is a picture, which has no sound" : "has no audio track",
      fix: "use a recording, or a clip with sound")
  }

  /// Returns findings on invalid samples and silence, or else on offset and channels.
  @ListBuilder<Finding>
  private func channels(_ measures: SoundMeasures) -> [Finding] {
    if measures.badSamples > 0 {
      placed(
        Finding(
          .soundBadSamples, .warning,
          message: "\(Quantity.count(measures.badSamples, "invalid sample")), "
            + "treated as silence",
          fix: "export it again as 16-bit WAV", measured: String(measures.badSamples), limit: "0",
          unit: "samples"), .badSamples)
    }
    if measures.peak == nil {
      Finding(.soundSilent, .error, message: "completely silent", fix: "record it again")
    } else {
      balance(measures)
    }
  }

  /// Returns findings on offset and channels.
  @ListBuilder<Finding>
  private func balance(_ measures: SoundMeasures) -> [Finding] {
    if let offset = measures.offset, abs(offset) > VoiceThresholds.offset {
      Finding(
        .soundOffset, .note,
        message: "DC offset: the mean is \(Self.thousandths(offset)) of full scale, not 0",
        fix: "export it through a high-pass filter at 20 Hz", measured: Self.thousandths(offset),
        limit: Self.share(VoiceThresholds.offset))
    }
    if let loss = measures.mixLoss, loss < VoiceThresholds.cancelled {
      Finding(
        .soundChannelsCancel, .error,
        message: "left and right cancel each other: mixed to one channel, it is "
          + "\(Self.decibels(-loss)) quieter",
        fix: "export one channel alone, or invert the phase of one",
        measured: Self.number(loss), limit: Self.number(VoiceThresholds.cancelled), unit: "dB")
    }
    if let imbalance = measures.imbalance, imbalance > VoiceThresholds.oneSided {
      Finding(
        .soundOneSided, .warning,
        message: "one channel is \(Self.decibels(imbalance)) quieter than the other",
        fix: "export only the louder channel", measured: Self.number(imbalance),
        limit: Self.number(VoiceThresholds.oneSided), unit: "dB")
    }
  }

  // MARK: Measures

  /// Returns findings on clipping, peaks and loudness.
  @ListBuilder<Finding>
  private func levels(_ measures: SoundMeasures) -> [Finding] {
    if measures.clippedRuns >= VoiceThresholds.clippedRuns {
      placed(
        Finding(
          .soundClipped, .warning,
          message: "clipped: peaks are flattened in \(measures.clippedRuns) places",
          fix: "record it again at a lower level", measured: String(measures.clippedRuns),
          limit: String(VoiceThresholds.clippedRuns), unit: "places"), .clipped)
    }
    if case .value(let peak) = measures.truePeak, peak > 0 {
      Finding(
        .soundOverFullScale, .warning,
        message:
          "peaks reach \(Self.signed(peak)) dBTP, over full scale; encoding will distort them",
        fix: "export it 1–3 dB quieter", measured: Self.number(peak), limit: "0", unit: "dBTP")
    }
    if case .value(let loudness) = measures.loudness {
      if loudness < VoiceThresholds.slightlyQuiet {
        let isQuiet = loudness < VoiceThresholds.quiet
        Finding(
          .soundQuiet, isQuiet ? .warning : .note,
          message: "\(isQuiet ? "quiet" : "slightly quiet"): \(Self.signed(loudness)) LUFS",
          fix: "make it louder, to about -20 LUFS", measured: Self.number(loudness),
          limit: Self.number(isQuiet ? VoiceThresholds.quiet : VoiceThresholds.slightlyQuiet),
          unit: "LUFS")
      } else if loudness > VoiceThresholds.loud {
        Finding(
          .soundLoud, .warning, message: "loud: \(Self.signed(loudness)) LUFS",
          fix: "make it quieter, to about -20 LUFS", measured: Self.number(loudness),
          limit: Self.number(VoiceThresholds.loud), unit: "LUFS")
      }
    }
  }

  /// Returns findings on the voice: noise, echo and bandwidth, or only that there is no speech.
  private func voice(_ measures: SoundMeasures) -> [Finding] {
    if let finding = noSpeech(measures) { return [finding] }
    var findings: [Finding] = []
    if let ratio = measures.signalToNoise.number, ratio < VoiceThresholds.slightlyNoisy {
      let isNoisy = ratio < VoiceThresholds.noisy
      let qualifier = measures.signalToNoise == .atLeast(ratio) ? "at least " : ""
      findings.append(
        Finding(
          .soundNoiseOrEcho, isNoisy ? .warning : .note,
          message: "\(isNoisy ? "" : "some ")noise or echo: the voice is only \(qualifier)"
            + "\(Self.decibels(ratio)) above its pauses",
          fix: "record it closer to the microphone, in a quiet and dry room",
          measured: Self.number(ratio),
          limit: Self.number(isNoisy ? VoiceThresholds.noisy : VoiceThresholds.slightlyNoisy),
          unit: "dB"))
    }
    let isLowRate = sound.rate <= VoiceThresholds.narrowbandRate
    if isLowRate || (measures.treble.number ?? 0) < VoiceThresholds.narrowband {
      let how =
        isLowRate
        ? "sample rate of \(Quantity.grouped(sound.rate)) Hz, no better than a telephone"
        : "almost no sound above 4 kHz, as from a telephone"
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

  /// Returns a finding when the sound is not speech, or `nil`.
  private func noSpeech(_ measures: SoundMeasures) -> Finding? {
    if let steady = measures.steadyShare.number, steady > VoiceThresholds.steady {
      return Finding(
        .soundNoSpeech, .warning, message: "sounds like a tone, not a voice",
        fix: "use a recording of a person speaking", measured: Self.share(steady),
        limit: Self.share(VoiceThresholds.steady))
    }
    guard let voiced = measures.voicedShare.number, voiced < VoiceThresholds.speech else {
      return nil
    }
    return Finding(
      .soundNoSpeech, .warning,
      message:
        "hardly any voice: \(Self.share(voiced)) of the sound is voiced; speech has at least 0.58",
      fix: "use a recording of a person speaking", measured: Self.share(voiced),
      limit: Self.share(VoiceThresholds.speech))
  }

  // MARK: Hints

  /// Returns notes on what a listener should check.
  private func hints(_ measures: SoundMeasures) -> [Finding] {
    guard noSpeech(measures) == nil else { return [] }
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
        { "crowded peaks (\($0)), possibly clipped or limited" }, "listen for distortion")
    }
    hint(
      .soundGated, measures.gatedShare, VoiceThresholds.gated, nil,
      { _ in "pauses were silenced, so noise inside the speech can't be measured" },
      "listen to it, or use the recording before it was cleaned")
    hint(
      .soundEcho, measures.decaySeconds.number, VoiceThresholds.echoSeconds, "s",
      { "sounds decay slowly (\($0) s), possibly echo" }, "record it in a dry room")
    hint(
      .soundMusic, measures.movingShare.number, VoiceThresholds.moving, over: false, nil,
      { _ in "possibly music or strong echo under the voice" }, "use a recording of the voice alone"
    )
    let before = findings.count
    hint(
      .soundPitchJumps, measures.pitchSpread.number, VoiceThresholds.pitchJumps, "semitones",
      { "pitch differs by \($0) semitones between parts, possibly several voices" },
      "listen to it and cut out one voice")
    if findings.count > before { findings[before] = placed(findings[before], .pitchJump) }
    hint(
      .soundSlowReading, measures.syllablesPerSecond.number, VoiceThresholds.slow, over: false,
      "syllables/s", { "\($0) syllables per second, slow for speech" }, "speak at a natural pace")
    if measures.longestPauseSeconds > VoiceThresholds.longPauseSeconds {
      findings.append(
        placed(
          Finding(
            .soundLongPauses, .note,
            message: "a pause of \(Self.number(measures.longestPauseSeconds)) s",
            fix: "`castbook voice FILE --cut -o voice.wav` cuts out the best part",
            measured: Self.number(measures.longestPauseSeconds),
            limit: Self.number(VoiceThresholds.longPauseSeconds), unit: "s"), .pause))
    }
    return findings
  }

  // MARK: Words

  /// Returns a finding with the first span of a kind.
  private func placed(_ finding: Finding, _ kind: SoundSpan.Kind) -> Finding {
    var finding = finding
    finding.span = measures?.spans.first { $0.kind == kind }.map { TimeSpan($0, rate: sound.rate) }
    return finding
  }

  private static func number(_ value: Double) -> String { Quantity.number(value) }

  private static func share(_ value: Double) -> String { Quantity.number(value, digits: 2) }

  /// Returns a value with three decimals, limited to ±1000.
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
