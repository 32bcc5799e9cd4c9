/// The pitch of each stretch between two pauses: another voice may have another one.
struct PitchStretches {
  /// A pause that divides stretches, in seconds.
  static let leastPause = 0.09
  /// A stretch with less voice tells no pitch, in seconds.
  private static let leastVoiced = 0.15
  /// What a single voice seldom does, in semitones: from here on it is worth listening.
  static let jump = 7.0

  struct Stretch {
    let frames: Range<Int>
    /// In semitones over 1 Hz.
    let pitch: Double
  }

  /// Those with enough voice in them.
  let stretches: [Stretch]

  init(_ frames: SoundFrames, _ levels: Levels) {
    let pauses = Pauses.runs(
      in: levels.decibels, below: levels.pauseLevel,
      atLeast: max(1, frames.frames(in: Self.leastPause) - 1))
    let least = frames.frames(in: Self.leastVoiced)
    stretches = Pauses.stretches(between: pauses, count: frames.count).compactMap { range in
      let pitches = frames.settledPitches(in: range)
      guard pitches.count >= least else { return nil }
      return Stretch(frames: range, pitch: Semitones.from(1, to: pitches.quantile(0.5)))
    }
  }

  /// How far apart nine tenths and one tenth of some stretches lie; nothing for fewer than two.
  static func spread(of stretches: ArraySlice<Stretch>) -> Double? {
    guard stretches.count > 1 else { return nil }
    let pitches = stretches.map(\.pitch).sorted()
    return pitches.quantile(0.9) - pitches.quantile(0.1)
  }

  /// From the end of a stretch to the beginning of the next, where the pitch jumps the most.
  var largestJump: Range<Int>? {
    var largest = 0.0
    var place: Range<Int>?
    for (before, after) in zip(stretches, stretches.dropFirst()) {
      let jump = abs(after.pitch - before.pitch)
      if jump > largest {
        largest = jump
        place = before.frames.upperBound..<max(before.frames.upperBound, after.frames.lowerBound)
      }
    }
    return place
  }
}
