package import Model

/// Compares how the pictures of a set are lit, by the colours that their subjects have in
/// common.
///
/// A picture is the odd one when a different light explains how its colours differ from those
/// of all others, and a single light explains the others. The clothes of a subject are not
/// light.
///
/// ```swift
/// if let lighting = LightingComparison.of(members), let odd = lighting.odd.first {
///   print("picture \(odd.member) is lit differently")
/// }
/// ```
package struct LightingComparison {
  /// The score under which a picture is reported: differences of more than half the limit.
  package static let warn = 0.5
  /// The gain below which a shift doesn't count.
  private static let minimumGain = 0.08
  /// How much more subjects must have in common without their backdrops to be compared that
  /// way.
  private static let minimumExtraInCommon = 0.18
  /// The gain that a difference between two pictures needs, where no others show what is
  /// typical.
  private static let minimumGainOfTwo = 0.3
  /// What pictures must have in common for a finding to be certain.
  private static let minimumInCommon = 0.55
  /// What is enough in common where the gain is at least `largeGain`.
  private static let minimumInCommonOfLargeGain = 0.33
  private static let largeGain = 0.4
  /// The number of other pictures, roughly, that are compared with the candidate in a large
  /// set.
  private static let maximumWitnesses = 32
  /// The numbers of pictures among which two groups in different lights are looked for.
  private static let groupSizes = 4...16

  /// Returns the difference at which the score of an aspect is 0, in stops.
  package static func limit(of aspect: LightAspect) -> Double {
    switch aspect {
    case .color: 0.7
    case .exposure: 1.2
    case .direction: 2.2
    }
  }

  /// Returns the difference between two pictures, or two groups, from which on it is reported,
  /// in stops.
  package static func widestGap(in aspect: LightAspect) -> Double {
    switch aspect {
    case .color: 0.45
    case .exposure: 0.8
    case .direction: 1.4
    }
  }

  /// The members that have swatches, in an order that does not depend on how they were given.
  private let members: [(index: Int, light: Lighting)]
  /// The match of each of these members with all others.
  private let matches: [LightMatch]

  /// Compares the members, or returns `nil` when the light of fewer than two pictures is known.
  ///
  /// Whole pictures are compared where their backdrops show the light; otherwise, or where the
  /// subjects alone have much more in common, the subjects are.
  package static func of(_ members: [SetMember]) -> SetLighting? {
    let lit = members.indices.sorted { members[$0].precedes(members[$1]) }
      .compactMap { index in
        members[index].scores?.lighting.map { (index: index, light: $0) }
      }
      .filter { !$0.light.swatches.isEmpty }
    let lights = lit.map(\.light)
    let backdrops = lights.compactMap(\.isLightKnownFromBackdrop)
    // White backdrops say nothing about the light.
    let areSilent = !backdrops.isEmpty && 2 * backdrops.count { !$0 } >= backdrops.count
    guard lit.count > 1,
      let matching = LightMatcher(lights, areSilent ? .subjects : .wholePictures)
    else { return nil }
    let matches = matching.matches
    if areSilent || backdrops.isEmpty || 2 * backdrops.count < lit.count {
      return of(members, lit, matches, matching)
    }
    // Nor do backdrops that all differ.
    guard let subjects = LightMatcher(lights, .subjects) else { return nil }
    let matchesOfSubjects = subjects.matches
    let isOfSubjects =
      matchesOfSubjects.map(\.common).median > matches.map(\.common).median + minimumExtraInCommon
    return isOfSubjects
      ? of(members, lit, matchesOfSubjects, subjects) : of(members, lit, matches, matching)
  }

  /// Returns how the light differs between members that show the same surfaces.
  private static func of(
    _ members: [SetMember], _ lit: [(index: Int, light: Lighting)], _ matches: [LightMatch],
    _ matching: borrowing LightMatcher
  ) -> SetLighting {
    let comparison = LightingComparison(members: lit, matches: matches)
    var lighting = comparison.lighting(matching)
    lighting.shifts = [LightShift?](repeating: nil, count: members.count)
    for (index, member) in lit.enumerated() {
      let match = comparison.matches[index]
      lighting.shifts[member.index] = match.gain > minimumGain ? match.shift : .zero
    }
    return lighting
  }

  /// Returns the greatest distance of a light from the median of the others, in shares of twice
  /// the widest gap, less a quarter.
  ///
  /// Up to that quarter lights are even, as the views of a subject on a turntable are.
  package static func unevenness(of lights: [LightShift]) -> Double {
    guard lights.count > 1 else { return 0 }
    let shares = LightAspect.allCases.flatMap { aspect -> [Double] in
      let points = lights.map { LightPoint($0, aspect) }
      return points.indices.map { index in
        LightPoint.distance(points[index], .median(of: points.without(index)))
          / (2 * widestGap(in: aspect))
      }
    }
    return max(0, (shares.max() ?? 0) - 0.25)
  }

  /// Returns the member whose light differs least from that of all others, the first one of
  /// equals, or `nil` for no members.
  static func mostTypical(of members: [Int], _ lighting: SetLighting?) -> Int? {
    members.enumerated().min { left, right in
      let sizes = [left, right].map { one in
        let shift = lighting?.shift(of: one.element) ?? .zero
        return LightAspect.allCases.reduce(0.0) { $0 + shift.size(in: $1) / widestGap(in: $1) }
      }
      return (sizes[0], left.offset) < (sizes[1], right.offset)
    }?.element
  }

  /// Looks for one odd picture, and without one for two groups in different lights.
  private func lighting(_ matching: borrowing LightMatcher) -> SetLighting {
    let candidate = members.count > 2 ? oddOne(matching) : nil
    let gap = candidate == nil ? gap(matching) : nil
    let odd = candidate.flatMap { $0.isSure ? $0.odd : nil }
    let possiblyOdd = candidate.flatMap { $0.isSure ? nil : $0.odd }
    let aspects = LightAspect.allCases.map { aspect in
      measured(aspect, odd, gap.flatMap { $0.isSure ? $0 : nil })
    }
    return SetLighting(
      color: aspects[0], exposure: aspects[1], direction: aspects[2],
      odd: [odd].compactMap(\.self), possiblyOdd: [possiblyOdd].compactMap(\.self),
      gaps: [gap].compactMap(\.self))
  }

  /// Returns the numbers of an aspect. Where no picture is reported, its score stays above the
  /// bound.
  private func measured(
    _ aspect: LightAspect, _ odd: OddLight?, _ gap: LightGap?
  ) -> SetLighting.Aspect {
    let limit = Self.limit(of: aspect)
    let sizes = matches.map { $0.gain > Self.minimumGain ? $0.shift.size(in: aspect) : 0 }
      .sorted(by: >)
    let named = (odd?.differences ?? []) + [gap?.difference].compactMap(\.self)
    let difference = named.first { $0.aspect == aspect }
    let unnamed = min(sizes.first ?? 0, Self.warn * limit)
    let margin = difference?.stops ?? unnamed
    // The bound of two pictures is a wider one.
    let range = gap != nil && difference != nil ? 2 * Self.widestGap(in: aspect) : limit
    return SetLighting.Aspect(
      score: PictureMeasurement.rounded(min(1, max(0, 1 - margin / range))),
      margin: PictureMeasurement.rounded(margin), limit: limit,
      spread: PictureMeasurement.rounded(
        gap?.difference.aspect == aspect ? margin : sizes.count > 2 ? sizes[1] : sizes.first ?? 0),
      widestGap: Self.widestGap(in: aspect))
  }

  // MARK: One that stands out

  /// Returns the picture whose colours a different light explains best, if there is enough
  /// evidence.
  private func oddOne(_ matching: borrowing LightMatcher) -> (odd: OddLight, isSure: Bool)? {
    let weights = matches.map { $0.gain * min(1, size($0.shift)) }
    guard let member = weights.indices.max(by: { (weights[$0], $1) < (weights[$1], $0) }) else {
      return nil
    }
    let match = matches[member]
    guard strength(match.shift) > 1 else { return nil }
    let every = max(1, members.count / Self.maximumWitnesses)
    let witnesses = members.indices.filter { $0 != member && $0.isMultiple(of: every) }
    let others = witnesses.map { other in
      let among = matching.match(other, without: member) ?? .none
      let alone = matching.match(other, with: member) ?? .none
      return LightEvidence.Other(match: among, strength: strength(among.shift), alone: alone)
    }
    let strongest = max(
      share(match.shift, .color), share(match.shift, .exposure),
      share(match.shift, .direction) / 2)
    let evidence = LightEvidence(match, size: strongest, others: others)
    guard evidence.isOdd || evidence.isPossiblyOdd else { return nil }
    return named(member, match).map { ($0, evidence.isOdd) }
  }

  /// Describes an odd picture: how its light differs, and which other one is most typical.
  private func named(_ member: Int, _ match: LightMatch) -> OddLight? {
    let differences = LightAspect.allCases.filter { share(match.shift, $0) > 1 }
      .sorted { share(match.shift, $0) > share(match.shift, $1) }
      .map { LightPoint(match.shift, $0).difference(in: $0) }
    guard let strongest = differences.first else { return nil }
    let others = members.indices.filter { $0 != member }
    let like = others.min { left, right in
      let (one, other) = (matches[left], matches[right])
      return (strength(one.shift), -one.common, left) < (
        strength(other.shift), -other.common, right
      )
    }
    let color = members.map(\.light.color).without(member).median
    return OddLight(
      member: members[member].index, differences: differences,
      like: members[like ?? member].index, color: LightColor(color + match.shift.color),
      others: LightColor(color),
      excess: PictureMeasurement.rounded(strongest.stops / Self.limit(of: strongest.aspect)))
  }

  /// Returns whether a match has enough in common to be certain.
  private func isSure(_ match: LightMatch) -> Bool {
    match.common >= Self.minimumInCommon
      || match.gain >= Self.largeGain && match.common >= Self.minimumInCommonOfLargeGain
  }

  /// Returns a difference in an aspect as a share of the bound from which a picture is
  /// reported.
  private func share(_ shift: LightShift, _ aspect: LightAspect) -> Double {
    shift.size(in: aspect) / ((1 - Self.warn) * Self.limit(of: aspect))
  }

  /// Returns the share of the strongest aspect.
  private func strength(_ shift: LightShift) -> Double {
    LightAspect.allCases.map { share(shift, $0) }.max() ?? 0
  }

  /// Returns the length of the shift over all aspects.
  private func size(_ shift: LightShift) -> Double {
    LightAspect.allCases.map { share(shift, $0) * share(shift, $0) }.reduce(0, +).squareRoot()
  }

  // MARK: No single one

  /// Returns the difference of two pictures, or of two groups, or `nil` when there is none.
  ///
  /// Two groups are reported when at least two pictures differ from the one that has most in
  /// common with all, and at least two do not.
  private func gap(_ matching: borrowing LightMatcher) -> LightGap? {
    guard members.count == 2 || Self.groupSizes.contains(members.count),
      let middle = members.indices.max(by: {
        (matches[$0].common, $1) < (matches[$1].common, $0)
      })
    else { return nil }
    let different = members.indices.filter { $0 != middle }.compactMap { member in
      matching.match(member, with: middle).flatMap { match in
        isWide(match) ? (member: member, match: match) : nil
      }
    }
    guard members.count == 2 || (2...members.count - 2).contains(different.count),
      let widest = different.max(by: { widest($0.match) < widest($1.match) })
    else { return nil }
    return gap(between: middle, and: widest.member, widest.match)
  }

  /// Describes the difference between two pictures by its strongest aspect.
  private func gap(between middle: Int, and other: Int, _ match: LightMatch) -> LightGap? {
    let aspect = LightAspect.allCases.max {
      match.shift.size(in: $0) / Self.widestGap(in: $0)
        < match.shift.size(in: $1) / Self.widestGap(in: $1)
    }
    guard let aspect else { return nil }
    // The description starts from the picture that the caller gave first.
    let (first, second) = (members[middle].index, members[other].index)
    let point = LightPoint(match.shift, aspect)
    let difference = (second < first ? point : .zero - point).difference(in: aspect)
    return LightGap(
      first: min(first, second), second: max(first, second), difference: difference,
      isSure: isSure(match))
  }

  /// Returns the largest difference of a match, in shares of the widest gap of its aspect.
  private func widest(_ match: LightMatch) -> Double {
    LightAspect.allCases.map { match.shift.size(in: $0) / Self.widestGap(in: $0) }.max() ?? 0
  }

  private func isWide(_ match: LightMatch) -> Bool {
    widest(match) > 1 && match.gain > Self.minimumGainOfTwo
  }
}

/// A light in one of its aspects: a point on a line, or in the plane of two slopes.
private struct LightPoint {
  var x: Double
  var y = 0.0

  static let zero = LightPoint(x: 0)

  init(x: Double, y: Double = 0) {
    self.x = x
    self.y = y
  }

  init(_ light: LightShift, _ aspect: LightAspect) {
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

  /// Returns the difference in words of light. Light falls from the side where the picture is
  /// brighter.
  func difference(in aspect: LightAspect) -> LightDifference {
    let way: LightDifference.Way =
      switch aspect {
      case .color: x > 0 ? .warmer : .cooler
      case .exposure: x > 0 ? .brighter : .darker
      case .direction where abs(x) >= abs(y): x > 0 ? .fromRight : .fromLeft
      case .direction: y > 0 ? .fromBelow : .fromAbove
      }
    return LightDifference(way, stops: PictureMeasurement.rounded(length))
  }
}

extension LightShift {
  /// Returns how large the shift is in an aspect, in stops.
  fileprivate func size(in aspect: LightAspect) -> Double { LightPoint(self, aspect).length }
}

extension [Double] {
  /// The median: the middle element, or the mean of the two in the middle, or 0 for an empty
  /// array.
  package var median: Double {
    guard !isEmpty else { return 0 }
    let sorted = sorted()
    let half = count / 2
    return count.isMultiple(of: 2) ? (sorted[half - 1] + sorted[half]) / 2 : sorted[half]
  }
}

extension Array {
  /// Returns the array without the element at an index.
  func without(_ index: Int) -> [Element] {
    var others = self
    others.remove(at: index)
    return others
  }
}
