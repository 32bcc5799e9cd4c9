/// Whether what is active is a voice, by how its pitch goes.
struct VoicedFrames {
  /// Noise alone has fewer voiced frames, speech has twice as many.
  static let leastVoiced = 0.30
  /// More neighbours of one pitch are those of a tone.
  static let mostSteady = 0.90
  /// Semitones in a hundredth of a second: below, the pitch stands still,
  private static let still: Float = 0.03
  /// and so a voice's moves.
  private static let moving: ClosedRange<Float> = 0.05...1.5
  /// Fewer pairs of neighbours tell nothing.
  private static let leastPairs = 20

  let voicedShare: Double
  let steadyShare: Double?
  let movingShare: Double?

  init(_ frames: SoundFrames, _ levels: Levels) {
    var active = 0, voiced = 0, pairs = 0, still = 0, moving = 0
    for frame in levels.inner where levels.isActive(frame) {
      active += 1
      guard frames.pitches[frame] > 0 else { continue }
      voiced += 1
      guard let step = frames.step(into: frame), levels.isActive(frame - 1) else { continue }
      pairs += 1
      if step < Self.still { still += 1 }
      if Self.moving.contains(step) { moving += 1 }
    }
    voicedShare = active > 0 ? Double(voiced) / Double(active) : 0
    let isEnough = pairs >= Self.leastPairs
    steadyShare = isEnough ? Double(still) / Double(pairs) : nil
    movingShare = isEnough ? Double(moving) / Double(pairs) : nil
  }

  var isSpeech: Bool { voicedShare >= Self.leastVoiced && (steadyShare ?? 0) <= Self.mostSteady }
}

extension SoundFrames {
  /// How far the pitch goes from the frame before, in semitones; nothing where one of them has none.
  func step(into frame: Int) -> Float? {
    guard frame > 0, pitches[frame] > 0, pitches[frame - 1] > 0 else { return nil }
    return Float(
      abs(Semitones.from(Double(pitches[frame - 1]), to: Double(pitches[frame]))))
  }

  /// Whether a pitch goes on from the frame before or into the next: one alone is often an octave off.
  func isSettled(_ frame: Int) -> Bool {
    if let before = step(into: frame), before <= Self.mostStep { return true }
    if frame + 1 < count, let after = step(into: frame + 1), after <= Self.mostStep { return true }
    return false
  }

  private static let mostStep: Float = 1.5

  /// The settled pitches of some frames, sorted.
  func settledPitches(in range: Range<Int>) -> [Float] {
    range.filter { pitches[$0] > 0 && isSettled($0) }.map { pitches[$0] }.sorted()
  }
}
