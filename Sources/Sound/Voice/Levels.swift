/// How loud each frame is, and by that, what is voice and what is pause.
struct Levels {
  /// A frame is active within so many decibels of the loud ones.
  static let activeRange = 25.0
  /// And something that lies so far below was made silent.
  static let gatedRange = 70.0
  /// When more of the time was made silent, nobody knows the noise.
  static let mostGated = 0.05
  /// What a pause lies below the loud frames at least, where the noise is low.
  static let pauseRange = 30.0
  /// How far over the noise a pause reaches.
  static let overFloor = 6.0
  /// The share of frames that tell the noise at least: speech has as many pauses, if few.
  static let quietest = 0.05
  /// And at most: noise goes up and down, and where there is time for it, more of it is measured.
  private static let mostQuiet = 0.07
  /// Fewer frames that are clearly quiet may be single consonants.
  static let leastQuiet = 0.08
  /// When so many frames lie this far under the loud ones, there are pauses.
  static let clearlyQuiet = 15.0
  /// Noise stays this near to its quietest frames,
  static let stillRange = 4.0
  /// for this share of the time, with few of its frames voiced.
  static let stillShare = 0.10
  private static let stillVoiced = 0.3

  /// Noise is measured over so many frames before and behind each: it goes up and down as well, and its
  /// lowest moments are not what is heard of it.
  private static let reach = 2

  /// Of every frame.
  let decibels: [Float]
  /// Of every frame with those around it; nothing where one of them was made silent.
  let smooth: [Float]
  /// The 95th percentile of those in which anything is.
  let top: Double
  /// The mean power of the quietest frames in which anything is.
  let floor: Double
  /// Whether the quietest frames are pauses: else nobody knows how quiet a pause would be.
  let hasPauses: Bool
  /// From the first active frame to the last.
  let inner: Range<Int>
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
    let lowest = mean(Self.quietest)
    let near = Float(Decibels.of(power: lowest) + Self.stillRange)
    let floor = mean(Self.quietShare(near: even.prefix { $0 <= near }.count, of: even.count))
    self.floor = floor
    let quiet = heard.prefix { Double($0) < top - Self.clearlyQuiet }.count + gated
    hasPauses =
      Double(quiet) >= Self.leastQuiet * Double(heard.count + gated)
      || Self.isStill(frames, decibels, from: gatedUnder, floor: Decibels.of(power: floor))
  }

  /// How large a share of the frames tells the noise: half of those that lie near the quietest.
  static func quietShare(near count: Int, of all: Int) -> Double {
    min(mostQuiet, max(quietest, Double(count) / Double(2 * max(1, all))))
  }

  private static func smooth(_ powers: [Float], over least: Float) -> [Float] {
    powers.indices.map { frame in
      let around = max(0, frame - reach)...min(powers.count - 1, frame + reach)
      var sum = 0.0
      for other in around {
        guard powers[other] > 0, powers[other] >= least else { return Float(Decibels.nothing) }
        sum += Double(powers[other])
      }
      return Float(Decibels.of(power: sum / Double(around.count)))
    }
  }

  private static func mean(_ decibels: ArraySlice<Float>) -> Double {
    guard !decibels.isEmpty else { return 0 }
    return decibels.reduce(0) { $0 + Decibels.power(of: Double($1)) } / Double(decibels.count)
  }

  /// Whether the quietest frames are many and alike, as those of noise are and those of a voice are not.
  private static func isStill(
    _ frames: SoundFrames, _ decibels: [Float], from least: Float, floor: Double
  ) -> Bool {
    let range = least...max(least, Float(floor + stillRange))
    var still = 0, voiced = 0
    for index in decibels.indices where range.contains(decibels[index]) {
      still += 1
      if frames.pitches[index] > 0 { voiced += 1 }
    }
    return Double(still) >= stillShare * Double(decibels.count)
      && Double(voiced) <= stillVoiced * Double(still)
  }

  var count: Int { decibels.count }

  func isActive(_ frame: Int) -> Bool { Double(decibels[frame]) >= top - Self.activeRange }

  func isGated(_ frame: Int) -> Bool { Double(decibels[frame]) < top - Self.gatedRange }

  var activeShare: Double {
    guard !inner.isEmpty else { return 0 }
    return Double(decibels.indices.count(where: isActive)) / Double(count)
  }

  /// What a frame of a pause stays below, where the loud frames and the noise are such.
  static func pauseLevel(top: Double, floor: Double?) -> Double {
    guard let floor else { return top - pauseRange }
    return max(top - pauseRange, min(floor + overFloor, (floor + top) / 2))
  }

  /// Whether the noise in the pauses is known.
  var hasFloor: Bool { hasPauses && gatedShare <= Self.mostGated }

  var pauseLevel: Double {
    Self.pauseLevel(top: top, floor: hasFloor ? Decibels.of(power: floor) : nil)
  }

  /// How far the active frames lie over the quietest, in decibels.
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

/// Stretches of frames of which all, or none, are pause.
struct Pauses {
  /// Runs of frames that stay below the level, at least so many.
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

  /// What lies between them.
  static func stretches(between pauses: [Range<Int>], count: Int) -> [Range<Int>] {
    let starts = [0] + pauses.map(\.upperBound)
    let ends = pauses.map(\.lowerBound) + [count]
    return zip(starts, ends).filter { $0 < $1 }.map { $0..<$1 }
  }
}
