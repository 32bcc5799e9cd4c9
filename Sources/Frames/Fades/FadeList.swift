internal import Model

/// The fades found so far, as ranges of frames and as spans of time.
struct FadeList: Sendable {
  /// The number of fades that are listed at most; later ones are dropped.
  static let maximumCount = 100

  /// One fade, from its first mixed frame to its last.
  struct Fade: Sendable {
    var frames: ClosedRange<Int>
    /// The times of the first and the last mixed frame, in milliseconds.
    var span: TimeSpan
    /// The largest distance at which one of the frames was found to be a mixture. It is large
    /// where the shots move.
    var distance: Int

    /// The mixed frames and a margin at both ends, where too little of one shot is left to be
    /// measured but enough to be seen.
    var visibleFrames: ClosedRange<Int> {
      let margin = min(FadeRule.maximumDistance, max(3, frames.count / 2, distance * 3 / 2))
      return frames.lowerBound - margin...frames.upperBound + margin
    }
  }

  private var found: [Fade] = []

  /// All fades of more than one frame.
  ///
  /// A single mixed frame is not a fade: a hard cut between two frame rates leaves one.
  var all: [Fade] { found.filter { $0.frames.count > 1 } }

  /// Adds a mixed frame, extending the last fade when it is at most `FadeRule.maximumGap`
  /// frames away.
  mutating func add(_ frame: Int, distance: Int, atMilliseconds milliseconds: Int) {
    if let last = found.last, frame - last.frames.upperBound <= FadeRule.maximumGap {
      found[found.count - 1] = Fade(
        frames: last.frames.lowerBound...max(frame, last.frames.upperBound),
        span: TimeSpan(start: last.span.start, end: max(last.span.end, milliseconds)),
        distance: max(last.distance, distance))
    } else if found.count < Self.maximumCount {
      found.append(
        Fade(
          frames: frame...frame, span: TimeSpan(start: milliseconds, end: milliseconds),
          distance: distance))
    }
  }
}
