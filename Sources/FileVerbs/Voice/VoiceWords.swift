/// Describes the measures of a voice, including the reasons why some could not be measured.
public enum VoiceWords {
  /// One measure: its name, its value, and the limits that a rule sets for it.
  public struct Line: Sendable {
    /// The name of the measure.
    public let name: String
    /// The measured value with its unit, or the reason why it is missing.
    public let value: String
    /// The range of good values; empty if no rule judges the measure.
    public let limit: String
    /// The rules that judge the measure.
    public let rules: [RuleID]
    /// Whether the value could be measured.
    var isMeasured = true

    /// Whether the value could be measured and a rule judges it.
    public var isJudged: Bool { isMeasured && !rules.isEmpty }
  }

  /// Returns the facts of a voice for a card: length, sample rate, channels, loudness, noise and
  /// pitch.
  public static func summary(_ sound: SoundFacts) -> String {
    var parts = [
      seconds(sound.seconds), "\(Quantity.grouped(sound.rate)) Hz",
      sound.channels == 1 ? "mono" : sound.channels == 2 ? "stereo" : "\(sound.channels) channels",
    ]
    if let measures = sound.measures {
      if let loudness = measures.loudness.number { parts.append("\(number(loudness)) LUFS") }
      if let ratio = measures.signalToNoise.number {
        parts.append("voice \(number(ratio)) dB above its pauses")
      }
      if let pitch = measures.pitch { parts.append("pitch \(words(pitch))") }
    }
    return parts.joined(separator: " · ")
  }

  /// Returns all measures, the most important ones first.
  public static func lines(_ measures: SoundMeasures) -> [Line] {
    func line(
      _ name: String, _ measured: Measured, _ unit: String, _ limit: String, digits: Int = 1,
      _ rules: RuleID...
    ) -> Line {
      Line(
        name: name, value: words(measured, unit, digits: digits), limit: limit, rules: rules,
        isMeasured: measured.number != nil)
    }
    typealias Limits = VoiceThresholds
    let noise = "\(number(Limits.noisy)) dB or more, better \(number(Limits.slightlyNoisy))"
    let loudness =
      "\(number(Limits.quiet)) to \(number(Limits.loud)) LUFS, better "
      + "\(number(Limits.slightlyQuiet)) or more"
    return [
      line("noise or echo", measures.signalToNoise, "dB", noise, .soundNoiseOrEcho),
      line("loudness", measures.loudness, "LUFS", loudness, .soundQuiet, .soundLoud),
      line("true peak", measures.truePeak, "dBTP", "0 dBTP at most", .soundOverFullScale),
      Line(
        name: "clipped", value: Quantity.count(measures.clippedRuns, "place"),
        limit: "under \(Limits.clippedRuns)", rules: [.soundClipped]),
      line(
        "crowded peaks", measures.crowding, "", "\(Quantity.hundredths(Limits.crowding)) at most",
        digits: 2,
        .soundCrowdedPeaks),
      line(
        "treble", measures.treble, "dB", "\(number(Limits.narrowband)) dB or more",
        .soundNarrowband),
      line("content up to", measures.contentHertz.scaled(0.001), "kHz", ""),
      line(
        "voiced", measures.voicedShare, "", "\(Quantity.hundredths(Limits.speech)) or more",
        digits: 2,
        .soundNoSpeech),
      line(
        "pitch moves", measures.movingShare, "", "\(Quantity.hundredths(Limits.moving)) or more",
        digits: 2,
        .soundMusic),
      line(
        "echo decay", measures.decaySeconds, "s",
        "\(Quantity.hundredths(Limits.echoSeconds)) s at most",
        digits: 2,
        .soundEcho),
      line(
        "pitch spread", measures.pitchSpread, "semitones",
        "\(number(Limits.pitchJumps)) semitones at most", .soundPitchJumps),
      line(
        "syllables", measures.syllablesPerSecond, "per second", "\(number(Limits.slow)) or more",
        .soundSlowReading),
      Line(
        name: "longest pause", value: seconds(measures.longestPauseSeconds),
        limit: "\(number(Limits.longPauseSeconds)) s at most", rules: [.soundLongPauses]),
      Line(name: "pitch", value: measures.pitch.map(words) ?? "not measured", limit: "", rules: []),
    ]
  }

  /// Returns a measured value with its unit: "at least 42.0 dB", "not measured: it is silent".
  public static func words(_ measured: Measured, _ unit: String, digits: Int = 1) -> String {
    let suffix = unit.isEmpty ? "" : " \(unit)"
    switch measured {
    case .value(let value): return number(value, digits: digits) + suffix
    case .atLeast(let value): return "at least " + number(value, digits: digits) + suffix
    case .unknown(let reason): return "not measured: \(words(reason))"
    }
  }

  /// Returns the reason why a value could not be measured.
  private static func words(_ reason: Measured.Reason) -> String {
    switch reason {
    case .tooShort: "it is too short"
    case .tooLong: "it is too long"
    case .silent: "it is silent"
    case .noSpeech: "it has no voice"
    case .noPauses: "it has no pauses"
    case .gated: "its pauses are gated to silence"
    case .lowRate: "its sample rate is too low"
    case .noisy: "it is too noisy"
    case .fewDecays: "too few sounds end in a pause"
    }
  }

  /// Returns the median of the pitch and its range.
  private static func words(_ pitch: PitchRange) -> String {
    "\(Int(pitch.median.rounded())) Hz (\(Int(pitch.low.rounded()))–\(Int(pitch.high.rounded())))"
  }

  /// Returns a duration: `6.42 s`; from two minutes on as `12:05`.
  public static func seconds(_ seconds: Double) -> String {
    guard seconds >= 120 else {
      return "\(Decimal.text(scaled: Int((seconds * 1000).rounded()), digits: 3)) s"
    }
    let whole = Int(seconds.rounded())
    return "\(whole / 60):\(String(whole % 60).zeroPadded(to: 2))"
  }

  /// Returns a number with at most the given number of decimals.
  public static func number(_ value: Double, digits: Int = 1) -> String {
    Quantity.number(value, digits: digits)
  }
}

extension Measured {
  /// Returns the value multiplied by a factor.
  fileprivate func scaled(_ factor: Double) -> Measured {
    switch self {
    case .value(let value): .value(value * factor)
    case .atLeast(let value): .atLeast(value * factor)
    case .unknown: self
    }
  }
}

extension SoundCut {
  /// The reason why the stretch is proposed, or its faults.
  public var words: String {
    guard faults.isEmpty else { return faults.map(\.words).joined(separator: ", ") }
    let ratio =
      signalToNoise.number.map { "voice \(VoiceWords.number($0)) dB above its pauses, " } ?? ""
    return ratio + "not clipped, starts and ends in a pause"
  }
}

extension SoundCut.Fault {
  /// The fault in words.
  public var words: String {
    switch self {
    case .clipped: "clipped"
    case .noisy: "noisy"
    case .littleSpeech: "little speech"
    case .unsteady: "its level changes"
    case .pitchJump: "its pitch jumps"
    case .noPause: "starts or ends in speech"
    }
  }
}
