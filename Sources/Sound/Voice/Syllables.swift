/// Counts syllables: each is a hump in the power of the voice.
enum Syllables {
  /// The width in seconds over which levels are smoothed: shorter than a syllable, longer
  /// than a wave of a low voice.
  private static let smoothing = 0.05
  /// How far a hump must rise above the valleys on both sides, in decibels.
  private static let rise = 2.0

  /// Returns the number of syllables in a second without its pauses, or `nil` when
  /// everything is a pause.
  static func perSecond(_ frames: SoundFrames, _ levels: Levels) -> Double? {
    let pauseLevel = levels.pauseLevel
    let spoken = levels.decibels.count { Double($0) >= pauseLevel }
    guard spoken > 0 else { return nil }
    let envelope = envelope(frames)
    var humps = 0
    var isRising = true
    // The lowest frame while the level falls, the highest while it rises.
    var turn = 0
    for index in envelope.indices {
      let level = envelope[index]
      if isRising ? level >= envelope[turn] : level <= envelope[turn] { turn = index }
      if isRising, envelope[turn] - level >= rise {
        if Double(levels.decibels[turn]) >= pauseLevel, isVoiced(frames, around: turn) {
          humps += 1
        }
        isRising = false
        turn = index
      } else if !isRising, level - envelope[turn] >= rise {
        isRising = true
        turn = index
      }
    }
    if isRising, humps == 0 { humps = 1 }
    return Double(humps) / (Double(spoken) * frames.secondsPerFrame)
  }

  private static func isVoiced(_ frames: SoundFrames, around frame: Int) -> Bool {
    (max(0, frame - 3)...min(frames.count - 1, frame + 3)).contains { frames.pitches[$0] > 0 }
  }

  /// Returns the smoothed level of the voice's frequencies for each frame, in decibels.
  private static func envelope(_ frames: SoundFrames) -> [Double] {
    let reach = max(1, frames.frames(in: smoothing) / 2)
    let powers = frames.voicePowers
    return powers.indices.map { index in
      var sum = 0.0, weights = 0.0
      for other in max(0, index - reach)...min(powers.count - 1, index + reach) {
        let weight = Double(reach + 1 - abs(other - index))
        sum += weight * Double(powers[other])
        weights += weight
      }
      return Decibels.of(power: sum / weights + 1e-12)
    }
  }
}
