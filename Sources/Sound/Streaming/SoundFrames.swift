internal import CSound

/// What is kept of each hundredth of a second, for all that only the end of the sound tells. A frame is
/// 20 ms long, and each begins in the middle of the one before.
struct SoundFrames {
  /// How many samples frames are apart.
  let hop: Int
  let rate: Int
  /// The mean square of each, without what stands still; 0 where nothing moves at all.
  private(set) var powers: [Float] = []
  /// Of what could be a voice: 60 Hz to 4 kHz.
  private(set) var voicePowers: [Float] = []
  /// In hertz; 0 where no voice sounds.
  private(set) var pitches: [Float] = []

  init(rate: Int) {
    self.rate = rate
    hop = max(1, (rate + 50) / 100)
  }

  /// From this likeness on a sound repeats as a voice does: of noise 0 to a quarter of all frames reach it.
  private static let voiced: Float = 0.55
  /// A voice has more of its strength below 4 kHz than this share; what a whistle leaves there is none.
  private static let voiceShare: Float = 1e-4

  var count: Int { powers.count }

  var secondsPerFrame: Double { Double(hop) / Double(rate) }

  /// How many frames begin in so many seconds.
  func frames(in seconds: Double) -> Int { max(1, Int((seconds / secondsPerFrame).rounded())) }

  mutating func append(power: Double) { powers.append(Float(power)) }

  mutating func append(_ frame: PitchTracker.Frame) {
    guard pitches.count < powers.count else { return }
    let power = powers[pitches.count]
    let isVoiced =
      power > 0 && frame.strength > Self.voiced && frame.power > Self.voiceShare * power
    voicePowers.append(frame.power)
    pitches.append(isVoiced ? frame.pitch : 0)
  }

  /// Whether every frame has its pitch.
  var areComplete: Bool { pitches.count == powers.count }
}

/// What stands still in a sound: the mean of its blocks so far, and from the first second on, mostly of the
/// last second. It depends on nothing that comes later.
struct RunningMean {
  private static let blocks = 100.0

  private var count = 0.0
  private(set) var mean = 0.0

  /// The power of a block without what stands still.
  mutating func power(of block: castbook_sound_sums_t, count samples: Int) -> Double {
    let (sum, squares) = (block.sum / Double(samples), block.squares / Double(samples))
    count = min(Self.blocks, count + 1)
    mean += (sum - mean) / count
    guard block.low < block.high else { return 0 }
    return max(0, squares - 2 * mean * sum + mean * mean)
  }
}
