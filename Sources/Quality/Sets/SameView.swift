/// Decides whether one picture shows a part of what another shows: cropped, zoomed, or a moment
/// later.
///
/// Brightness alone is not enough: any dark thing on a white ground correlates with any other.
/// So the slopes of brightness must agree, once as they are and once normalized, so a
/// handle in the shade counts like a white label. The measurements are in
/// `docs/decisions/0019-sets.md`.
package enum SameView {
  /// The agreement of slopes that two pictures of one view have at least.
  ///
  /// In 50 photographs, crops of 10 to 30 % of both sides and frames a moment later agreed by
  /// 0.87 and more, and by 0.84 when normalized. Different things on white reached 0.74 and
  /// 0.60; a subject turned by 45° reached 0.84 and 0.82.
  package static let minimumAgreement = 0.87
  /// The agreement of normalized slopes at least.
  static let minimumNormalizedAgreement = 0.85
  /// The correlation of brightness at least.
  static let minimumCorrelation = 0.9
  /// The thresholds of the quick tests that come first: they keep all crops and drop most
  /// unrelated pictures.
  private static let minimumGlance = 0.8
  private static let minimumGlanceOfTurned = 0.65
  private static let minimumOutline = 0.8
  private static let minimumStart = 0.6
  /// The second picture is also tried as the whole where that is at most this much less likely.
  private static let secondWay = 0.05
  /// The number of likeliest windows that are compared in detail.
  private static let starts = 3

  /// Returns how likely two pictures are to show one view at a glance, from −1 to 1.
  static func coarse(_ one: ViewShape, _ other: ViewShape) -> Double {
    max(
      one.coarse.correlation(withPart: other.coarse, other.fit(into: one)),
      other.coarse.correlation(withPart: one.coarse, one.fit(into: other)))
  }

  /// The agreement of two pictures of one view.
  struct Match {
    let agreement: Double
    /// The largest local difference; about 0 for copies.
    let difference: Double
    /// The share of samples that differ clearly; about 0 for copies, and large in another
    /// light.
    let differingShare: Double
    /// The place of one picture in the other; `nil` if one is turned.
    let place: Place?
  }

  /// The window of one picture that another one fills.
  struct Place {
    let window: Window
    /// Whether the first of two pictures is the whole, and the second the part.
    let isFirstWhole: Bool
  }

  /// Returns how two pictures of one view agree, or `nil` for two views.
  static func match(of one: ViewShape, and other: ViewShape) -> Match? {
    let coarse = coarse(one, other)
    let upright = coarse >= minimumGlance ? upright(one, other) : nil
    if let upright, upright.differingShare <= LocalDifference.maximumShareOfCopies {
      return upright
    }
    guard coarse >= minimumGlanceOfTurned,
      let agreement = TurnedView.agreement(of: one, and: other)
    else { return upright }
    return Match(
      agreement: PictureMeasurement.rounded(agreement), difference: 0, differingShare: 0,
      place: nil)
  }

  /// Returns how two pictures agree without turning either, or `nil` for two views.
  static func upright(_ one: ViewShape, _ other: ViewShape) -> Match? {
    let ways = [
      (
        whole: one, part: other, isFirstWhole: true,
        windows: one.outline.windows(ofPart: other.outline, other.fit(into: one))
      ),
      (
        whole: other, part: one, isFirstWhole: false,
        windows: other.outline.windows(ofPart: one.outline, one.fit(into: other))
      ),
    ].sorted { $0.windows.closeness > $1.windows.closeness }
    let minimum = max(minimumOutline, ways[0].windows.closeness - secondWay)
    for way in ways where way.windows.closeness >= minimum {
      let overlay = Overlay(whole: way.whole, part: way.part)
      let starts = way.windows.prefix(starts).map(\.window)
      if let match = confirmed(overlay, from: starts, isFirstWhole: way.isFirstWhole) {
        return match
      }
    }
    return nil
  }

  /// Refines the likeliest windows, and returns the match if all thresholds are met.
  private static func confirmed(
    _ overlay: Overlay, from starts: [Window], isFirstWhole: Bool
  ) -> Match? {
    let closest = starts.map { overlay.refined($0, steps: [2]) }
      .max { $0.agreement < $1.agreement }
    guard let closest, closest.agreement >= minimumStart else { return nil }
    let found = overlay.refined(closest.window, steps: [1, 0.5])
    guard found.agreement > minimumAgreement, let aligned = overlay.aligned(found.window),
      aligned.correlation > minimumCorrelation,
      aligned.normalizedAgreement > minimumNormalizedAgreement
    else { return nil }
    return Match(
      agreement: PictureMeasurement.rounded(found.agreement),
      difference: overlay.difference(overlay.refined(found.window, steps: [0.25]).window),
      differingShare: aligned.differingShare,
      place: Place(window: found.window, isFirstWhole: isFirstWhole))
  }
}

/// A picture placed over a part of another.
private struct Overlay {
  let whole: ViewShape
  let part: ViewShape

  /// The number of samples on a side that are compared.
  private static let side = LumaSide.half
  /// The sizes that a window may have.
  private static let sizes = 30.0...76.0
  /// The share of each side that both pictures must have.
  private static let minimumShare = 0.85

  /// Returns the window after small steps that each improve the agreement of the slopes.
  func refined(_ start: Window, steps: [Double]) -> (window: Window, agreement: Double) {
    var best = (window: start, agreement: agreement(start))
    for step in steps {
      for _ in 0..<4 {
        let before = best.agreement
        for next in best.window.neighbors(step) {
          guard Self.sizes.contains(next.width), Self.sizes.contains(next.height) else { continue }
          let agreement = agreement(next)
          if agreement > best.agreement { best = (next, agreement) }
        }
        if best.agreement == before { break }
      }
    }
    return best
  }

  /// Returns the agreement of the slopes in a window, or −1 when too little is in it.
  private func agreement(_ window: Window) -> Double {
    guard let aligned = aligned(window) else { return -1 }
    return aligned.agreement
  }

  /// Returns the two pictures aligned at a window, or `nil` when too little of them overlaps.
  func aligned(_ window: Window) -> AlignedPair? {
    guard let columns = Self.taps(window.left, window.width),
      let rows = Self.taps(window.top, window.height)
    else { return nil }
    let seen = whole.fine.resampled(columns: columns.taps, rows: rows.taps)
    let isAll = columns.first == 0 && rows.first == 0 && seen.values.count == Self.side * Self.side
    guard !isAll else { return AlignedPair(seen, part.half, part.slopes) }
    let own = part.half.cut(columns.first, rows.first, seen.width, seen.height)
    return AlignedPair(seen, own, Slopes(own))
  }

  /// Returns the largest local difference at the finest samples, or 0 when too little overlaps.
  func difference(_ window: Window) -> Double {
    guard let columns = Self.taps(window.left, window.width, parts: LumaSide.fine),
      let rows = Self.taps(window.top, window.height, parts: LumaSide.fine)
    else { return 0 }
    let seen = whole.fine.resampled(columns: columns.taps, rows: rows.taps)
    // Softened in the same way as resampling softens the other picture.
    let all = Taps.stretch(
      from: 0, size: Double(LumaSide.fine), parts: LumaSide.fine, count: LumaSide.fine)
    let soft = part.fine.resampled(columns: all.taps, rows: all.taps)
    let own = soft.cut(columns.first, rows.first, seen.width, seen.height)
    return LocalDifference.largest(of: seen, and: own)
  }

  /// Returns the samples from which each part of a window is made, or `nil` when too few parts
  /// are inside.
  private static func taps(
    _ start: Double, _ size: Double, parts: Int = side
  ) -> (first: Int, taps: Taps)? {
    let found = Taps.stretch(from: start, size: size, parts: parts, count: LumaSide.fine)
    return Double(found.taps.count) >= minimumShare * Double(parts) ? found : nil
  }
}

extension [(window: Window, agreement: Double)] {
  /// The agreement of the likeliest window, or 0 when there is none.
  fileprivate var closeness: Double { first?.agreement ?? 0 }
}

/// The numbers of samples on a side of a plane.
private enum LumaSide {
  static let fine = 64
  static let half = 32
}

extension Window {
  /// Returns the window moved by a step in each direction, and made larger or smaller around
  /// its middle.
  fileprivate func neighbors(_ step: Double) -> [Window] {
    [-step, step].flatMap { step in
      var moved = [self, self, self, self]
      moved[0].left += step
      moved[1].top += step
      moved[2].width += step
      moved[2].left -= step / 2
      moved[3].height += step
      moved[3].top -= step / 2
      return moved
    }
  }
}

extension Samples {
  fileprivate func cut(_ left: Int, _ top: Int, _ columns: Int, _ rows: Int) -> Samples {
    let cut = (top..<top + rows).flatMap { row -> ArraySlice<Double> in
      values[row * width + left..<row * width + left + columns]
    }
    return Samples(width: columns, height: rows, values: cut)
  }
}
