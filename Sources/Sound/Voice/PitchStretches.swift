/// The pitches of the stretches between pauses: a second speaker shows as another pitch.
struct PitchStretches {
  /// The length in seconds of a pause that separates two stretches.
  static let minimumPause = 0.09
  /// The length in seconds of the voiced frames that a stretch needs for its pitch to be
  /// known.
  private static let minimumVoiced = 0.15
  /// The spread in semitones that a single voice seldom exceeds; beyond it a listener should
  /// check.
  static let maximumSpread = 7.0

  /// A stretch of speech and its pitch.
  struct Stretch {
    let frames: Range<Int>
    /// The median pitch, in semitones above 1 Hz.
    let pitch: Double
  }

  /// The stretches with enough voiced frames.
  let stretches: [Stretch]

  /// Divides a sound into stretches and measures their pitches.
  init(_ frames: SoundFrames, _ levels: Levels) {
    let pauses = Pauses.runs(
      in: levels.decibels, below: levels.pauseLevel,
      atLeast: max(1, frames.frames(in: Self.minimumPause) - 1))
    let minimumFrames = frames.frames(in: Self.minimumVoiced)
    stretches = Pauses.stretches(between: pauses, count: frames.count).compactMap { range in
      let pitches = frames.settledPitches(in: range)
      guard pitches.count >= minimumFrames else { return nil }
      return Stretch(frames: range, pitch: Semitones.from(1, to: pitches.quantile(0.5)))
    }
  }

  /// Returns the distance in semitones from the lowest tenth to the highest tenth of the
  /// pitches, or `nil` for fewer than two stretches.
  static func spread(of stretches: ArraySlice<Stretch>) -> Double? {
    guard stretches.count > 1 else { return nil }
    let pitches = stretches.map(\.pitch).sorted()
    return pitches.quantile(0.9) - pitches.quantile(0.1)
  }

  /// The frames from the end of one stretch to the start of the next where the pitch changes
  /// the most, or `nil` when it never changes.
  var largestJump: Range<Int>? {
    var largest = 0.0
    var range: Range<Int>?
    for (before, after) in zip(stretches, stretches.dropFirst()) {
      let jump = abs(after.pitch - before.pitch)
      if jump > largest {
        largest = jump
        range = before.frames.upperBound..<max(before.frames.upperBound, after.frames.lowerBound)
      }
    }
    return range
  }
}
