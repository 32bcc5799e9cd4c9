internal import CQuality

/// The evidence that one picture of a set is lit differently from all others.
///
/// The weights are rounded from a logistic regression over sets with and without a picture in
/// another light.
struct LightEvidence {
  /// How much better the colours in the picture's middle agree with those of the others after a
  /// shift of light. In front of another backdrop a subject stays the same, and only what
  /// surrounds it agrees better.
  let gain: Double
  /// The share of its colours that the others have without any shift; it is small in another
  /// light.
  let knownShare: Double
  /// The size of the shift in its strongest aspect, where 1 is the bound from which an aspect
  /// is reported. A slope counts half, since a bright side may be something that stands there.
  let size: Double
  /// How well the colours of the picture agree with those of all others after the shift.
  let ownCommon: Double
  /// How well the colours of each other picture agree with its own after a shift, in the mean.
  let common: Double
  /// How well the colours of the others agree with each other at least.
  let commonOfOthers: Double
  /// The largest shift among the others when this picture is left out, in the unit of `size`.
  let largestOtherShift: Double

  /// The sum above which a picture is reported.
  private static let bound = 8.1
  /// With less in common than this, pictures may differ in colour because they show different
  /// things.
  private static let littleInCommon = 0.55
  /// What views of one subject mostly have in common at least, with one another and with all
  /// the rest.
  private static let typical = (common: 0.6, commonOfOthers: 0.5)
  /// With less in common than this, and so little gain in its middle, a picture shows another
  /// subject.
  private static let unlike = (common: 0.35, gain: 0.16)

  /// Another picture of the set, compared with all but the one in question, and with that one
  /// alone.
  struct Other {
    let match: LightMatch
    /// The size of its shift in the strongest aspect.
    let strength: Double
    let alone: LightMatch
  }

  /// Collects the evidence for a picture from its own match and those of the others.
  init(_ match: LightMatch, size: Double, others: [Other]) {
    gain = match.gainInMiddle
    knownShare = match.knownShare
    self.size = size
    ownCommon = match.common
    common = others.map(\.alone.common).reduce(0, +) / Double(max(1, others.count))
    commonOfOthers = others.map(\.match.common).min() ?? 0
    // A shift that explains almost nothing doesn't count.
    largestOtherShift = others.map { min(3, $0.strength) * min(1, $0.match.gain / 0.1) }.max() ?? 0
  }

  /// Whether the picture is certainly lit differently from the others.
  var isOdd: Bool {
    sum(common, commonOfOthers) > Self.bound
      && (common >= Self.unlike.common || gain >= Self.unlike.gain)
  }

  /// Whether it would be odd if the pictures had as much in common as views of one subject
  /// mostly have.
  var isPossiblyOdd: Bool {
    min(common, commonOfOthers) < Self.littleInCommon
      && sum(max(common, Self.typical.common), max(commonOfOthers, Self.typical.commonOfOthers))
        > Self.bound
  }

  /// Returns the weighted evidence. Each number is limited to the range in which it says
  /// something.
  private func sum(_ common: Double, _ commonOfOthers: Double) -> Double {
    1.4 * min(-0.5, castbook_log2(max(0, gain) + 0.02)) - 4.6 * max(0.3, knownShare)
      + 3.5 * castbook_log2(min(3, size) + 0.3) + 5.7 * min(0.75, ownCommon) + 2.4 * common
      + 10.4 * min(0.65, commonOfOthers) - 3.2 * largestOtherShift
  }
}
