internal import Model

extension SoundMeter {
  /// The length in seconds below which frames are not measured.
  private static let minimumSeconds = 0.5

  /// Returns the report on all samples so far, with cuts if they were requested.
  func report(cuts request: CutRequest?) -> SoundReport {
    var measures = SoundMeasures()
    measures.channel = channel
    measures.badSamples = badSamples.count
    measures.mixLoss = powers.mixLoss?.thousandths
    measures.imbalance = powers.imbalance?.thousandths
    measures.offset = powers.offset(of: channel)?.thousandths
    if tops.peak > 0 {
      let peak = Double(tops.peak)
      measures.peak = Decibels.of(power: peak * peak).thousandths
    }
    var tops = tops
    let runs = tops.finish()
    measures.clippedRuns = runs.count
    measures.waveform = waveform.columns
    var spans = SpanCollector(rate: rate, sampleCount: sampleCount)
    spans.add(bad: badSamples.spans)
    spans.add(clipped: runs)
    var cuts: [SoundCut] = []
    if let reason = unknown {
      measures.setUnknown(reason)
      if reason == .silent {
        measures.gatedShare = sampleCount > 0 ? 1 : 0
        measures.longestPauseSeconds = (Double(sampleCount) / Double(rate)).thousandths
      }
    } else {
      let voice = VoiceMeasurement(frames: frames, spectra: spectra, runs: runs)
      voice.measure(into: &measures, crowding: histogram.crowding)
      voice.addSpans(to: &spans)
      if let request { cuts = voice.cuts(request, sampleCount: sampleCount) }
    }
    measures.spans = spans.all
    return SoundReport(measures: measures, loudestChannel: powers.loudest, cuts: cuts)
  }

  /// The reason why no frames are measured, or `nil` when they are.
  private var unknown: Measured.Reason? {
    if isTooLong { return .tooLong }
    if sampleCount == 0 { return .tooShort }
    if tops.peak == 0 { return .silent }
    if frames.count < frames.frames(in: Self.minimumSeconds) { return .tooShort }
    return frames.powers.contains { $0 > 0 } ? nil : .silent
  }
}

extension SoundMeasures {
  /// Sets every measure that needs frames to unknown.
  fileprivate mutating func setUnknown(_ reason: Measured.Reason) {
    voicedShare = .unknown(reason)
    setNoVoice(reason)
    steadyShare = .unknown(reason)
    movingShare = .unknown(reason)
    decaySeconds = .unknown(reason)
  }

  /// Sets every measure that needs a voice to unknown.
  fileprivate mutating func setNoVoice(_ reason: Measured.Reason) {
    crowding = .unknown(reason)
    signalToNoise = .unknown(reason)
    treble = .unknown(reason)
    contentHertz = .unknown(reason)
    pitchSpread = .unknown(reason)
    syllablesPerSecond = .unknown(reason)
  }
}

/// The measurements of a sound that are made from all its frames.
struct VoiceMeasurement {
  let frames: SoundFrames
  let spectra: LevelSpectra
  let runs: [FlatTops.Run]
  let levels: Levels
  let voiced: VoicedFrames
  let stretches: PitchStretches

  /// Measures the levels, the voiced frames and the stretches of speech.
  init(frames: SoundFrames, spectra: LevelSpectra, runs: [FlatTops.Run]) {
    self.frames = frames
    self.spectra = spectra
    self.runs = runs
    levels = Levels(frames)
    voiced = VoicedFrames(frames, levels)
    stretches = PitchStretches(frames, levels)
  }

  /// Writes the measures of the voice, the pauses and the noise.
  ///
  /// Measures that need a voice become unknown when the sound is not speech.
  func measure(into measures: inout SoundMeasures, crowding: Double?) {
    measures.gatedShare = levels.gatedShare.thousandths
    measures.activeShare = levels.activeShare.thousandths
    measures.voicedShare = .value(voiced.voicedShare.thousandths)
    measures.steadyShare = .init(voiced.steadyShare, or: .noSpeech)
    measures.movingShare = .init(voiced.movingShare, or: .noSpeech)
    measures.decaySeconds = .init(Decays.seconds(frames, levels), or: .fewDecays)
    measures.longestPauseSeconds = (pauses.map(seconds).max() ?? 0).thousandths
    guard voiced.isSpeech else { return measures.setNoVoice(.noSpeech) }
    measures.crowding = .init(crowding, or: .tooShort)
    measures.signalToNoise = signalToNoise
    measures.treble =
      frames.rate < Bandwidth.minimumRate
      ? .unknown(.lowRate) : .init(Bandwidth.treble(spectra, levels), or: .noSpeech)
    measures.contentHertz = contentHertz
    measures.pitchSpread = .init(
      PitchStretches.spread(of: stretches.stretches[...]),
      or: stretches.stretches.isEmpty ? .noSpeech : .noPauses)
    measures.pitch = pitch
    measures.syllablesPerSecond = .init(Syllables.perSecond(frames, levels), or: .noSpeech)
  }

  /// Whether so much was made silent that the noise is unknown.
  private var isGated: Bool { levels.gatedShare > Levels.maximumGatedShare }

  /// The ratio of the voice to the noise; at least this ratio when there are no pauses.
  private var signalToNoise: Measured {
    if isGated { return .unknown(.gated) }
    let number = levels.signalToNoise.thousandths
    return levels.hasPauses ? .value(number) : .atLeast(number)
  }

  /// The highest frequency of the voice, or the reason why it is unknown.
  private var contentHertz: Measured {
    if !isGated, levels.signalToNoise < Bandwidth.minimumSignalToNoise {
      return .unknown(levels.hasPauses ? .noisy : .noPauses)
    }
    return .init(Bandwidth.highestFrequency(spectra, levels, isGated: isGated), or: .noSpeech)
  }

  /// The median and the range of the pitch in hertz, or `nil` when no frame has a settled
  /// pitch.
  private var pitch: PitchRange? {
    let pitches = frames.settledPitches(in: levels.inner)
    guard !pitches.isEmpty else { return nil }
    return PitchRange(
      median: pitches.quantile(0.5).thousandths, low: pitches.quantile(0.05).thousandths,
      high: pitches.quantile(0.95).thousandths)
  }

  // MARK: Pauses

  /// All runs of frames below the level of a pause, however short.
  var pauses: [Range<Int>] {
    let level = voiced.isSpeech ? levels.pauseLevel : levels.top - Levels.pauseRange
    return Pauses.runs(in: levels.decibels, below: level, atLeast: 1)
  }

  /// Returns the length of a run in seconds. A frame is as long as the distance between three
  /// starts of frames, so the last one adds a step.
  private func seconds(_ run: Range<Int>) -> Double {
    Double(run.count + 1) * frames.secondsPerFrame
  }

  /// Adds the pauses, the silenced parts and the largest jump of pitch to the spans that are
  /// shown.
  func addSpans(to spans: inout SpanCollector) {
    spans.add(pauses: pauses, hop: frames.hop)
    let gated = Pauses.runs(in: levels.decibels, below: levels.top - Levels.gatedRange, atLeast: 1)
    spans.add(gated: gated.filter { levels.inner.overlaps($0) }, hop: frames.hop)
    if voiced.isSpeech, let spread = PitchStretches.spread(of: stretches.stretches[...]),
      spread > PitchStretches.maximumSpread, let jump = stretches.largestJump
    {
      spans.add(jump: jump, hop: frames.hop)
    }
  }

  func cuts(_ request: CutRequest, sampleCount: Int) -> [SoundCut] {
    CutSearch(self, request, sampleCount: sampleCount).best
  }
}

extension Measured {
  /// Creates a value from a number, rounded to thousandths, or an unknown value with a reason
  /// when the number is `nil`.
  init(_ number: Double?, or reason: Reason) {
    self = number.map { .value($0.thousandths) } ?? .unknown(reason)
  }
}
