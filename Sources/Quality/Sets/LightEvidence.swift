internal import CQuality

/// The evidence that one picture of a set is lit differently from all others.
///
/// The weights are those of a logistic regression over sets with and without a picture in other light. They were
/// fitted once, on the tuned half of these sets.
struct LightEvidence {
  /// How much better its colours agree with those of the others after a shift of light.
  let gain: Double
  /// The size of this shift over all aspects; 1 is the bound from which an aspect is named.
  let size: Double
  /// How well the colours agree then, 0 to 1.
  let common: Double
  /// How well the colours of the others agree with each other, at the least.
  let commonOfOthers: Double
  /// The largest shift among the others when this picture is left out, in the same unit.
  let unrest: Double
  /// The mean distance of the shift from the one that each other picture alone would give, in the same unit.
  let discord: Double

  /// A picture is named when the sum exceeds this.
  private static let bound = 4.5
  /// Pictures with less in common than this may differ in colour because they show different things.
  private static let littleInCommon = 0.55
  /// Views of one subject usually have at least this much in common.
  private static let usuallyInCommon = 0.75

  /// Another picture of the set, compared with all but the one in question, and alone with that one.
  struct Other {
    let match: LightMatch
    /// The size of its shift, by its strongest aspect.
    let strength: Double
    let distance: Double
  }

  init(_ match: LightMatch, size: Double, others: [Other]) {
    gain = match.gain
    self.size = size
    common = match.common
    commonOfOthers = others.map(\.match.common).min() ?? 0
    // A shift that explains almost nothing doesn't count.
    unrest = others.map { min(2, $0.strength) * min(1, $0.match.gain / 0.1) }.max() ?? 0
    discord = others.map { min(4, $0.distance) }.reduce(0, +) / Double(max(1, others.count))
  }

  var isOdd: Bool { sum(common, commonOfOthers) > Self.bound }

  /// Whether it would be odd if the pictures had as much in common as views of one subject usually have.
  var isPossiblyOdd: Bool {
    min(common, commonOfOthers) < Self.littleInCommon
      && sum(max(common, Self.usuallyInCommon), max(commonOfOthers, Self.usuallyInCommon))
        > Self.bound
  }

  private func sum(_ common: Double, _ commonOfOthers: Double) -> Double {
    1.4 * castbook_log2(max(0, gain) + 0.02) + 4.1 * castbook_log2(min(3, size) + 0.1)
      + 2.8 * common + 3.6 * commonOfOthers - 2.4 * unrest - 0.9 * discord
  }
}
