/// The facts about every frame that the search for cuts needs.
///
/// What counts as a pause depends on the noise around it, which may differ between the parts
/// of a long sound.
struct CutMaterial {
  /// The length of the window in which the noise around a moment is measured, in seconds.
  private static let noiseWindow = 12.0
  /// The distance between two such windows, in seconds.
  private static let noiseStep = 2.0
  /// The distance from a voiced frame within which sounds belong to the voice, in seconds.
  private static let speechReach = 0.2

  /// The number of samples between the starts of two frames.
  let hop: Int
  /// The number of samples in a second.
  let rate: Int
  let frameCount: Int
  /// The level of each frame.
  let decibels: [Float]
  /// The levels of frames averaged with their neighbours, from which the noise is measured.
  let smooth: [Float]
  /// The level in decibels below which a frame was made silent by a noise gate or an editor.
  let gateLevel: Double
  /// The runs of frames below the noise of their part, or far below the loud frames.
  let pauses: [Range<Int>]
  /// The number of speech frames before each frame.
  private let spokenBefore: [Int32]
  /// Whether each frame belongs to speech.
  let isSpoken: [Bool]
  /// The flat tops of the whole sound, in their order.
  let runs: [FlatTops.Run]
  /// Whether the sound as a whole is clipped; a single flat top may be chance.
  let isClipped: Bool
  /// The stretches of speech with their pitches.
  let stretches: [PitchStretches.Stretch]
  /// The noise in each part of the sound.
  let noise: LocalNoise

  /// The number of flat tops from which on a sound is clipped: clean speech has none, and a
  /// limiter leaves one.
  private static let minimumClippedRuns = 2

  /// Collects the facts from the measurements of a whole sound.
  init(_ voice: VoiceMeasurement) {
    let levels = voice.levels, frames = voice.frames
    hop = frames.hop
    rate = frames.rate
    frameCount = frames.count
    decibels = levels.decibels
    smooth = levels.smooth
    gateLevel = levels.top - Levels.gatedRange
    runs = voice.runs
    isClipped = runs.count >= Self.minimumClippedRuns
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

  /// Returns for each frame whether it is quiet compared with its surroundings.
  private static func quiet(_ frames: SoundFrames, _ levels: Levels) -> [Bool] {
    let noiseStep = frames.frames(in: noiseStep), reach = frames.frames(in: noiseWindow) / 2
    var quiet: [Bool] = []
    quiet.reserveCapacity(frames.count)
    for start in stride(from: 0, to: frames.count, by: noiseStep) {
      let end = min(frames.count, start + noiseStep), middle = (start + end) / 2
      let part = levels.decibels[max(0, middle - reach)..<min(frames.count, middle + reach)]
      let heard = part.filter { Double($0) >= levels.top - Levels.gatedRange }
      let sorted = heard.sorted()
      let gated = 1 - Double(heard.count) / Double(part.count)
      let floor = sorted.prefix(max(1, Int(Double(sorted.count) * Levels.minimumQuietShare)))
      let mean = floor.reduce(0) { $0 + Double($1) } / Double(max(1, floor.count))
      let hasFloor = levels.hasPauses && gated <= Levels.maximumGatedShare
      let local = Levels.pauseLevel(top: sorted.quantile(0.95), floor: hasFloor ? mean : nil)
      let level = max(levels.top - Levels.pauseRange, hasFloor ? local : -.infinity)
      for frame in start..<end { quiet.append(Double(levels.decibels[frame]) < level) }
    }
    return quiet
  }

  /// Returns the runs of `true` in a list of flags.
  private static func runs(of flags: [Bool]) -> [Range<Int>] {
    Pauses.runs(in: flags.map { $0 ? -1 : 1 }, below: 0, atLeast: 1)
  }

  /// Returns for each frame whether it is speech: not quiet, and close to a voiced frame.
  private static func spoken(_ frames: SoundFrames, _ isQuiet: [Bool]) -> [Bool] {
    let reach = frames.frames(in: speechReach)
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

  func spokenFrameCount(in range: Range<Int>) -> Int {
    Int(spokenBefore[range.upperBound] - spokenBefore[range.lowerBound])
  }

  /// Returns the frames that lie completely within a range of samples.
  func frames(from start: Int, to end: Int) -> Range<Int> {
    let first = min(frameCount, (start + hop - 1) / hop)
    return first..<max(first, min(frameCount, end / hop - 1))
  }

  /// Returns the middle of the quietest frame between two samples, the first one of equals,
  /// or `start` when no frame lies between them.
  func quietestSample(from start: Int, to end: Int) -> Int {
    let range = frames(from: start, to: end)
    guard let frame = range.min(by: { decibels[$0] < decibels[$1] }) else { return start }
    return min(end, (frame + 1) * hop)
  }

  /// Returns the number of flat tops that begin between two samples.
  func clippedRuns(from start: Int, to end: Int) -> Int {
    max(0, firstRun(from: end) - firstRun(from: start))
  }

  /// Returns the stretches of samples between flat tops.
  func cleanStretches(of sampleCount: Int) -> [Range<Int>] {
    let ends = [0] + runs.map { $0.start + $0.length }
    let starts = runs.map(\.start) + [sampleCount]
    return zip(ends, starts).filter { $0 < $1 }.map { $0..<$1 }
  }

  /// Returns the index of the first run that begins at or after a sample.
  private func firstRun(from sample: Int) -> Int {
    var low = 0, high = runs.count
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].start < sample { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Returns the stretches of speech that overlap a range of frames.
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
