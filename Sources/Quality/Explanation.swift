internal import Model

/// Reports one cause as one finding: where another measure explains why a measure is weak, the
/// weak one keeps its score but loses its thresholds.
enum Explanation {
  /// Removes the thresholds of all measures in `scores` that another weak measure explains.
  static func apply(to scores: inout PictureScores, isSheet: Bool) {
    if isTooSmall(scores) {
      // In a thumbnail every detail looks like grain, and every shape like clutter.
      removeThresholds(everything(but: [.resolution]), in: &scores)
    } else if isWeak(.screenshot, scores) {
      // A drawn window around a picture explains its edges, letters and white areas.
      removeThresholds(everything(but: [.screenshot, .sharpness, .resolution]), in: &scores)
    } else if isSheet {
      // Its bands and margins are not bars, and its views have subjects of their own.
      removeThresholds([.border, .subject, .framing, .noise], in: &scores)
    } else if isWeak(.border, scores) {
      // The edges of bars look like seams, and bars seem to cut off what they cover.
      removeThresholds([.collage, .subject, .framing], in: &scores)
    } else if isWeak(.collage, scores) {
      removeThresholds([.subject, .framing, .noise], in: &scores)
    }
    // A picture that is blurred or was compressed hard has no more detail than that.
    if isWeak(.sharpness, scores) || isCompressed(scores) {
      removeThresholds([.resolution], in: &scores)
    }
    // In the dark there is no contrast, and where the subject is small there is little but
    // backdrop.
    if isWeak(.exposure, scores) || isWeak(.subject, scores) {
      removeThresholds([.contrast], in: &scores)
    }
  }

  private static func everything(but kept: Set<Measure>) -> [Measure] {
    Measure.allCases.filter { !kept.contains($0) }
  }

  /// Returns whether a measure is below its threshold for a warning.
  private static func isWeak(_ measure: Measure, _ scores: PictureScores) -> Bool {
    guard let score = scores[measure], let warn = score.warn else { return false }
    return score.score < warn
  }

  /// Returns whether the blocks of a JPEG show, if only a little.
  private static func isCompressed(_ scores: PictureScores) -> Bool {
    guard let score = scores[.compression], score.warn != nil else { return false }
    return score.score < Measure.compression.noteBound
  }

  /// Returns whether the picture has fewer pixels than any use needs.
  private static func isTooSmall(_ scores: PictureScores) -> Bool {
    guard let score = scores[.resolution], let fail = score.fail else { return false }
    return score.score < fail
  }

  private static func removeThresholds(_ measures: [Measure], in scores: inout PictureScores) {
    for measure in measures {
      scores[measure]?.warn = nil
      scores[measure]?.fail = nil
    }
  }
}
