internal import Model

/// How many frames, and how much power, each level has: half decibels, from the lowest that counts.
private struct LevelCounts {
  private static let perDecibel = 2.0
  private static let lowest = -140.0
  private static let number = 360

  private var counts = [Int32](repeating: 0, count: number)
  private var powers = [Double](repeating: 0, count: number)
  private var all = 0
  /// The steps that any frame has.
  private var used = 0..<0

  private static func step(_ level: Double) -> Int {
    Int(max(0, min(Double(number - 1), (level - lowest) * perDecibel)))
  }

  mutating func add(_ level: Double, _ power: Double) {
    let step = Self.step(level)
    counts[step] += 1
    powers[step] += power
    all += 1
    used =
      used.isEmpty
      ? step..<step + 1 : min(used.lowerBound, step)..<max(used.upperBound, step + 1)
  }

  /// The level that so large a share of the frames lies below.
  func level(share: Double) -> Double {
    var rest = share * Double(all)
    for step in used {
      rest -= Double(counts[step])
      if rest <= 0 { return Self.lowest + Double(step) / Self.perDecibel }
    }
    return 0
  }

  func count(below level: Double) -> Int {
    let end = Self.step(level)
    return used.reduce(0) { $1 < end ? $0 + Int(counts[$1]) : $0 }
  }

  func mean(over level: Double) -> Double {
    let from = Self.step(level)
    var sum = 0.0, count = 0
    for step in used where step >= from {
      sum += powers[step]
      count += Int(counts[step])
    }
    return sum / Double(max(1, count))
  }

  /// The mean power of the quietest frames, as many as tell the noise.
  var floor: Double {
    let lowest = quietest(share: Levels.quietest)
    let near = count(below: Decibels.of(power: lowest) + Levels.stillRange)
    return max(1e-30, quietest(share: Levels.quietShare(near: near, of: all)))
  }

  private func quietest(share: Double) -> Double {
    let wanted = max(1, (share * Double(all)).rounded(.down))
    var rest = wanted, sum = 0.0
    for step in used where counts[step] > 0 {
      let count = Double(counts[step]), taken = min(rest, count)
      sum += powers[step] * taken / count
      rest -= taken
      if rest <= 0 { break }
    }
    return sum / wanted
  }
}

/// Judges cuts that begin at one place, from the shortest to the longest, so that what the longer ones have
/// in common with the shorter is counted once.
struct CutJudgement {
  private let material: CutMaterial
  private let start: Int
  private let first: Int
  /// The frames counted so far.
  private var end: Int
  private var levels = LevelCounts()
  /// Of frames with those around them, which tell the noise.
  private var smooth = LevelCounts()
  private var gated = 0
  /// The power of the speech in each second, and of how many frames.
  private var seconds: [(power: Double, count: Int)] = []

  init(_ material: CutMaterial, from start: Int) {
    self.material = material
    self.start = start
    first = material.frames(from: start, to: start).lowerBound
    end = first
  }

  mutating func extend(to place: Int) {
    let last = max(end, material.frames(from: start, to: place).upperBound)
    for frame in end..<last { add(frame) }
    end = last
  }

  private mutating func add(_ frame: Int) {
    let level = Double(material.decibels[frame])
    guard level >= material.gatedUnder else {
      gated += 1
      return
    }
    let power = Decibels.power(of: level)
    levels.add(level, power)
    let around = Double(material.smooth[frame])
    if around >= material.gatedUnder { smooth.add(around, Decibels.power(of: around)) }
    guard material.isSpoken[frame] else { return }
    let second = (frame - first) * material.hop / material.rate
    while seconds.count <= second { seconds.append((0, 0)) }
    seconds[second].power += power
    seconds[second].count += 1
  }

  // MARK: Numbers

  /// Of the frames inside: how far the active ones lie over the quietest, and over the noise where it is loudest.
  private var signalToNoise: Measured {
    let all = end - first, heard = all - gated
    guard heard > 0 else { return .unknown(.silent) }
    if Double(gated) > Levels.mostGated * Double(all) { return .unknown(.gated) }
    let top = levels.level(share: 0.95)
    let quietest = smooth.floor
    let noise = material.noise.worst(in: first..<end)
    let floor = max(quietest, noise)
    var ratio = Decibels.ratio(
      max(0, levels.mean(over: top - Levels.activeRange) - floor), to: floor)
    // Where noise is as loud as the voice, it is not worth a word how much louder it is.
    if noise > 0 { ratio = max(0, ratio) }
    // As of the whole sound: there are pauses when enough is clearly quiet, or stays at the noise.
    let quiet = levels.count(below: top - Levels.clearlyQuiet) + gated
    let still = min(
      levels.count(below: Decibels.of(power: quietest) + Levels.stillRange),
      all - material.spoken(in: first..<end))
    let isKnown =
      noise > 0 || Double(quiet) >= Levels.leastQuiet * Double(all)
      || Double(still) >= Levels.stillShare * Double(all)
    return isKnown ? .value(ratio.thousandths) : .atLeast(ratio.thousandths)
  }

  /// How much the level differs between seconds in which enough is said.
  private var levelSpread: Double {
    let least = material.rate / material.hop * 3 / 10
    let levels = seconds.filter { $0.count >= least }
      .map { Decibels.of(power: $0.power / Double($0.count)) }
    guard let lowest = levels.min(), let highest = levels.max() else { return 0 }
    return highest - lowest
  }

  // MARK: Judgement

  private enum Limit {
    /// In decibels; less is noise that a voice's copy would have as well.
    static let signalToNoise = 13.0
    /// Where more is said there is no time to breathe, where less, the sample is empty.
    static let speech = 0.6...0.95
    /// In decibels: what one speaker in one place seldom does.
    static let levelSpread = 12.0
    /// In seconds: in the middle of what all rules take.
    static let length = 6.5
  }

  func cut(to place: Int, others: [SoundCut.Fault], within lengths: ClosedRange<Int>) -> SoundCut {
    let signalToNoise = signalToNoise
    let runs = material.clippedRuns(from: start, to: place)
    let frames = max(1, end - first)
    let speech = Double(material.spoken(in: first..<end)) / Double(frames)
    let levelSpread = levelSpread
    let pitchSpread = PitchStretches.spread(of: material.stretches(in: first..<end))
    var faults: [SoundCut.Fault] = []
    if material.isClipped, runs > 0 { faults.append(.clipped) }
    if case .value(let number) = signalToNoise, number < Limit.signalToNoise {
      faults.append(.noisy)
    }
    if speech < Limit.speech.lowerBound { faults.append(.littleSpeech) }
    if levelSpread > Limit.levelSpread { faults.append(.unsteady) }
    if let pitchSpread, pitchSpread > PitchStretches.jump { faults.append(.pitchJump) }
    faults += others
    // The first of these counts the most.
    let parts = [
      (0.40, Self.share(signalToNoise.number ?? 20, from: 5, to: 40)),
      (0.15, material.isClipped && runs > 0 ? 0 : 1),
      (0.15, Self.closeness(of: speech)),
      (0.10, 1 - Self.share(levelSpread, from: 2, to: Limit.levelSpread)),
      (0.10, 1 - Self.share(pitchSpread ?? 0, from: 3, to: 2 * PitchStretches.jump)),
      (0.10, closeness(ofLength: place - start, within: lengths)),
    ]
    let sum = parts.reduce(0) { $0 + $1.0 * $1.1 }
    let score = faults.reduce(sum) { score, _ in score * 0.7 }
    return SoundCut(
      start: start, end: place, score: score.thousandths, signalToNoise: signalToNoise,
      clippedRuns: runs, speechShare: speech.thousandths, levelSpread: levelSpread.thousandths,
      pitchSpread: .init(pitchSpread, or: .noPauses), faults: faults)
  }

  private static func share(_ number: Double, from low: Double, to high: Double) -> Double {
    min(1, max(0, (number - low) / (high - low)))
  }

  private static func closeness(of speech: Double) -> Double {
    if speech < Limit.speech.lowerBound { return speech / Limit.speech.lowerBound }
    if speech <= Limit.speech.upperBound { return 1 }
    return 1 - share(speech, from: Limit.speech.upperBound, to: 1) / 2
  }

  private func closeness(ofLength length: Int, within lengths: ClosedRange<Int>) -> Double {
    let wanted = min(
      Double(lengths.upperBound),
      max(Double(lengths.lowerBound), Limit.length * Double(material.rate)))
    return max(0, 1 - abs(Double(length) - wanted) / wanted)
  }
}
