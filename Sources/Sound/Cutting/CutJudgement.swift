internal import Model

/// A histogram of frames by their level, in steps of half a decibel, with the power of each
/// step.
private struct LevelCounts {
  private static let stepsPerDecibel = 2.0
  private static let lowestLevel = -140.0
  private static let stepCount = 360

  private var counts = [Int32](repeating: 0, count: stepCount)
  private var powers = [Double](repeating: 0, count: stepCount)
  private var frameCount = 0
  /// The range of steps that have any frames.
  private var usedSteps = 0..<0

  /// Returns the step that a level in decibels belongs to.
  private static func step(_ level: Double) -> Int {
    Int(max(0, min(Double(stepCount - 1), (level - lowestLevel) * stepsPerDecibel)))
  }

  /// Adds a frame by its level in decibels and its power.
  mutating func add(_ level: Double, _ power: Double) {
    let step = Self.step(level)
    counts[step] += 1
    powers[step] += power
    frameCount += 1
    usedSteps =
      usedSteps.isEmpty
      ? step..<step + 1 : min(usedSteps.lowerBound, step)..<max(usedSteps.upperBound, step + 1)
  }

  /// Returns the level in decibels below which a share of the frames lies.
  func level(share: Double) -> Double {
    var rest = share * Double(frameCount)
    for step in usedSteps {
      rest -= Double(counts[step])
      if rest <= 0 { return Self.lowestLevel + Double(step) / Self.stepsPerDecibel }
    }
    return 0
  }

  func count(below level: Double) -> Int {
    let end = Self.step(level)
    return usedSteps.reduce(0) { $1 < end ? $0 + Int(counts[$1]) : $0 }
  }

  /// Returns the mean power of the frames at or above a level, or 0 when there are none.
  func mean(over level: Double) -> Double {
    let from = Self.step(level)
    var sum = 0.0, count = 0
    for step in usedSteps where step >= from {
      sum += powers[step]
      count += Int(counts[step])
    }
    return sum / Double(max(1, count))
  }

  /// The mean power of the noise: of as many of the quietest frames as `Levels` would use.
  var floor: Double {
    let lowest = quietest(share: Levels.minimumQuietShare)
    let near = count(below: Decibels.of(power: lowest) + Levels.noiseRange)
    return max(1e-30, quietest(share: Levels.quietShare(near: near, of: frameCount)))
  }

  /// Returns the mean power of a share of the frames, beginning with the quietest.
  private func quietest(share: Double) -> Double {
    let wanted = max(1, (share * Double(frameCount)).rounded(.down))
    var rest = wanted, sum = 0.0
    for step in usedSteps where counts[step] > 0 {
      let count = Double(counts[step]), used = min(rest, count)
      sum += powers[step] * used / count
      rest -= used
      if rest <= 0 { break }
    }
    return sum / wanted
  }
}

/// Judges cuts that begin at the same sample, from the shortest to the longest, so the
/// frames they have in common are counted once.
struct CutJudgement {
  private let material: CutMaterial
  /// The first sample of the cuts.
  private let start: Int
  /// The first frame of the cuts.
  private let first: Int
  /// The end of the frames counted so far.
  private var end: Int
  private var levels = LevelCounts()
  /// The levels of frames averaged with their neighbours, from which the noise is measured.
  private var smooth = LevelCounts()
  /// The number of frames that were silenced.
  private var gated = 0
  /// The summed power of the speech in each second, and the number of its frames.
  private var seconds: [(power: Double, count: Int)] = []

  /// Prepares to judge cuts that begin at a sample.
  init(_ material: CutMaterial, from start: Int) {
    self.material = material
    self.start = start
    first = material.frames(from: start, to: start).lowerBound
    end = first
  }

  /// Counts the frames up to a sample, which must not lie before that of the last call.
  mutating func extend(to position: Int) {
    let last = max(end, material.frames(from: start, to: position).upperBound)
    for frame in end..<last { add(frame) }
    end = last
  }

  private mutating func add(_ frame: Int) {
    let level = Double(material.decibels[frame])
    guard level >= material.gateLevel else {
      gated += 1
      return
    }
    let power = Decibels.power(of: level)
    levels.add(level, power)
    let around = Double(material.smooth[frame])
    if around >= material.gateLevel { smooth.add(around, Decibels.power(of: around)) }
    guard material.isSpoken[frame] else { return }
    let second = (frame - first) * material.hop / material.rate
    while seconds.count <= second { seconds.append((0, 0)) }
    seconds[second].power += power
    seconds[second].count += 1
  }

  // MARK: Numbers

  /// How far the active frames lie above the noise: above the quietest frames, or above the
  /// noise where it is loudest, whichever is louder.
  private var signalToNoise: Measured {
    let frameCount = end - first, heard = frameCount - gated
    guard heard > 0 else { return .unknown(.silent) }
    if Double(gated) > Levels.maximumGatedShare * Double(frameCount) { return .unknown(.gated) }
    let top = levels.level(share: 0.95)
    let quietestPower = smooth.floor
    let noise = material.noise.maximumPower(in: first..<end)
    let floor = max(quietestPower, noise)
    var ratio = Decibels.ratio(
      max(0, levels.mean(over: top - Levels.activeRange) - floor), to: floor)
    // When noise is as loud as the voice, it does not matter by how much it is louder.
    if noise > 0 { ratio = max(0, ratio) }
    // As for the whole sound, there are pauses when enough is clearly quiet, or stays near
    // the noise.
    let quiet = levels.count(below: top - Levels.quietRange) + gated
    let still = min(
      levels.count(below: Decibels.of(power: quietestPower) + Levels.noiseRange),
      frameCount - material.spokenFrameCount(in: first..<end))
    let isKnown =
      noise > 0 || Double(quiet) >= Levels.minimumPauseShare * Double(frameCount)
      || Double(still) >= Levels.minimumNoiseShare * Double(frameCount)
    return isKnown ? .value(ratio.thousandths) : .atLeast(ratio.thousandths)
  }

  /// The range of the levels in decibels between seconds that contain enough speech.
  private var levelSpread: Double {
    let minimumFrames = material.rate / material.hop * 3 / 10
    let levels = seconds.filter { $0.count >= minimumFrames }
      .map { Decibels.of(power: $0.power / Double($0.count)) }
    guard let lowest = levels.min(), let highest = levels.max() else { return 0 }
    return highest - lowest
  }

  // MARK: Judgement

  /// The limits from which on a cut has a fault.
  private enum Limit {
    /// In decibels; with less, a copy of the voice would have the noise as well.
    static let signalToNoise = 13.0
    /// The share of speech: above it there is no time to breathe, below it the sample is
    /// empty.
    static let speech = 0.6...0.95
    /// In decibels; a single speaker in one room seldom exceeds it.
    static let levelSpread = 12.0
    /// In seconds; the middle of what all targets accept.
    static let length = 6.5
  }

  /// Returns the judgement of the cut that ends at a sample, where `extend(to:)` was called
  /// last.
  ///
  /// - Parameters:
  ///   - end: The end of the cut in samples.
  ///   - others: Faults that the caller knows, such as an end that is not in a pause.
  ///   - lengths: The lengths that a cut may have, in samples.
  func cut(to cutEnd: Int, others: [SoundCut.Fault], within lengths: ClosedRange<Int>) -> SoundCut {
    let signalToNoise = signalToNoise
    let runs = material.clippedRuns(from: start, to: cutEnd)
    let frames = max(1, end - first)
    let speech = Double(material.spokenFrameCount(in: first..<end)) / Double(frames)
    let levelSpread = levelSpread
    let pitchSpread = PitchStretches.spread(of: material.stretches(in: first..<end))
    var faults: [SoundCut.Fault] = []
    if material.isClipped, runs > 0 { faults.append(.clipped) }
    if case .value(let number) = signalToNoise, number < Limit.signalToNoise {
      faults.append(.noisy)
    }
    if speech < Limit.speech.lowerBound { faults.append(.littleSpeech) }
    if levelSpread > Limit.levelSpread { faults.append(.unsteady) }
    if let pitchSpread, pitchSpread > PitchStretches.maximumSpread { faults.append(.pitchJump) }
    faults += others
    // The weights and the values of the parts of the score; the first part counts the most.
    let parts = [
      (0.40, Self.share(signalToNoise.number ?? 20, from: 5, to: 40)),
      (0.15, material.isClipped && runs > 0 ? 0 : 1),
      (0.15, Self.closeness(of: speech)),
      (0.10, 1 - Self.share(levelSpread, from: 2, to: Limit.levelSpread)),
      (0.10, 1 - Self.share(pitchSpread ?? 0, from: 3, to: 2 * PitchStretches.maximumSpread)),
      (0.10, closeness(ofLength: cutEnd - start, within: lengths)),
    ]
    let sum = parts.reduce(0) { $0 + $1.0 * $1.1 }
    let score = faults.reduce(sum) { score, _ in score * 0.7 }
    return SoundCut(
      start: start, end: cutEnd, score: score.thousandths, signalToNoise: signalToNoise,
      clippedRuns: runs, speechShare: speech.thousandths, levelSpread: levelSpread.thousandths,
      pitchSpread: .init(pitchSpread, or: .noPauses), faults: faults)
  }

  /// Returns where a number lies between two others, from 0 to 1.
  private static func share(_ number: Double, from low: Double, to high: Double) -> Double {
    min(1, max(0, (number - low) / (high - low)))
  }

  /// Returns how close the share of speech is to its ideal range, from 0 to 1.
  private static func closeness(of speech: Double) -> Double {
    if speech < Limit.speech.lowerBound { return speech / Limit.speech.lowerBound }
    if speech <= Limit.speech.upperBound { return 1 }
    return 1 - share(speech, from: Limit.speech.upperBound, to: 1) / 2
  }

  /// Returns how close a length is to the ideal one, from 0 to 1.
  private func closeness(ofLength length: Int, within lengths: ClosedRange<Int>) -> Double {
    let ideal = min(
      Double(lengths.upperBound),
      max(Double(lengths.lowerBound), Limit.length * Double(material.rate)))
    return max(0, 1 - abs(Double(length) - ideal) / ideal)
  }
}
