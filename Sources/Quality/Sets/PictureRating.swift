package import Model

/// How good one picture is among others: the fault that holds it back, and the sum of its
/// merits.
package struct PictureRating: Sendable {
  /// How far its worst measure is on the way to its threshold, from 0 to 1. It is 1 where no
  /// measure warns, so pictures without a fault are equal.
  package let soundness: Double
  /// The worst measure, or `nil` when none warns.
  package let weakest: Measure?
  /// Whether its background is so busy that scores note it.
  package let isCluttered: Bool
  /// The weighted mean of its measures, from 0 to 1.
  package let total: Double

  /// Rates a picture. A picture about which nothing is known is no better than one that fails.
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
    isCluttered =
      Self.weight(of: .clutter, kind: kind) > 0
      && scores?[.clutter].map { $0.score < Measure.clutter.noteBound } == true
    total = weights > 0 ? sum / weights : 0
  }

  /// Returns the weight of a measure.
  ///
  /// A subject that is small or cut off harms the likeness of a clip more than blur does;
  /// colour and tilt only inform; clutter doesn't count for a place, which is a background itself,
  /// nor does text for a product, which may have print on it.
  package static func weight(of measure: Measure, kind: ElementKind?) -> Double {
    switch measure {
    case .subject, .framing: 4
    case .sharpness: 3
    case .resolution, .exposure, .border, .collage, .screenshot: 2
    case .contrast, .noise, .compression: 1
    case .clutter: kind == .place ? 0 : 1
    case .text: kind == .product ? 0 : 1
    case .backlight, .vignette, .sharpening, .color, .tilt: 0
    }
  }

  /// Returns the measure in which a picture is most clearly better than another, or `nil` when
  /// they are about equal.
  package static func advantage(
    of one: PictureScores?, over other: PictureScores?, kind: ElementKind?
  ) -> Measure? {
    var best = (gain: minimumGain, measure: Measure?.none)
    for measure in Measure.allCases {
      guard let mine = one?[measure]?.score, let theirs = other?[measure]?.score else { continue }
      let gain = weight(of: measure, kind: kind) * (mine - theirs)
      if gain > best.gain { best = (gain, measure) }
    }
    return best.measure
  }

  /// The weighted difference that is visible: a twentieth of sharpness is not.
  private static let minimumGain = 0.15

  /// Returns what a picture is good at, the most important measure first.
  package static func strengths(of scores: PictureScores?, kind: ElementKind?) -> [Measure] {
    guard let scores else { return [] }
    let candidates: [Measure] = [.sharpness, .clutter, .exposure, .subject]
    return candidates.filter { measure in
      guard weight(of: measure, kind: kind) > 0, let score = scores[measure]?.score else {
        return false
      }
      return score >= outstanding(measure)
    }
  }

  /// Returns the score from which on a measure is a strength. Backgrounds count as plain
  /// sooner, because clean photographs of nature have 0.4.
  private static func outstanding(_ measure: Measure) -> Double { measure == .clutter ? 0.7 : 0.8 }
}
