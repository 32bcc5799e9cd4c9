/// Tells whether one picture shows a part of what another shows: cropped, zoomed, a moment later.
///
/// Brightness alone does not tell: any dark thing on a white ground correlates with any other. So the
/// slopes of brightness must agree, once as they are and once with faint and strong ones made equal,
/// so that a handle in the shade counts like a white label. What was measured:
/// `docs/decisions/0019-sets.md`.
package enum SameView {
  /// Of 50 photographs, crops of 10 to 30 % of both sides and frames a moment later had slopes that
  /// agree by 0.87 and more, 0.84 made equal. Different things on white reached 0.74 and 0.60; a
  /// subject turned by 45° 0.84 and 0.82.
  package static let leastAgreement = 0.87
  static let leastEvened = 0.85
  static let leastCorrelation = 0.9
  /// What can't reach these is not looked at closer: they keep all crops and drop most strangers.
  private static let leastGlance = 0.8
  private static let leastGlanceOfTurned = 0.65
  private static let leastOutline = 0.8
  private static let leastStart = 0.6
  /// The second way round is tried where it looks nearly as likely as the first.
  private static let secondWay = 0.05
  /// The likeliest places that are looked at closer.
  private static let starts = 3

  /// How likely it is at first look, -1 to 1.
  static func glance(_ one: ViewShape, _ other: ViewShape) -> Double {
    max(
      one.glance.correlation(withPart: other.glance, other.fit(into: one)),
      other.glance.correlation(withPart: one.glance, one.fit(into: other)))
  }

  /// Two pictures of one view.
  struct Match {
    /// How well their slopes agree.
    let agreement: Double
    /// How much the place that differs most differs, and the share of places that differ clearly: both are about
    /// 0 for copies. In another light of one view many places differ.
    let difference: Double
    let differingShare: Double
  }

  /// How two pictures of one view agree; `nil` for two views.
  static func match(of one: ViewShape, and other: ViewShape) -> Match? {
    let glance = glance(one, other)
    let upright = glance >= leastGlance ? upright(one, other) : nil
    if let upright, upright.differingShare <= LocalDifference.largestShareOfCopies {
      return upright
    }
    guard glance >= leastGlanceOfTurned,
      let agreement = TurnedView.agreement(of: one, and: other)
    else { return upright }
    return Match(
      agreement: PictureMeasuring.rounded(agreement), difference: 0, differingShare: 0)
  }

  /// Confirms what hashes suggest, without turning.
  static func upright(_ one: ViewShape, _ other: ViewShape) -> Match? {
    let ways = [
      (
        whole: one, part: other,
        places: one.outline.places(ofPart: other.outline, other.fit(into: one))
      ),
      (
        whole: other, part: one,
        places: other.outline.places(ofPart: one.outline, one.fit(into: other))
      ),
    ].sorted { $0.places.closeness > $1.places.closeness }
    let least = max(leastOutline, ways[0].places.closeness - secondWay)
    for way in ways where way.places.closeness >= least {
      let overlay = Overlay(whole: way.whole, part: way.part)
      let starts = way.places.prefix(starts).map(\.window)
      if let match = confirmed(overlay, from: starts) { return match }
    }
    return nil
  }

  private static func confirmed(_ overlay: Overlay, from starts: [Window]) -> Match? {
    let closest = starts.map { overlay.refined($0, steps: [2]) }
      .max { $0.agreement < $1.agreement }
    guard let closest, closest.agreement >= leastStart else { return nil }
    let found = overlay.refined(closest.window, steps: [1, 0.5])
    guard found.agreement > leastAgreement, let laid = overlay.laid(found.window),
      laid.correlation > leastCorrelation, laid.evened > leastEvened
    else { return nil }
    return Match(
      agreement: PictureMeasuring.rounded(found.agreement),
      difference: overlay.difference(overlay.refined(found.window, steps: [0.25]).window),
      differingShare: laid.difference)
  }
}

/// A picture laid over a part of another.
private struct Overlay {
  let whole: ViewShape
  let part: ViewShape

  /// Samples a side that are compared.
  private static let side = LumaSide.half
  /// A window is so large at least and at most.
  private static let sizes = 30.0...76.0
  /// The share of each side that both must have.
  private static let leastShare = 0.85

  /// The window after small steps that each make the slopes agree better.
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

  private func agreement(_ window: Window) -> Double {
    guard let laid = laid(window) else { return -1 }
    return laid.agreement
  }

  /// What lies over each other; nothing where too little does.
  func laid(_ window: Window) -> Laid? {
    guard let columns = Self.taps(window.left, window.width),
      let rows = Self.taps(window.top, window.height)
    else { return nil }
    let seen = whole.fine.resampled(columns: columns.taps, rows: rows.taps)
    let isAll = columns.first == 0 && rows.first == 0 && seen.values.count == Self.side * Self.side
    guard !isAll else { return Laid(seen, part.half, part.slopes) }
    let own = part.half.cut(columns.first, rows.first, seen.width, seen.height)
    return Laid(seen, own, Slopes(own))
  }

  /// How much the place that differs most differs, at the finest samples; 0 where too little lies over each
  /// other.
  func difference(_ window: Window) -> Double {
    guard let columns = Self.taps(window.left, window.width, parts: LumaSide.fine),
      let rows = Self.taps(window.top, window.height, parts: LumaSide.fine)
    else { return 0 }
    let seen = whole.fine.resampled(columns: columns.taps, rows: rows.taps)
    // Softened as the other one is by being laid over it.
    let all = Taps.stretch(
      from: 0, size: Double(LumaSide.fine), parts: LumaSide.fine, count: LumaSide.fine)
    let soft = part.fine.resampled(columns: all.taps, rows: all.taps)
    let own = soft.cut(columns.first, rows.first, seen.width, seen.height)
    return LocalDifference.largest(of: seen, and: own)
  }

  private static func taps(
    _ start: Double, _ size: Double, parts: Int = side
  ) -> (first: Int, taps: Taps)? {
    let found = Taps.stretch(from: start, size: size, parts: parts, count: LumaSide.fine)
    return Double(found.taps.count) >= leastShare * Double(parts) ? found : nil
  }
}

extension [(window: Window, agreement: Double)] {
  /// That of the likeliest place.
  fileprivate var closeness: Double { first?.agreement ?? 0 }
}

private enum LumaSide {
  static let fine = 64
  static let half = 32
}

extension Window {
  /// Moved by a step, or larger or smaller by one round the same middle.
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
  /// A rectangle out of the middle.
  fileprivate func cut(_ left: Int, _ top: Int, _ columns: Int, _ rows: Int) -> Samples {
    let cut = (top..<top + rows).flatMap { row -> ArraySlice<Double> in
      values[row * width + left..<row * width + left + columns]
    }
    return Samples(width: columns, height: rows, values: cut)
  }
}
