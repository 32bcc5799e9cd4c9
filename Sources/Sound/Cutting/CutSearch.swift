internal import Model

/// Looks for the stretches of a sound that would serve best as voice samples: from pause to pause, and
/// judged by what is inside of them alone.
struct CutSearch {
  /// A pause that can be cut, in seconds.
  private static let leastPause = 0.12
  /// At the beginning or the end of the file there is nothing to be cut off on the other side.
  private static let leastEdge = 0.06
  /// What is kept of a pause: its half, within these seconds.
  private static let air = 0.06...0.12
  /// Ends that are tried for each beginning: speech has a pause or two a second.
  private static let mostEnds = 40
  /// Where there is no pause, cuts may begin so many seconds apart,
  private static let grid = 1.0
  /// and end in the quietest moment of each stretch of so many.
  private static let endGrid = 0.5

  private let material: CutMaterial
  private let sampleCount: Int
  /// Of a cut, in samples.
  private let lengths: ClosedRange<Int>
  private let count: Int

  init(_ voice: VoiceMeasuring, _ wish: CutWish, sampleCount: Int) {
    material = CutMaterial(voice)
    self.sampleCount = sampleCount
    let rate = Double(voice.frames.rate)
    let least = Self.bounded(wish.minimumSeconds), most = Self.bounded(wish.maximumSeconds)
    let shortest = Int((least * rate).rounded(.up))
    lengths = shortest...max(shortest, Int((most * rate).rounded(.down)))
    count = min(20, max(1, wish.count))
  }

  /// Half a second to a minute.
  private static func bounded(_ seconds: Double) -> Double {
    seconds.isFinite ? min(60, max(0.5, seconds)) : 5
  }

  /// The best, and others that do not overlap better ones: first those with no faults, then those that
  /// have the fewest to speak against them. Of equals the earliest.
  var best: [SoundCut] {
    guard sampleCount >= lengths.lowerBound else { return [] }
    let places = places
    var found = candidates(places)
    var chosen = Self.chosen(found, count: count)
    if !(chosen.first?.faults.isEmpty ?? false) {
      found += others(places)
      chosen = Self.chosen(found, count: count)
    }
    return chosen
  }

  private static func isBetter(_ one: SoundCut, _ other: SoundCut) -> Bool {
    if one.faults.isEmpty != other.faults.isEmpty { return one.faults.isEmpty }
    // Nothing mends what is clipped, so any other fault is better.
    let isClipped = [one, other].map { $0.faults.contains(.clipped) }
    if isClipped[0] != isClipped[1] { return isClipped[1] }
    if one.score != other.score { return one.score > other.score }
    return (one.start, one.end) < (other.start, other.end)
  }

  private static func chosen(_ found: [SoundCut], count: Int) -> [SoundCut] {
    let sorted = found.sorted(by: isBetter)
    var chosen: [SoundCut] = []
    for cut in sorted where chosen.count < count {
      if chosen.allSatisfy({ cut.end <= $0.start || $0.end <= cut.start }) { chosen.append(cut) }
    }
    return chosen
  }

  // MARK: Places

  /// Where cuts may begin and end, in samples.
  private struct Places {
    var starts: [Int] = []
    var ends: [Int] = []
    /// Whether the sound begins, and whether it ends, in a pause.
    var isQuietFirst = false
    var isQuietLast = false
  }

  private var places: Places {
    var places = Places()
    let hop = material.hop, rate = Double(material.rate)
    for pause in material.pauses {
      let isFirst = pause.lowerBound == 0, isLast = pause.upperBound == material.frameCount
      let start = pause.lowerBound * hop
      let end = isLast ? sampleCount : (pause.upperBound + 1) * hop
      let seconds = Double(end - start) / rate
      guard seconds >= (isFirst || isLast ? Self.leastEdge : Self.leastPause) else { continue }
      let air = min(Self.air.upperBound, max(Self.air.lowerBound, seconds / 2))
      let kept = min(end - start, Int((air * rate).rounded()))
      if isFirst { places.isQuietFirst = true }
      if isLast { places.isQuietLast = true }
      if !isLast { places.starts.append(end - kept) }
      if !isFirst { places.ends.append(start + kept) }
    }
    return places
  }

  /// From pause to pause.
  private func candidates(_ places: Places) -> [SoundCut] {
    var found: [SoundCut] = []
    var first = 0
    for start in places.starts {
      while first < places.ends.count, places.ends[first] - start < lengths.lowerBound {
        first += 1
      }
      let ends = places.ends[first...].prefix { $0 - start <= lengths.upperBound }
      guard !ends.isEmpty else { continue }
      let step = 1 + (ends.count - 1) / Self.mostEnds
      let some = stride(from: ends.startIndex, to: ends.endIndex, by: step).map { ends[$0] }
      judge(from: start, to: some, others: [], into: &found)
    }
    return found
  }

  /// Where no cut from pause to pause is good: the whole, or from a pause to the quietest moment, or from
  /// anywhere to there.
  private func others(_ places: Places) -> [SoundCut] {
    var found: [SoundCut] = []
    if lengths.contains(sampleCount) {
      let isQuiet = places.isQuietFirst && places.isQuietLast
      judge(from: 0, to: [sampleCount], others: isQuiet ? [] : [.noPause], into: &found)
    }
    let step = Int(Self.grid * Double(material.rate))
    let grid = stride(from: 0, through: sampleCount - lengths.lowerBound, by: max(1, step))
    let paused = Set(places.starts)
    for start in (grid + places.starts).sorted() where sampleCount - start >= lengths.lowerBound {
      let begin = paused.contains(start) ? start : material.quietest(from: start, to: start + step)
      guard sampleCount - begin >= lengths.lowerBound else { continue }
      judge(from: begin, to: ends(of: begin), others: [.noPause], into: &found)
    }
    return found
  }

  /// Where a cut without a pause at its end may end: the quietest moments of every part of the lengths it may have.
  private func ends(of begin: Int) -> [Int] {
    let last = min(sampleCount, begin + lengths.upperBound)
    let step = max(1, Int(Self.endGrid * Double(material.rate)))
    let starts = stride(from: begin + lengths.lowerBound, through: last, by: step)
    let ends = Set(starts.map { material.quietest(from: $0, to: min(last, $0 + step)) })
    return ends.sorted()
  }

  /// Judges all cuts that begin at one place, and notes the best; their ends are sorted.
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
