internal import Model

extension SoundMeter {
  /// Fewer frames tell nothing: half a second.
  private static let leastSeconds = 0.5

  func report(cuts wish: CutWish?) -> SoundReport {
    var measures = SoundMeasures()
    measures.channel = channel
    measures.badSamples = bad.count
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
    var spans = Spans(rate: rate, sampleCount: sampleCount)
    spans.add(bad: bad.spans)
    spans.add(clipped: runs)
    var cuts: [SoundCut] = []
    if let reason = unknown {
      measures.setUnknown(reason)
      if reason == .silent {
        measures.gatedShare = sampleCount > 0 ? 1 : 0
        measures.longestPauseSeconds = (Double(sampleCount) / Double(rate)).thousandths
      }
    } else {
      let voice = VoiceMeasuring(frames: frames, spectra: spectra, runs: runs)
      voice.measure(into: &measures, crowding: histogram.crowding)
      voice.add(to: &spans)
      if let wish { cuts = voice.cuts(wish, sampleCount: sampleCount) }
    }
    measures.spans = spans.all
    return SoundReport(measures: measures, louderChannel: powers.loudest, cuts: cuts)
  }

  /// Why nothing is measured that needs frames.
  private var unknown: Measured.Reason? {
    if isTooLong { return .tooLong }
    if sampleCount == 0 { return .tooShort }
    if tops.peak == 0 { return .silent }
    if frames.count < frames.frames(in: Self.leastSeconds) { return .tooShort }
    return frames.powers.contains { $0 > 0 } ? nil : .silent
  }
}

extension SoundMeasures {
  /// Nothing that needs frames could be measured.
  fileprivate mutating func setUnknown(_ reason: Measured.Reason) {
    voicedShare = .unknown(reason)
    setNoVoice(reason)
    steadyShare = .unknown(reason)
    movingShare = .unknown(reason)
    decaySeconds = .unknown(reason)
  }

  /// Nothing that needs a voice could be measured.
  fileprivate mutating func setNoVoice(_ reason: Measured.Reason) {
    crowding = .unknown(reason)
    signalToNoise = .unknown(reason)
    treble = .unknown(reason)
    contentHertz = .unknown(reason)
    pitchSpread = .unknown(reason)
    syllablesPerSecond = .unknown(reason)
  }
}

/// What is measured of the frames of a sound.
struct VoiceMeasuring {
  let frames: SoundFrames
  let spectra: LevelSpectra
  let runs: [FlatTops.Run]
  let levels: Levels
  let voiced: VoicedFrames
  let stretches: PitchStretches

  init(frames: SoundFrames, spectra: LevelSpectra, runs: [FlatTops.Run]) {
    self.frames = frames
    self.spectra = spectra
    self.runs = runs
    levels = Levels(frames)
    voiced = VoicedFrames(frames, levels)
    stretches = PitchStretches(frames, levels)
  }

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
      frames.rate < Bandwidth.leastRate
      ? .unknown(.lowRate) : .init(Bandwidth.treble(spectra, levels), or: .noSpeech)
    measures.contentHertz = contentHertz
    measures.pitchSpread = .init(
      PitchStretches.spread(of: stretches.stretches[...]),
      or: stretches.stretches.isEmpty ? .noSpeech : .noPauses)
    measures.pitch = pitch
    measures.syllablesPerSecond = .init(Syllables.perSecond(frames, levels), or: .noSpeech)
  }

  private var isGated: Bool { levels.gatedShare > Levels.mostGated }

  private var signalToNoise: Measured {
    if isGated { return .unknown(.gated) }
    let number = levels.signalToNoise.thousandths
    return levels.hasPauses ? .value(number) : .atLeast(number)
  }

  private var contentHertz: Measured {
    if !isGated, levels.signalToNoise < Bandwidth.leastSignalToNoise {
      return .unknown(levels.hasPauses ? .noisy : .noPauses)
    }
    return .init(Bandwidth.content(spectra, levels, isGated: isGated), or: .noSpeech)
  }

  private var pitch: PitchRange? {
    let pitches = frames.settledPitches(in: levels.inner)
    guard !pitches.isEmpty else { return nil }
    return PitchRange(
      median: pitches.quantile(0.5).thousandths, low: pitches.quantile(0.05).thousandths,
      high: pitches.quantile(0.95).thousandths)
  }

  // MARK: Pauses

  /// Runs of frames that are pause, of every length.
  var pauses: [Range<Int>] {
    let level = voiced.isSpeech ? levels.pauseLevel : levels.top - Levels.pauseRange
    return Pauses.runs(in: levels.decibels, below: level, atLeast: 1)
  }

  /// A frame is as long as two steps.
  private func seconds(_ run: Range<Int>) -> Double {
    Double(run.count + 1) * frames.secondsPerFrame
  }

  func add(to spans: inout Spans) {
    spans.add(pauses: pauses, hop: frames.hop)
    let gated = Pauses.runs(
      in: levels.decibels, below: levels.top - Levels.gatedRange, atLeast: 1)
    spans.add(gated: gated.filter { levels.inner.overlaps($0) }, hop: frames.hop)
    if voiced.isSpeech, let spread = PitchStretches.spread(of: stretches.stretches[...]),
      spread > PitchStretches.jump, let jump = stretches.largestJump
    {
      spans.add(jump: jump, hop: frames.hop)
    }
  }

  func cuts(_ wish: CutWish, sampleCount: Int) -> [SoundCut] {
    CutSearch(self, wish, sampleCount: sampleCount).best
  }
}

extension Measured {
  /// A number, or why there is none.
  init(_ number: Double?, or reason: Reason) {
    self = number.map { .value($0.thousandths) } ?? .unknown(reason)
  }
}
