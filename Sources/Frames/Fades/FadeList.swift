internal import Model

/// The fades found so far, in frames and in times.
struct FadeList: Sendable {
  /// More than these are not listed.
  static let most = 100

  /// From the first to the last frame that is a mixture.
  struct Fade: Sendable {
    var frames: ClosedRange<Int>
    var span: TimeSpan
    /// The greatest of the distances at which its frames were found: great where the shots move.
    var distance: Int

    /// With the frames at both ends in which too little of one shot is left to be measured, and enough to be seen.
    var wholeFrames: ClosedRange<Int> {
      let margin = min(FadeRule.reach, max(3, frames.count / 2, distance * 3 / 2))
      return frames.lowerBound - margin...frames.upperBound + margin
    }
  }

  private var found: [Fade] = []

  /// A single mixed frame is no fade: a hard cut between two frame rates leaves one.
  var all: [Fade] { found.filter { $0.frames.count > 1 } }

  mutating func add(_ frame: Int, _ distance: Int, atMilliseconds milliseconds: Int) {
    if let last = found.last, frame - last.frames.upperBound <= FadeRule.longestGap {
      found[found.count - 1] = Fade(
        frames: last.frames.lowerBound...max(frame, last.frames.upperBound),
        span: TimeSpan(start: last.span.start, end: max(last.span.end, milliseconds)),
        distance: max(last.distance, distance))
    } else if found.count < Self.most {
      found.append(
        Fade(
          frames: frame...frame, span: TimeSpan(start: milliseconds, end: milliseconds),
          distance: distance))
    }
  }
}
