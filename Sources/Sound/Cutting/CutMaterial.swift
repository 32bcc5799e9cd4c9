/// What the search for cuts needs of every frame. What is a pause depends on the noise around it, which may
/// be another one in another part of a long sound.
struct CutMaterial {
  /// The noise around a moment is looked for within so many seconds,
  private static let around = 12.0
  /// and anew after so many.
  private static let step = 2.0
  /// Sounds that belong to a voice are this near to a voiced frame, in seconds.
  private static let reach = 0.2

  let hop: Int
  let rate: Int
  let frameCount: Int
  let decibels: [Float]
  /// With those around each: what tells the noise.
  let smooth: [Float]
  let gatedUnder: Double
  /// Runs of frames below the noise of their part, or far below the loud ones.
  let pauses: [Range<Int>]
  /// How many of the frames before one belong to speech.
  private let spokenBefore: [Int32]
  let isSpoken: [Bool]
  let runs: [FlatTops.Run]
  /// Whether the sound as a whole is clipped: one or two flat tops are chance.
  let isClipped: Bool
  let stretches: [PitchStretches.Stretch]
  let noise: LocalNoise

  /// A sound with fewer flat tops is not clipped: speech that never was has none, and a limiter leaves one.
  private static let clippedRuns = 2

  init(_ voice: VoiceMeasuring) {
    let levels = voice.levels, frames = voice.frames
    hop = frames.hop
    rate = frames.rate
    frameCount = frames.count
    decibels = levels.decibels
    smooth = levels.smooth
    gatedUnder = levels.top - Levels.gatedRange
    runs = voice.runs
    isClipped = runs.count >= Self.clippedRuns
    stretches = voice.stretches.stretches
    let isQuiet = Self.quiet(frames, levels)
    pauses = Self.runs(of: isQuiet)
    isSpoken = Self.spoken(frames, isQuiet)
    noise = LocalNoise(frames, levels)
    var count: Int32 = 0
    spokenBefore =
      [0]
      + isSpoken.map { spoken in
        count += spoken ? 1 : 0
        return count
      }
  }

  /// Whether each frame is quiet beside what is around it.
  private static func quiet(_ frames: SoundFrames, _ levels: Levels) -> [Bool] {
    let step = frames.frames(in: step), reach = frames.frames(in: around) / 2
    var quiet: [Bool] = []
    quiet.reserveCapacity(frames.count)
    for start in stride(from: 0, to: frames.count, by: step) {
      let end = min(frames.count, start + step), middle = (start + end) / 2
      let part = levels.decibels[max(0, middle - reach)..<min(frames.count, middle + reach)]
      let heard = part.filter { Double($0) >= levels.top - Levels.gatedRange }
      let sorted = heard.sorted()
      let gated = 1 - Double(heard.count) / Double(part.count)
      let floor = sorted.prefix(max(1, Int(Double(sorted.count) * Levels.quietest)))
      let mean = floor.reduce(0) { $0 + Double($1) } / Double(max(1, floor.count))
      let hasFloor = levels.hasPauses && gated <= Levels.mostGated
      let local = Levels.pauseLevel(top: sorted.quantile(0.95), floor: hasFloor ? mean : nil)
      let level = max(levels.top - Levels.pauseRange, hasFloor ? local : -.infinity)
      for frame in start..<end { quiet.append(Double(levels.decibels[frame]) < level) }
    }
    return quiet
  }

  private static func runs(of flags: [Bool]) -> [Range<Int>] {
    Pauses.runs(in: flags.map { $0 ? -1 : 1 }, below: 0, atLeast: 1)
  }

  /// Frames that are not quiet and near to voiced ones.
  private static func spoken(_ frames: SoundFrames, _ isQuiet: [Bool]) -> [Bool] {
    let reach = frames.frames(in: reach)
    var spoken = [Bool](repeating: false, count: frames.count)
    var last = -reach - 1
    for frame in spoken.indices {
      if frames.pitches[frame] > 0, frames.isSettled(frame) { last = frame }
      if frame - last <= reach { spoken[frame] = !isQuiet[frame] }
    }
    var next = frames.count + reach + 1
    for frame in spoken.indices.reversed() {
      if frames.pitches[frame] > 0, frames.isSettled(frame) { next = frame }
      if next - frame <= reach { spoken[frame] = !isQuiet[frame] }
    }
    return spoken
  }

  /// How many frames of a range belong to speech.
  func spoken(in range: Range<Int>) -> Int {
    Int(spokenBefore[range.upperBound] - spokenBefore[range.lowerBound])
  }

  /// The frames that lie within some samples.
  func frames(from start: Int, to end: Int) -> Range<Int> {
    let first = min(frameCount, (start + hop - 1) / hop)
    return first..<max(first, min(frameCount, end / hop - 1))
  }

  /// The middle of the quietest frame between two places, in samples; the first of equals.
  func quietest(from start: Int, to end: Int) -> Int {
    let range = frames(from: start, to: end)
    guard let frame = range.min(by: { decibels[$0] < decibels[$1] }) else { return start }
    return min(end, (frame + 1) * hop)
  }

  /// How many flat tops lie between two places, in samples.
  func clippedRuns(from start: Int, to end: Int) -> Int {
    max(0, firstRun(from: end) - firstRun(from: start))
  }

  /// The first run that begins at a place or behind it.
  private func firstRun(from place: Int) -> Int {
    var low = 0, high = runs.count
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].start < place { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The stretches that lie between two frames.
  func stretches(in range: Range<Int>) -> ArraySlice<PitchStretches.Stretch> {
    var low = 0, high = stretches.count
    while low < high {
      let middle = (low + high) / 2
      if stretches[middle].frames.upperBound <= range.lowerBound {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return stretches[low...].prefix { $0.frames.lowerBound < range.upperBound }
  }
}
