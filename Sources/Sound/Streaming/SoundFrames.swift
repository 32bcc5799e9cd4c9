internal import CSound

/// What is kept of each hundredth of a second, for everything that is known only at the end
/// of the sound.
///
/// A frame is 20 ms long, and each begins in the middle of the one before.
struct SoundFrames {
  /// The number of samples between the starts of two frames.
  let hop: Int
  /// The number of samples in a second.
  let rate: Int
  /// The mean square of each frame without its constant offset, or 0 where the samples are
  /// constant.
  private(set) var powers: [Float] = []
  /// The mean square of the frequencies that a voice has: from 60 Hz to 4 kHz.
  private(set) var voicePowers: [Float] = []
  /// The pitch of each frame in hertz, or 0 where there is no voice.
  private(set) var pitches: [Float] = []

  /// Creates an empty list of frames for a sound with `rate` samples in a second.
  init(rate: Int) {
    self.rate = rate
    hop = max(1, (rate + 50) / 100)
  }

  /// The strength of repetition above which a frame is voiced. In noise, up to a quarter of
  /// all frames reach it.
  private static let voiced: Float = 0.55
  /// The share of a frame's power that must lie below 4 kHz for a voice. The rest of a
  /// whistle there is not a voice.
  private static let voiceShare: Float = 1e-4

  /// The number of frames whose power is known.
  var count: Int { powers.count }

  /// The distance between the starts of two frames, in seconds.
  var secondsPerFrame: Double { Double(hop) / Double(rate) }

  /// Returns how many frames begin in a number of seconds, at least one.
  func frames(in seconds: Double) -> Int { max(1, Int((seconds / secondsPerFrame).rounded())) }

  /// Adds the power of the next frame.
  mutating func append(power: Double) { powers.append(Float(power)) }

  /// Adds the pitch of the next frame; ignored when no frame waits for one.
  mutating func append(_ frame: PitchTracker.Frame) {
    guard pitches.count < powers.count else { return }
    let power = powers[pitches.count]
    let isVoiced =
      power > 0 && frame.strength > Self.voiced && frame.power > Self.voiceShare * power
    voicePowers.append(frame.power)
    pitches.append(isVoiced ? frame.pitch : 0)
  }

  /// Whether the pitch of every frame is known.
  var isComplete: Bool { pitches.count == powers.count }
}

/// The constant offset of a sound: the mean of its blocks so far, and after the first second
/// mostly of the last second.
///
/// It depends only on samples that have already arrived, so pieces of any size give the same
/// result.
struct RunningMean {
  /// The number of blocks that the mean follows, which is one second.
  private static let blocks = 100.0

  private var count = 0.0
  private(set) var mean = 0.0

  /// Returns the mean square of a block without the constant offset, and updates the offset.
  mutating func power(of block: castbook_sound_sums_t, count samples: Int) -> Double {
    let (sum, squares) = (block.sum / Double(samples), block.squares / Double(samples))
    count = min(Self.blocks, count + 1)
    mean += (sum - mean) / count
    guard block.low < block.high else { return 0 }
    return max(0, squares - 2 * mean * sum + mean * mean)
  }
}
