internal import Model

extension StillCandidates {
  /// From here on two frames show the same view. On a turntable of a rendered figure that is a turn
  /// of less than 25° before a plain wall, of 40° before a full shelf.
  static let sameView = Look.whole * 4 / 5

  /// The frames that would serve best as references, at most `count`, the sharpest first.
  ///
  /// The clip is cut into `count` equal stretches of time, and each gives its sharpest frame that looks
  /// like none of the sharper ones chosen. A frame whose edges have less than a third of the contrast
  /// of the best one's is taken for blurred, even when its stretch has no better.
  func stills(_ count: Int) -> [FilmStill] {
    guard count > 0, let start = all.first?.moment.milliseconds,
      let end = all.last?.moment.milliseconds
    else { return [] }
    let sorted = all.sorted {
      ($1.sharpness, $0.moment.frame) < ($0.sharpness, $1.moment.frame)
    }
    guard let sharpest = sorted.first?.sharpness, sharpest > 0 else { return [] }
    var isTaken = [Bool](repeating: false, count: count)
    var chosen: [StillCandidate] = []
    var stills: [FilmStill] = []
    for candidate in sorted where 9 * candidate.sharpness >= sharpest {
      let stretch = (candidate.moment.milliseconds - start) * count / (end - start + 1)
      if isTaken[stretch] { continue }
      let likeness = chosen.map { candidate.look.likeness(to: $0.look) }.max()
      if let likeness, likeness >= Self.sameView { continue }
      isTaken[stretch] = true
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
}
