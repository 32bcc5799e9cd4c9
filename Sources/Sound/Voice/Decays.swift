/// Measures how sounds die away. Each fall of the level is treated as a straight line.
enum Decays {
  /// The smallest fall that is measured, in decibels.
  private static let minimumFall = 12.0
  /// The shortest fall that is measured, in seconds.
  private static let minimumSeconds = 0.1
  /// The number of decibels by which the level may rise within a fall.
  private static let ripple: Float = 1
  /// How far above the noise a fall ends, in decibels; below that, the noise would be measured.
  private static let overFloor = 3.0
  /// The number of falls that a measurement needs.
  private static let minimumCount = 3
  /// The quantile of all falls that is reported. The quickest falls show the room; a voice
  /// can also die away slowly by itself.
  private static let share = 0.2

  /// Returns the seconds in which a sound would fall by 60 dB, or `nil` when there are fewer
  /// than three falls.
  static func seconds(_ frames: SoundFrames, _ levels: Levels) -> Double? {
    let minimumLevel = Float(
      max(levels.top - Levels.gatedRange, Decibels.of(power: levels.floor) + overFloor))
    let minimumFrames = frames.frames(in: minimumSeconds)
    let decibels = levels.smooth
    var found: [Double] = []
    var start = 0
    while start < decibels.count {
      let end = fallEnd(decibels, from: start, over: minimumLevel)
      if end - start >= minimumFrames, Double(decibels[start] - decibels[end]) >= minimumFall {
        let slope = slope(decibels[start...end]) / frames.secondsPerFrame
        if slope < 0 { found.append(-60 / slope) }
      }
      start = max(end, start + 1)
    }
    guard found.count >= Self.minimumCount else { return nil }
    return found.sorted().quantile(share)
  }

  /// Returns the lowest frame before the level rises again.
  private static func fallEnd(_ decibels: [Float], from start: Int, over minimumLevel: Float) -> Int
  {
    var lowest = start
    for index in decibels.indices[(start + 1)...] {
      let level = decibels[index]
      if level < minimumLevel || level > decibels[lowest] + ripple || level > decibels[start] {
        break
      }
      if level < decibels[lowest] { lowest = index }
    }
    return lowest
  }

  /// Returns the slope of the line with the least squares, in decibels for each frame.
  private static func slope(_ levels: ArraySlice<Float>) -> Double {
    let middle = Double(levels.count - 1) / 2
    var numerator = 0.0, denominator = 0.0
    for (index, level) in levels.enumerated() {
      let offset = Double(index) - middle
      numerator += offset * Double(level)
      denominator += offset * offset
    }
    return denominator > 0 ? numerator / denominator : 0
  }
}
