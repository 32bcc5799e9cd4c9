/// How loud noise is in each part of a sound. Noise that lasts a second is not heard in the quietest moments of a cut
/// of seven, so it is looked for in short windows, of which the worst counts.
struct LocalNoise {
  /// The windows of one length.
  private struct Windows {
    let length: Int
    /// The mean power of the noise in each window; 0 where none is known.
    let powers: [Double]
  }

  /// Windows, in seconds, and the share of their frames that has to be alike for noise to be known. In a window of
  /// speech without a pause the quietest frames are consonants, which are few and unlike each other. A burst in a
  /// pause is seen only in windows that it fills.
  private static let windows = [
    (seconds: 1.5, alike: 0.2), (seconds: 1.0, alike: 0.25), (seconds: 0.6, alike: 0.6),
  ]
  /// Windows begin so many seconds apart.
  private static let step = 0.15
  /// The share of its frames that tell the noise of a window.
  private static let quietest = 0.10
  /// Noise goes through a window: in so many of its quarters lies this share of its frames. A long consonant does not.
  private static let leastQuarters = 3
  private static let leastOfQuarter = 0.03
  /// The share of the quietest frames that may be voiced.
  private static let maximumVoiced = 0.3

  private let step: Int
  private let windows: [Windows]

  init(_ frames: SoundFrames, _ levels: Levels) {
    let step = frames.frames(in: Self.step)
    self.step = step
    windows = Self.windows.map { seconds, alike in
      let length = frames.frames(in: seconds)
      let powers = stride(from: 0, through: max(0, levels.count - length), by: step).map { start in
        Self.noise(in: start..<min(levels.count, start + length), frames, levels, alike: alike)
      }
      return Windows(length: length, powers: powers)
    }
  }

  private static func noise(
    in range: Range<Int>, _ frames: SoundFrames, _ levels: Levels, alike: Double
  ) -> Double {
    let least = levels.top - Levels.gatedRange
    let heard = levels.smooth[range].filter { Double($0) >= least }.sorted()
    // Where a part was made silent, its noise is unknown.
    guard Double(heard.count) >= 0.9 * Double(range.count), !heard.isEmpty else { return 0 }
    let quiet = heard.prefix(max(1, Int(quietest * Double(heard.count))))
    let power = quiet.reduce(0) { $0 + Decibels.power(of: Double($1)) } / Double(quiet.count)
    let limit = Float(Decibels.of(power: power) + Levels.stillRange)
    var near = 0, voiced = 0
    var quarters = [0, 0, 0, 0]
    for frame in range where levels.smooth[frame] <= limit && Double(levels.smooth[frame]) >= least
    {
      near += 1
      quarters[4 * (frame - range.lowerBound) / range.count] += 1
      if frames.pitches[frame] > 0, frames.isSettled(frame) { voiced += 1 }
    }
    let spread = quarters.count { Double($0) >= leastOfQuarter * Double(range.count) }
    let isNoise =
      spread >= leastQuarters && Double(near) >= alike * Double(range.count)
      && Double(voiced) <= maximumVoiced * Double(near)
    return isNoise ? power : 0
  }

  /// The loudest noise of all windows that lie between two frames, as power; 0 where none is known.
  func worst(in range: Range<Int>) -> Double {
    windows.reduce(0) { worst, windows in
      let first = (range.lowerBound + step - 1) / step
      let end = (range.upperBound - windows.length) / step + 1
      guard range.count >= windows.length, first < min(end, windows.powers.count) else {
        return worst
      }
      return windows.powers[first..<min(end, windows.powers.count)].reduce(worst, max)
    }
  }
}
