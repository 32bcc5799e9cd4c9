/// How sounds die away. Each fall of the level is taken as one of a straight line.
enum Decays {
  /// What counts as a fall: so many decibels in so many seconds at least.
  private static let leastFall = 12.0
  private static let leastSeconds = 0.1
  /// Within a fall the level may rise by as much.
  private static let ripple: Float = 1
  /// Nearer to the noise it is the noise that is heard.
  private static let overFloor = 3.0
  private static let leastCount = 3
  /// The quickest falls are those of the room; voices also die away slowly by themselves.
  private static let share = 0.2

  /// The seconds in which a sound would fall by 60 dB; nothing where too few fall.
  static func seconds(_ frames: SoundFrames, _ levels: Levels) -> Double? {
    let least = Float(
      max(levels.top - Levels.gatedRange, Decibels.of(power: levels.floor) + overFloor))
    let leastCount = frames.frames(in: leastSeconds)
    let decibels = levels.smooth
    var found: [Double] = []
    var start = 0
    while start < decibels.count {
      let end = fallEnd(decibels, from: start, over: least)
      if end - start >= leastCount, Double(decibels[start] - decibels[end]) >= leastFall {
        let slope = slope(decibels[start...end]) / frames.secondsPerFrame
        if slope < 0 { found.append(-60 / slope) }
      }
      start = max(end, start + 1)
    }
    guard found.count >= Self.leastCount else { return nil }
    return found.sorted().quantile(share)
  }

  /// The lowest frame before the level rises again.
  private static func fallEnd(_ decibels: [Float], from start: Int, over least: Float) -> Int {
    var lowest = start
    for index in decibels.indices[(start + 1)...] {
      let level = decibels[index]
      if level < least || level > decibels[lowest] + ripple || level > decibels[start] { break }
      if level < decibels[lowest] { lowest = index }
    }
    return lowest
  }

  /// Of the line with the least squares, a frame.
  private static func slope(_ levels: ArraySlice<Float>) -> Double {
    let middle = Double(levels.count - 1) / 2
    var above = 0.0, below = 0.0
    for (index, level) in levels.enumerated() {
      let place = Double(index) - middle
      above += place * Double(level)
      below += place * place
    }
    return below > 0 ? above / below : 0
  }
}
