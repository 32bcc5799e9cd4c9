/// Decides whether the active frames of a sound are a voice, by the movement of their pitch.
struct VoicedFrames {
  /// The share of voiced frames that speech has at least. Noise has fewer, and speech has
  /// twice as many.
  static let minimumVoicedShare = 0.30
  /// The share of neighbours with the same pitch that speech has at most; more of them are a
  /// tone.
  static let maximumSteadyShare = 0.90
  /// The change of pitch in semitones between two frames below which it is steady.
  private static let still: Float = 0.03
  /// The change of pitch in semitones between two frames that is typical of a voice.
  private static let moving: ClosedRange<Float> = 0.05...1.5
  /// The number of pairs of voiced neighbours that a share of them needs.
  private static let minimumPairs = 20

  /// The share of active frames that are voiced.
  let voicedShare: Double
  /// The share of pairs whose pitch is steady, or `nil` when there are too few pairs.
  let steadyShare: Double?
  /// The share of pairs whose pitch moves like that of a voice, or `nil` when there are too
  /// few pairs.
  let movingShare: Double?

  /// Counts the voiced frames of a sound and the changes between them.
  init(_ frames: SoundFrames, _ levels: Levels) {
    var active = 0, voiced = 0, pairs = 0, still = 0, moving = 0
    for frame in levels.inner where levels.isActive(frame) {
      active += 1
      guard frames.pitches[frame] > 0 else { continue }
      voiced += 1
      guard let step = frames.pitchStep(into: frame), levels.isActive(frame - 1) else { continue }
      pairs += 1
      if step < Self.still { still += 1 }
      if Self.moving.contains(step) { moving += 1 }
    }
    voicedShare = active > 0 ? Double(voiced) / Double(active) : 0
    let hasEnoughPairs = pairs >= Self.minimumPairs
    steadyShare = hasEnoughPairs ? Double(still) / Double(pairs) : nil
    movingShare = hasEnoughPairs ? Double(moving) / Double(pairs) : nil
  }

  /// Whether the sound is speech: enough frames are voiced, and they are not all of one
  /// pitch.
  var isSpeech: Bool {
    voicedShare >= Self.minimumVoicedShare && (steadyShare ?? 0) <= Self.maximumSteadyShare
  }
}

extension SoundFrames {
  /// Returns the change of pitch from the frame before, in semitones, or `nil` when either
  /// frame has no pitch.
  func pitchStep(into frame: Int) -> Float? {
    guard frame > 0, pitches[frame] > 0, pitches[frame - 1] > 0 else { return nil }
    return Float(abs(Semitones.from(Double(pitches[frame - 1]), to: Double(pitches[frame]))))
  }

  /// Returns whether a pitch continues from the frame before or into the next one. A pitch
  /// that appears in a single frame is often an octave off.
  func isSettled(_ frame: Int) -> Bool {
    if let before = pitchStep(into: frame), before <= Self.maximumStep { return true }
    if frame + 1 < count, let after = pitchStep(into: frame + 1), after <= Self.maximumStep {
      return true
    }
    return false
  }

  /// The change of pitch in semitones up to which two frames are continuous.
  private static let maximumStep: Float = 1.5

  /// Returns the settled pitches of a range of frames, in ascending order.
  func settledPitches(in range: Range<Int>) -> [Float] {
    range.filter { pitches[$0] > 0 && isSettled($0) }.map { pitches[$0] }.sorted()
  }
}
