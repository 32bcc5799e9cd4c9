internal import Model

/// One cause, one finding: where a measure is weak because of another one, it is drawn and measured, and no
/// threshold is held against it.
enum Explanation {
  static func apply(to scores: inout PictureScores) {
    if isTooSmall(scores) {
      // In a thumbnail every detail looks like grain, and every shape like clutter.
      release(everything(but: [.resolution]), in: &scores)
    } else if isWeak(.screenshot, scores) {
      // A drawn window around a picture explains its edges, letters and white areas.
      release(everything(but: [.screenshot, .sharpness, .resolution]), in: &scores)
    } else if isWeak(.border, scores) {
      // The edges of bars look like seams, and bars seem to cut off what they cover.
      release([.collage, .subject, .framing], in: &scores)
    } else if isWeak(.collage, scores) {
      release([.subject, .framing, .noise], in: &scores)
    }
    // What was compressed hard, or is blurred, has no more detail than that.
    if isWeak(.sharpness, scores) || isWeak(.compression, scores) {
      release([.resolution], in: &scores)
    }
    // In the dark nothing has contrast, and where the subject is small there is little but backdrop.
    if isWeak(.exposure, scores) || isWeak(.subject, scores) { release([.contrast], in: &scores) }
  }

  private static func everything(but kept: Set<Measure>) -> [Measure] {
    Measure.allCases.filter { !kept.contains($0) }
  }

  private static func isWeak(_ measure: Measure, _ scores: PictureScores) -> Bool {
    guard let score = scores[measure], let warn = score.warn else { return false }
    return score.score < warn
  }

  private static func isTooSmall(_ scores: PictureScores) -> Bool {
    guard let score = scores[.resolution], let fail = score.fail else { return false }
    return score.score < fail
  }

  private static func release(_ measures: [Measure], in scores: inout PictureScores) {
    for measure in measures {
      scores[measure]?.warn = nil
      scores[measure]?.fail = nil
    }
  }
}
