/// The power of the noise in each part of a sound.
///
/// Noise that lasts a second does not show in the quietest moments of a cut of seven seconds.
/// So it is measured in short windows, and the worst of them counts.
struct LocalNoise {
  /// The noise in all windows of one length.
  private struct Windows {
    /// The length of each window in frames.
    let length: Int
    /// The mean power of the noise in each window, or 0 where it is unknown.
    let powers: [Double]
  }

  /// The lengths of the windows in seconds, and the share of their frames that must be
  /// similar for the noise to be known.
  ///
  /// In a window of speech without a pause, the quietest frames are consonants, which are few
  /// and unlike each other. A burst of noise in a pause shows only in windows that it fills.
  private static let windows = [
    (seconds: 1.5, alike: 0.2), (seconds: 1.0, alike: 0.25), (seconds: 0.6, alike: 0.6),
  ]
  /// The distance between the starts of two windows, in seconds.
  private static let step = 0.15
  /// The share of the quietest frames of a window from which its noise is measured.
  private static let quietest = 0.10
  /// The number of quarters of a window in which quiet frames must lie. Noise fills a window;
  /// a long consonant does not.
  private static let minimumQuarters = 3
  /// The share of a window's frames that must be quiet and lie in a quarter for it to count.
  private static let minimumShareOfQuarter = 0.03
  /// The share of the quiet frames that may be voiced.
  private static let maximumVoiced = 0.3

  /// The distance between two windows in frames.
  private let step: Int
  private let windows: [Windows]

  /// Measures the noise in every window of a sound.
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

  /// Returns the power of the noise in one window, or 0 when it is unknown.
  private static func noise(
    in range: Range<Int>, _ frames: SoundFrames, _ levels: Levels, alike: Double
  ) -> Double {
    let gatedUnder = levels.top - Levels.gatedRange
    let heard = levels.smooth[range].filter { Double($0) >= gatedUnder }.sorted()
    // Where a part was made silent, its noise is unknown.
    guard Double(heard.count) >= 0.9 * Double(range.count), !heard.isEmpty else { return 0 }
    let quiet = heard.prefix(max(1, Int(quietest * Double(heard.count))))
    let power = quiet.reduce(0) { $0 + Decibels.power(of: Double($1)) } / Double(quiet.count)
    let limit = Float(Decibels.of(power: power) + Levels.noiseRange)
    var near = 0, voiced = 0
    var quarters = [0, 0, 0, 0]
    for frame in range
    where levels.smooth[frame] <= limit && Double(levels.smooth[frame]) >= gatedUnder {
      near += 1
      quarters[4 * (frame - range.lowerBound) / range.count] += 1
      if frames.pitches[frame] > 0, frames.isSettled(frame) { voiced += 1 }
    }
    let spread = quarters.count { Double($0) >= minimumShareOfQuarter * Double(range.count) }
    let isNoise =
      spread >= minimumQuarters && Double(near) >= alike * Double(range.count)
      && Double(voiced) <= maximumVoiced * Double(near)
    return isNoise ? power : 0
  }

  /// Returns the power of the loudest noise of all windows that lie within a range of frames,
  /// or 0 where none is known.
  func maximumPower(in range: Range<Int>) -> Double {
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
