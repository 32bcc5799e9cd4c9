package import Model

/// How good one picture is among others: what holds it back, and the sum of what speaks for it.
package struct Standing: Sendable {
  /// How far its worst measure is on the way to its threshold, 0 to 1. It is 1 where no measure warns,
  /// so that pictures without a fault are equal in it.
  package let soundness: Double
  /// The measure that is worst, where one warns.
  package let weakest: Measure?
  /// The mean of its measures by their weights, 0 to 1.
  package let total: Double

  /// A picture that nothing is known of is no better than one that fails.
  package init(_ scores: PictureScores?, kind: ElementKind?) {
    var worst = (share: 1.0, measure: Measure?.none)
    var (sum, weights) = (0.0, 0.0)
    for measure in Measure.allCases {
      guard let measured = scores?[measure] else { continue }
      let score = measured.score
      let weight = Self.weight(of: measure, kind: kind)
      sum += weight * score
      weights += weight
      guard weight > 0, let warn = measured.warn ?? measured.fail else { continue }
      let share = max(0, score) / warn
      if share < worst.share { worst = (share, measure) }
    }
    soundness = weights > 0 ? worst.share : 0
    weakest = worst.measure
    total = weights > 0 ? sum / weights : 0
  }

  /// What a measure counts for. A subject that is small or cut off harms the likeness of a clip more
  /// than blur does; colour, lettering and tilt only inform; a place is its background.
  package static func weight(of measure: Measure, kind: ElementKind?) -> Double {
    switch measure {
    case .subject, .framing: 4
    case .sharpness: 3
    case .resolution, .exposure, .border, .collage, .screenshot: 2
    case .contrast, .noise, .compression: 1
    case .clutter: kind == .place ? 0 : 1
    case .backlight, .vignette, .sharpening, .color, .text, .tilt: 0
    }
  }

  /// The measure that speaks most for a picture and against another; nothing where they are alike.
  package static func advantage(
    of one: PictureScores?, over other: PictureScores?, kind: ElementKind?
  ) -> Measure? {
    var best = (gain: leastGain, measure: Measure?.none)
    for measure in Measure.allCases {
      guard let mine = one?[measure]?.score, let theirs = other?[measure]?.score else { continue }
      let gain = weight(of: measure, kind: kind) * (mine - theirs)
      if gain > best.gain { best = (gain, measure) }
    }
    return best.measure
  }

  /// A twentieth of sharpness is seen by nobody.
  private static let leastGain = 0.15

  /// What a picture is good at, the weightiest first.
  package static func strengths(of scores: PictureScores?, kind: ElementKind?) -> [Measure] {
    guard let scores else { return [] }
    let telling: [Measure] = [.sharpness, .clutter, .exposure, .subject]
    return telling.filter { measure in
      guard weight(of: measure, kind: kind) > 0, let score = scores[measure]?.score else {
        return false
      }
      return score >= outstanding(measure)
    }
  }

  /// Backgrounds are called plain sooner: clean photographs of nature have 0.4.
  private static func outstanding(_ measure: Measure) -> Double {
    measure == .clutter ? 0.7 : 0.8
  }
}
