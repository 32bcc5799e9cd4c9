/// The level of each frame, and from that the voice, the pauses and the noise of a sound.
struct Levels {
  /// How far an active frame lies below the loud frames at most, in decibels.
  static let activeRange = 25.0
  /// How far below the loud frames a frame was made silent, by a noise gate or an editor.
  static let gatedRange = 70.0
  /// The share of silenced frames above which the noise is unknown.
  static let maximumGatedShare = 0.05
  /// How far a pause lies below the loud frames at least, in decibels, where the noise is low.
  static let pauseRange = 30.0
  /// How far a pause may rise above the noise, in decibels.
  static let overFloor = 6.0
  /// The smallest share of frames from which the noise is measured. Speech has at least as many
  /// pauses.
  static let minimumQuietShare = 0.05
  /// The largest share of frames from which the noise is measured. Noise rises and falls, so
  /// more of it is measured where there is enough.
  private static let maximumQuietShare = 0.07
  /// The share of clearly quiet frames that shows pauses; fewer may be single consonants.
  static let minimumPauseShare = 0.08
  /// How far below the loud frames a frame is clearly quiet, in decibels.
  static let quietRange = 15.0
  /// How far noise rises above its quietest frames, in decibels.
  static let noiseRange = 4.0
  /// The share of frames that must lie within `noiseRange` for them to be noise.
  static let minimumNoiseShare = 0.10
  /// The share of these frames that may be voiced.
  private static let maximumVoicedNoise = 0.3

  /// The number of frames before and after each over which noise is averaged. Noise rises and
  /// falls, and its lowest moments are not what is heard of it.
  private static let reach = 2

  /// The level of each frame in decibels.
  let decibels: [Float]
  /// The level of each frame averaged with its neighbours, or `Decibels.silence` where one of
  /// them was made silent.
  let smooth: [Float]
  /// The 95th percentile of the levels of frames that are not empty.
  let top: Double
  /// The mean power of the quietest frames that are not empty.
  let floor: Double
  /// Whether the quietest frames are pauses. If not, the level of a pause is unknown.
  let hasPauses: Bool
  /// The frames from the first active one to the last.
  let inner: Range<Int>
  /// The share of the inner frames that were made silent.
  let gatedShare: Double

  init(_ frames: SoundFrames) {
    decibels = frames.powers.map { Float(Decibels.of(power: Double($0))) }
    let sorted = zip(frames.powers, decibels).filter { $0.0 > 0 }.map { $0.1 }.sorted()
    let top = sorted.quantile(0.95)
    let gatedUnder = sorted.isEmpty ? 0 : Float(top - Self.gatedRange)
    let activeFrom = Float(top - Self.activeRange)
    let decibels = decibels
    let first = decibels.firstIndex { $0 >= activeFrom } ?? 0
    let last = decibels.lastIndex { $0 >= activeFrom } ?? -1
    inner = sorted.isEmpty || last < first ? 0..<0 : first..<last + 1
    let gated = inner.reduce(0) { $0 + (decibels[$1] < gatedUnder ? 1 : 0) }
    gatedShare = inner.isEmpty ? 1 : Double(gated) / Double(inner.count)
    self.top = top
    smooth = Self.smooth(frames.powers, over: Float(Decibels.power(of: Double(gatedUnder))))
    let heard = sorted.drop { $0 < gatedUnder }
    let even = smooth.filter { $0 >= gatedUnder }.sorted()
    func mean(_ share: Double) -> Double {
      Self.mean(even.prefix(max(1, Int(Double(even.count) * share))))
    }
    let lowest = mean(Self.minimumQuietShare)
    let near = Float(Decibels.of(power: lowest) + Self.noiseRange)
    let floor = mean(Self.quietShare(near: even.prefix { $0 <= near }.count, of: even.count))
    self.floor = floor
    let quiet = heard.prefix { Double($0) < top - Self.quietRange }.count + gated
    hasPauses =
      Double(quiet) >= Self.minimumPauseShare * Double(heard.count + gated)
      || Self.isStill(frames, decibels, from: gatedUnder, floor: Decibels.of(power: floor))
  }

  /// Returns the share of frames from which the noise is measured: half of those that lie
  /// near the quietest.
  static func quietShare(near count: Int, of all: Int) -> Double {
    min(maximumQuietShare, max(minimumQuietShare, Double(count) / Double(2 * max(1, all))))
  }

  /// Returns the level of each frame averaged with its neighbours.
  private static func smooth(_ powers: [Float], over least: Float) -> [Float] {
    powers.indices.map { frame in
      let around = max(0, frame - reach)...min(powers.count - 1, frame + reach)
      var sum = 0.0
      for other in around {
        guard powers[other] > 0, powers[other] >= least else { return Float(Decibels.silence) }
        sum += Double(powers[other])
      }
      return Float(Decibels.of(power: sum / Double(around.count)))
    }
  }

  /// Returns the mean power of some levels, or 0 when there are none.
  private static func mean(_ decibels: ArraySlice<Float>) -> Double {
    guard !decibels.isEmpty else { return 0 }
    return decibels.reduce(0) { $0 + Decibels.power(of: Double($1)) } / Double(decibels.count)
  }

  /// Returns whether the quietest frames are many and similar, as those of noise are and
  /// those of a voice are not.
  private static func isStill(
    _ frames: SoundFrames, _ decibels: [Float], from least: Float, floor: Double
  ) -> Bool {
    let range = least...max(least, Float(floor + noiseRange))
    var still = 0, voiced = 0
    for index in decibels.indices where range.contains(decibels[index]) {
      still += 1
      if frames.pitches[index] > 0 { voiced += 1 }
    }
    return Double(still) >= minimumNoiseShare * Double(decibels.count)
      && Double(voiced) <= maximumVoicedNoise * Double(still)
  }

  var count: Int { decibels.count }

  /// Returns whether a frame is close to the level of the loud frames.
  func isActive(_ frame: Int) -> Bool { Double(decibels[frame]) >= top - Self.activeRange }

  /// Returns whether a frame was made silent.
  func isGated(_ frame: Int) -> Bool { Double(decibels[frame]) < top - Self.gatedRange }

  /// The share of all frames that are active.
  var activeShare: Double {
    guard !inner.isEmpty else { return 0 }
    return Double(decibels.indices.count(where: isActive)) / Double(count)
  }

  /// Returns the level that a frame of a pause stays below, for a level of the loud frames
  /// and one of the noise, which is `nil` when it is unknown.
  static func pauseLevel(top: Double, floor: Double?) -> Double {
    guard let floor else { return top - pauseRange }
    return max(top - pauseRange, min(floor + overFloor, (floor + top) / 2))
  }

  /// Whether the level of the noise in the pauses is known.
  var hasFloor: Bool { hasPauses && gatedShare <= Self.maximumGatedShare }

  /// The level that a frame of a pause stays below.
  var pauseLevel: Double {
    Self.pauseLevel(top: top, floor: hasFloor ? Decibels.of(power: floor) : nil)
  }

  /// How far the mean of the active frames lies above the noise, in decibels.
  var signalToNoise: Double {
    var sum = 0.0, active = 0.0
    for frame in inner where isActive(frame) {
      sum += Decibels.power(of: Double(decibels[frame]))
      active += 1
    }
    guard active > 0 else { return 0 }
    return Decibels.ratio(max(0, sum / active - floor), to: floor)
  }
}

/// Divides frames into pauses and the stretches between them.
struct Pauses {
  /// Returns the runs of at least `count` frames that stay below a level.
  static func runs(in decibels: [Float], below level: Double, atLeast count: Int) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start: Int?
    for index in 0...decibels.count {
      let isQuiet = index < decibels.count && Double(decibels[index]) < level
      if isQuiet {
        start = start ?? index
      } else if let first = start {
        if index - first >= count { runs.append(first..<index) }
        start = nil
      }
    }
    return runs
  }

  /// Returns the stretches between the pauses, of `count` frames in total.
  static func stretches(between pauses: [Range<Int>], count: Int) -> [Range<Int>] {
    let starts = [0] + pauses.map(\.upperBound)
    let ends = pauses.map(\.lowerBound) + [count]
    return zip(starts, ends).filter { $0 < $1 }.map { $0..<$1 }
  }
}
