internal import CQuality

/// What speaks for a picture's light being another one than that of all others.
///
/// Each weight is what one more of it does to the logarithm of the odds, as a logistic regression over sets with
/// and without a picture in other light found it. They were chosen once, on one half of these sets.
struct LightEvidence {
  /// How much better its colours agree with the others' after a shift of light.
  let gain: Double
  /// The size of this shift, in bounds from which an aspect is named, all aspects together.
  let size: Double
  /// How well the colours agree then, 0 to 1.
  let common: Double
  /// How well the others' colours agree among each other, where they do least.
  let commonOfOthers: Double
  /// The largest shift among the others, when this picture is left out, in bounds.
  let unrest: Double
  /// How far the shift lies from those that each other picture by itself finds, in bounds: their mean.
  let discord: Double

  /// A picture is named from this on.
  private static let bound = 4.5
  /// Pictures with less than this in common may have other colours because they show something else,
  private static let littleInCommon = 0.55
  /// and this is what the views of one subject have in common at least, mostly.
  private static let usuallyInCommon = 0.75

  /// Another picture: against all but the one that is asked about, and how far apart the two are by that shift
  /// and by the one that the two alone would have.
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
    // A shift that explains next to nothing is none.
    unrest = others.map { min(2, $0.strength) * min(1, $0.match.gain / 0.1) }.max() ?? 0
    discord = others.map { min(4, $0.distance) }.reduce(0, +) / Double(max(1, others.count))
  }

  var isOdd: Bool { sum(common, commonOfOthers) > Self.bound }

  /// Whether it would be odd if the pictures had as much in common as views of one subject have.
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
