package import Model

/// Compares how the pictures of a set are lit, by the four numbers that each of them has.
///
/// A picture's distance is that from the median of all others. Sets of views differ in light by
/// themselves, so what counts is the margin: how far the picture that differs most stands out from the
/// one that differs second most, `d1 - 0.85 · d2`.
package struct LightingComparison {
  /// The share of the second distance that is taken for the set's own spread.
  fileprivate static let spreadShare = 0.85
  /// Scores under it are findings: margins of more than half the limit. Limits are so chosen that of
  /// views of one thing in one light none is named, and of those with a lamp of another light most.
  package static let warn = 0.5

  /// The margin at which the score of an aspect is 0, in stops.
  package static func limit(of aspect: LightAspect) -> Double {
    switch aspect {
    case .color: 0.75
    case .exposure: 1.2
    case .direction: 1.4
    }
  }

  /// A difference of two pictures, or of two groups, from which it is told: somewhat more than 19 of 20
  /// pairs of views in one light have.
  package static func widestGap(in aspect: LightAspect) -> Double {
    switch aspect {
    case .color: 0.6
    case .exposure: 1.15
    case .direction: 1.75
    }
  }

  /// What the margin of two pictures is less than their difference: they have no spread of their own.
  fileprivate static func usualSpread(in aspect: LightAspect) -> Double {
    widestGap(in: aspect) - (1 - warn) * limit(of: aspect)
  }

  /// Those that have numbers, in an order that does not depend on how they were given.
  private let members: [(place: Int, light: Lighting)]

  /// Nothing where fewer than two pictures tell how they are lit.
  package static func of(_ members: [SetMember]) -> SetLighting? {
    let lit = members.indices.sorted { members[$0].precedes(members[$1]) }
      .compactMap { place in members[place].scores?.lighting.map { (place: place, light: $0) } }
    return lit.count < 2 ? nil : LightingComparison(members: lit).lighting
  }

  /// The greatest distance of a light from the median of the others, in shares of twice the widest gap;
  /// up to a quarter they are even, as the views of a subject on a turntable are.
  package static func unevenness(of lights: [Lighting]) -> Double {
    guard lights.count > 1 else { return 0 }
    let shares = LightAspect.allCases.map { aspect -> Double in
      let all = AspectOfAll(lights, aspect)
      return all.distances[all.farthest] / (2 * widestGap(in: aspect))
    }
    return max(0, (shares.max() ?? 0) - 0.25)
  }

  /// The light that lies nearest to the median of all, each aspect in shares of its widest gap.
  static func mostUsual(of lights: [Lighting]) -> Int? {
    let distances = lights.indices.map { place in
      LightAspect.allCases.reduce(0.0) { sum, aspect in
        let points = lights.map { LightPoint($0, aspect) }
        return sum + LightPoint.distance(points[place], .median(of: points)) / widestGap(in: aspect)
      }
    }
    return distances.indices.min { (distances[$0], $0) < (distances[$1], $1) }
  }

  private var lighting: SetLighting {
    let aspects = LightAspect.allCases.map { AspectOfAll(members.map(\.light), $0) }
    var lighting = SetLighting(
      color: aspects[0].measured, exposure: aspects[1].measured, direction: aspects[2].measured)
    lighting.odd = odd(aspects)
    let told = Set(lighting.odd.flatMap { $0.differences.map(\.aspect) })
    lighting.gaps = aspects.compactMap { told.contains($0.aspect) ? nil : gap($0) }
    return lighting
  }

  // MARK: One that stands out

  /// Those that stand out in some aspect. Of two, nobody can say which is the odd one.
  private func odd(_ aspects: [AspectOfAll]) -> [OddLight] {
    guard members.count > 2 else { return [] }
    let outstanding = aspects.filter { $0.measured.score < Self.warn }
    var found: [OddLight] = []
    for place in Set(outstanding.map(\.farthest)).sorted() {
      let own = outstanding.filter { $0.farthest == place }
        .sorted { $0.measured.margin / $0.limit > $1.measured.margin / $1.limit }
      guard let strongest = own.first else { continue }
      let colors = members.map(\.light.color)
      found.append(
        OddLight(
          member: members[place].place,
          differences: own.map { $0.difference(at: place) },
          like: members[strongest.nearest(to: place)].place, color: LightColor(colors[place]),
          others: LightColor(colors.without(place).median),
          excess: PictureMeasuring.rounded(strongest.measured.margin / strongest.limit)))
    }
    return found.sorted { $0.excess > $1.excess }
  }

  // MARK: No single one

  /// The two that lie farthest apart, where the second distance is so great that light is in groups,
  /// or where there are but two.
  private func gap(_ aspect: AspectOfAll) -> LightGap? {
    guard aspect.measured.spread > Self.widestGap(in: aspect.aspect) else { return nil }
    var widest = (first: 0, second: 0, stops: 0.0)
    for first in members.indices {
      for second in members.indices.dropFirst(first + 1) {
        let stops = LightPoint.distance(aspect.points[first], aspect.points[second])
        if stops > widest.stops { widest = (first, second, stops) }
      }
    }
    let (first, second) = (members[widest.first].place, members[widest.second].place)
    // The one that was given first is spoken of first.
    let (from, to) =
      first < second ? (widest.first, widest.second) : (widest.second, widest.first)
    return LightGap(
      first: min(first, second), second: max(first, second),
      difference: (aspect.points[from] - aspect.points[to]).difference(in: aspect.aspect))
  }
}

/// One aspect of the light of all members.
private struct AspectOfAll {
  let aspect: LightAspect
  let points: [LightPoint]
  /// From the median of the others.
  let distances: [Double]
  /// The one with the greatest distance.
  let farthest: Int
  let measured: SetLighting.Aspect

  var limit: Double { LightingComparison.limit(of: aspect) }

  init(_ lights: [Lighting], _ aspect: LightAspect) {
    let points = lights.map { LightPoint($0, aspect) }
    let distances = points.indices.map { place in
      LightPoint.distance(points[place], LightPoint.median(of: points.without(place)))
    }
    let order = distances.indices.sorted { (distances[$1], $0) < (distances[$0], $1) }
    self.aspect = aspect
    self.points = points
    self.distances = distances
    farthest = order[0]
    measured = Self.measured(distances[order[0]], distances[order[1]], of: lights.count, aspect)
  }

  private static func measured(
    _ first: Double, _ second: Double, of count: Int, _ aspect: LightAspect
  ) -> SetLighting.Aspect {
    let limit = LightingComparison.limit(of: aspect)
    let own =
      count > 2
      ? LightingComparison.spreadShare * second : LightingComparison.usualSpread(in: aspect)
    let margin = first - own
    return SetLighting.Aspect(
      score: PictureMeasuring.rounded(min(1, max(0, 1 - margin / limit))),
      margin: PictureMeasuring.rounded(margin), limit: limit,
      spread: PictureMeasuring.rounded(second), widestGap: LightingComparison.widestGap(in: aspect))
  }

  /// How a member differs from the median of the others.
  func difference(at place: Int) -> LightDifference {
    (points[place] - LightPoint.median(of: points.without(place))).difference(in: aspect)
  }

  /// The one of the others that lies nearest to their median.
  func nearest(to place: Int) -> Int {
    let median = LightPoint.median(of: points.without(place))
    let others = points.indices.filter { $0 != place }
    return others.min {
      (LightPoint.distance(points[$0], median), $0) < (LightPoint.distance(points[$1], median), $1)
    } ?? place
  }
}

/// A light in one of its aspects: a place on a line, or in the plane of two slopes.
private struct LightPoint {
  var x: Double
  var y = 0.0

  init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }

  init(_ light: Lighting, _ aspect: LightAspect) {
    switch aspect {
    case .color: x = light.color
    case .exposure: x = light.exposure
    case .direction:
      x = light.across
      y = light.down
    }
  }

  static func median(of points: [LightPoint]) -> LightPoint {
    LightPoint(x: points.map(\.x).median, y: points.map(\.y).median)
  }

  static func distance(_ one: LightPoint, _ other: LightPoint) -> Double { (one - other).length }

  static func - (one: LightPoint, other: LightPoint) -> LightPoint {
    LightPoint(x: one.x - other.x, y: one.y - other.y)
  }

  var length: Double { (x * x + y * y).squareRoot() }

  /// In words of light. It falls from where the picture is brighter.
  func difference(in aspect: LightAspect) -> LightDifference {
    let way: LightDifference.Way =
      switch aspect {
      case .color: x > 0 ? .warmer : .cooler
      case .exposure: x > 0 ? .brighter : .darker
      case .direction where abs(x) >= abs(y): x > 0 ? .fromRight : .fromLeft
      case .direction: y > 0 ? .fromBelow : .fromAbove
      }
    return LightDifference(way, stops: PictureMeasuring.rounded(length))
  }
}

extension [Double] {
  /// The middle one, or the mean of the two in the middle; 0 of none.
  var median: Double {
    guard !isEmpty else { return 0 }
    let sorted = sorted()
    let half = count / 2
    return count.isMultiple(of: 2) ? (sorted[half - 1] + sorted[half]) / 2 : sorted[half]
  }
}

extension Array {
  func without(_ place: Int) -> [Element] {
    var others = self
    others.remove(at: place)
    return others
  }
}
