internal import Model

extension StillCandidates {
  /// From here on two frames show the same view. On a turntable of a rendered figure that is a turn
  /// of less than 30° before a plain wall, of 50° before a full shelf.
  static let sameView = Look.whole * 3 / 4

  /// The frames that would serve best as references, at most `count`, the sharpest first.
  ///
  /// The clip is cut into `count` equal stretches of time, and each gives its sharpest frame; of two
  /// that look alike the sharper remains. A frame whose edges have less than a third of the contrast of
  /// the best one's is taken for blurred, even when its stretch has no better.
  func stills(_ count: Int) -> [FilmStill] {
    let best = sharpestOfEachStretch(count).sorted {
      ($1.sharpness, $0.moment.frame) < ($0.sharpness, $1.moment.frame)
    }
    guard let sharpest = best.first?.sharpness, sharpest > 0 else { return [] }
    var chosen: [StillCandidate] = []
    var stills: [FilmStill] = []
    for candidate in best where 9 * candidate.sharpness >= sharpest {
      let likeness = chosen.map { candidate.look.likeness(to: $0.look) }.max()
      if let likeness, likeness >= Self.sameView { continue }
      chosen.append(candidate)
      stills.append(
        FilmStill(
          moment: candidate.moment,
          // The root, so that half of it is half the contrast of every edge.
          sharpness: (Double(candidate.sharpness) / Double(sharpest)).squareRoot(),
          likeness: likeness.map { Double($0) / Double(Look.whole) }))
    }
    return stills
  }

  private func sharpestOfEachStretch(_ count: Int) -> [StillCandidate] {
    guard count > 0, let first = all.first, let last = all.last else { return [] }
    let start = first.moment.milliseconds
    let length = last.moment.milliseconds - start + 1
    var sharpest = [StillCandidate?](repeating: nil, count: count)
    for candidate in all {
      let place = (candidate.moment.milliseconds - start) * count / length
      if candidate.sharpness > sharpest[place]?.sharpness ?? -1 { sharpest[place] = candidate }
    }
    return sharpest.compactMap(\.self)
  }
}
