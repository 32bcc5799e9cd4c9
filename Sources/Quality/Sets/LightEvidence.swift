internal import CQuality

/// The evidence that one picture of a set is lit differently from all others.
///
/// The weights are rounded ones of a logistic regression over sets with and without a picture in other light.
struct LightEvidence {
  /// How much better the colours in its middle agree with those of the others after a shift of light. A subject
  /// before another backdrop is what it was: only what surrounds it agrees better then.
  let gain: Double
  /// Which share of its colours the others have in any case. In other light these are few.
  let known: Double
  /// The size of the shift in its strongest aspect, where a slope counts half, since a bright side may be what stands
  /// there; 1 is the bound from which an aspect is named.
  let size: Double
  /// How well its colours agree with those of all others after the shift.
  let ownCommon: Double
  /// How well the colours of each other picture agree with its own after a shift, in the mean.
  let common: Double
  /// How well the colours of the others agree with each other, at the least.
  let commonOfOthers: Double
  /// The largest shift among the others when this picture is left out, in the same unit.
  let unrest: Double

  /// A picture is named when the sum exceeds this.
  private static let bound = 8.1
  /// Pictures with less in common than this may differ in colour because they show different things.
  private static let littleInCommon = 0.55
  /// Views of one subject mostly have at least this much in common, one with another and all with the rest.
  private static let usual = (common: 0.6, commonOfOthers: 0.5)
  /// With less than this in common, and so little gain in its middle, what it shows is another thing.
  private static let unlike = (common: 0.35, gain: 0.16)

  /// Another picture of the set, compared with all but the one in question, and alone with that one.
  struct Other {
    let match: LightMatch
    /// The size of its shift, by its strongest aspect.
    let strength: Double
    let alone: LightMatch
  }

  init(_ match: LightMatch, size: Double, others: [Other]) {
    gain = match.gainInMiddle
    known = match.known
    self.size = size
    ownCommon = match.common
    common = others.map(\.alone.common).reduce(0, +) / Double(max(1, others.count))
    commonOfOthers = others.map(\.match.common).min() ?? 0
    // A shift that explains almost nothing doesn't count.
    unrest = others.map { min(3, $0.strength) * min(1, $0.match.gain / 0.1) }.max() ?? 0
  }

  var isOdd: Bool {
    sum(common, commonOfOthers) > Self.bound
      && (common >= Self.unlike.common || gain >= Self.unlike.gain)
  }

  /// Whether it would be odd if the pictures had as much in common as views of one subject mostly have.
  var isPossiblyOdd: Bool {
    min(common, commonOfOthers) < Self.littleInCommon
      && sum(max(common, Self.usual.common), max(commonOfOthers, Self.usual.commonOfOthers))
        > Self.bound
  }

  /// Each counts up to where more of it tells nothing more.
  private func sum(_ common: Double, _ commonOfOthers: Double) -> Double {
    1.4 * min(-0.5, castbook_log2(max(0, gain) + 0.02)) - 4.6 * max(0.3, known)
      + 3.5 * castbook_log2(min(3, size) + 0.3) + 5.7 * min(0.75, ownCommon) + 2.4 * common
      + 10.4 * min(0.65, commonOfOthers) - 3.2 * unrest
  }
}
