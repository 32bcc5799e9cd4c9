internal import Model

/// Searches a sound for the stretches that would serve best as voice samples.
///
/// Cuts go from pause to pause where possible, and each is judged only by what is inside it.
struct CutSearch {
  /// The length of a pause that can be cut at, in seconds.
  private static let minimumPause = 0.12
  /// The length of such a pause at the start or the end of the file, in seconds. It may be
  /// shorter, because there is no speech on its other side.
  private static let minimumEdgePause = 0.06
  /// The bounds in seconds of the silence that is kept at each end of a cut, which is half
  /// the pause.
  private static let keptPause = 0.06...0.12
  /// The number of ends that are tried for each start; speech has one or two pauses a second.
  private static let maximumEnds = 40
  /// The distance in seconds between starts that are tried where there are no pauses.
  private static let startGrid = 1.0
  /// The length in seconds of the stretches in whose quietest moments such cuts may end.
  private static let endGrid = 0.5
  /// The time in seconds after a flat top in whose quietest moment a cut may start, and before one
  /// in whose quietest moment it may end.
  private static let flatTopMargin = 0.25

  private let material: CutMaterial
  private let sampleCount: Int
  /// The lengths that a cut may have, in samples.
  private let lengths: ClosedRange<Int>
  private let count: Int

  /// Prepares a search. Lengths and counts outside their bounds are adjusted to the nearest
  /// bound.
  init(_ voice: VoiceMeasurement, _ request: CutRequest, sampleCount: Int) {
    material = CutMaterial(voice)
    self.sampleCount = sampleCount
    let rate = Double(voice.frames.rate)
    let minimum = Self.bounded(request.minimumSeconds),
      maximum = Self.bounded(request.maximumSeconds)
    let shortest = Int((minimum * rate).rounded(.up))
    lengths = shortest...max(shortest, Int((maximum * rate).rounded(.down)))
    count = min(20, max(1, request.count))
  }

  /// Returns a length limited to half a second to a minute, and 5 for one that is not a
  /// number.
  private static func bounded(_ seconds: Double) -> Double {
    seconds.isFinite ? min(60, max(0.5, seconds)) : 5
  }

  /// The best cut and others that do not overlap better ones, or none when the sound is too
  /// short.
  ///
  /// Cuts without faults come first, then the others by their scores; of equals the earliest.
  /// Cuts that keep less of their pauses, and those that don't go from pause to pause, are tried
  /// only when no cut without faults was found.
  var best: [SoundCut] {
    guard sampleCount >= lengths.lowerBound else { return [] }
    let boundaries = boundaries(keeping: Self.keptPause.upperBound)
    let otherWays = [
      { candidates(self.boundaries(keeping: Self.keptPause.lowerBound)) },
      { others(boundaries) + betweenFlatTops },
    ]
    var found = candidates(boundaries)
    var chosen = Self.chosen(found, count: count)
    for way in otherWays where !(chosen.first?.faults.isEmpty ?? false) {
      found += way()
      chosen = Self.chosen(found, count: count)
    }
    return chosen
  }

  private static func isBetter(_ one: SoundCut, _ other: SoundCut) -> Bool {
    if one.faults.isEmpty != other.faults.isEmpty { return one.faults.isEmpty }
    // Clipping can't be repaired, so any other fault is better.
    let isClipped = [one, other].map { $0.faults.contains(.clipped) }
    if isClipped[0] != isClipped[1] { return isClipped[1] }
    if one.score != other.score { return one.score > other.score }
    return (one.start, one.end) < (other.start, other.end)
  }

  /// Returns the best of the cuts that were found, at most `count`, none of which overlap.
  private static func chosen(_ found: [SoundCut], count: Int) -> [SoundCut] {
    let sorted = found.sorted(by: isBetter)
    var chosen: [SoundCut] = []
    for cut in sorted where chosen.count < count {
      if chosen.allSatisfy({ cut.end <= $0.start || $0.end <= cut.start }) { chosen.append(cut) }
    }
    return chosen
  }

  // MARK: Boundaries

  /// The samples at which cuts may start and end.
  private struct Boundaries {
    var starts: [Int] = []
    var ends: [Int] = []
    /// Whether the sound starts in a pause.
    var isQuietFirst = false
    /// Whether the sound ends in a pause.
    var isQuietLast = false
  }

  /// Returns the starts and ends that the pauses of the sound allow.
  ///
  /// - Parameter maximum: The maximum silence in seconds that is kept at each end of a cut.
  private func boundaries(keeping maximum: Double) -> Boundaries {
    var boundaries = Boundaries()
    let hop = material.hop, rate = Double(material.rate)
    for pause in material.pauses {
      let isFirst = pause.lowerBound == 0, isLast = pause.upperBound == material.frameCount
      let start = pause.lowerBound * hop
      let end = isLast ? sampleCount : (pause.upperBound + 1) * hop
      let seconds = Double(end - start) / rate
      guard seconds >= (isFirst || isLast ? Self.minimumEdgePause : Self.minimumPause) else {
        continue
      }
      let keptPause = min(maximum, max(Self.keptPause.lowerBound, seconds / 2))
      let kept = min(end - start, Int((keptPause * rate).rounded()))
      if isFirst { boundaries.isQuietFirst = true }
      if isLast { boundaries.isQuietLast = true }
      if !isLast { boundaries.starts.append(end - kept) }
      if !isFirst { boundaries.ends.append(start + kept) }
    }
    return boundaries
  }

  /// Returns the best cut from pause to pause for each start.
  private func candidates(_ boundaries: Boundaries) -> [SoundCut] {
    var found: [SoundCut] = []
    var first = 0
    for start in boundaries.starts {
      while first < boundaries.ends.count, boundaries.ends[first] - start < lengths.lowerBound {
        first += 1
      }
      let ends = boundaries.ends[first...].prefix { $0 - start <= lengths.upperBound }
      guard !ends.isEmpty else { continue }
      let step = 1 + (ends.count - 1) / Self.maximumEnds
      let some = stride(from: ends.startIndex, to: ends.endIndex, by: step).map { ends[$0] }
      judge(from: start, to: some, others: [], into: &found)
    }
    return found
  }

  /// Returns cuts for a sound in which no cut from pause to pause is good: the whole sound,
  /// or cuts from a pause or a quiet moment to the quietest moment.
  private func others(_ boundaries: Boundaries) -> [SoundCut] {
    var found: [SoundCut] = []
    if lengths.contains(sampleCount) {
      let isQuiet = boundaries.isQuietFirst && boundaries.isQuietLast
      judge(from: 0, to: [sampleCount], others: isQuiet ? [] : [.noPause], into: &found)
    }
    let step = Int(Self.startGrid * Double(material.rate))
    let grid = stride(from: 0, through: sampleCount - lengths.lowerBound, by: max(1, step))
    let paused = Set(boundaries.starts)
    for start in (grid + boundaries.starts).sorted() where sampleCount - start >= lengths.lowerBound
    {
      let begin =
        paused.contains(start) ? start : material.quietestSample(from: start, to: start + step)
      guard sampleCount - begin >= lengths.lowerBound else { continue }
      judge(from: begin, to: ends(of: begin), others: [.noPause], into: &found)
    }
    return found
  }

  /// The best cut in each stretch between flat tops that is long enough, from one of its quietest
  /// moments to another.
  private var betweenFlatTops: [SoundCut] {
    guard material.isClipped else { return [] }
    let margin = Int(Self.flatTopMargin * Double(material.rate))
    var found: [SoundCut] = []
    for stretch in material.cleanStretches(of: sampleCount)
    where stretch.count >= lengths.lowerBound {
      let latest = stretch.upperBound - lengths.lowerBound
      let start = material.quietestSample(
        from: stretch.lowerBound, to: min(latest, stretch.lowerBound + margin))
      let last = material.quietestSample(
        from: max(start + lengths.lowerBound, stretch.upperBound - margin), to: stretch.upperBound)
      let ends = Set(ends(of: start).filter { $0 <= stretch.upperBound } + [last])
        .filter { lengths.contains($0 - start) }
      if !ends.isEmpty { judge(from: start, to: ends.sorted(), others: [.noPause], into: &found) }
    }
    return found
  }

  /// Returns where a cut may end that has no pause at its end: in the quietest moment of each
  /// part of the range of lengths.
  private func ends(of start: Int) -> [Int] {
    let last = min(sampleCount, start + lengths.upperBound)
    let step = max(1, Int(Self.endGrid * Double(material.rate)))
    let starts = stride(from: start + lengths.lowerBound, through: last, by: step)
    let ends = Set(starts.map { material.quietestSample(from: $0, to: min(last, $0 + step)) })
    return ends.sorted()
  }

  /// Judges all cuts that begin at a sample, and appends the best one. Their ends are sorted.
  private func judge(
    from start: Int, to ends: [Int], others: [SoundCut.Fault], into found: inout [SoundCut]
  ) {
    var judgement = CutJudgement(material, from: start)
    let cuts = ends.map { end in
      judgement.extend(to: end)
      return judgement.cut(to: end, others: others, within: lengths)
    }
    if let best = cuts.min(by: Self.isBetter) { found.append(best) }
  }
}
