internal import Model

/// Two pictures that show one view of the same: a crop, a copy turned by a few degrees, the same a
/// moment later or in another light.
///
/// Hashes don't find such pictures, so their samples are compared; the colours must not contradict.
package struct ViewMatch: Sendable {
  /// The number of bits, of 64, in which the hashes differ.
  package let distance: Int
  /// How well the slopes of brightness agree, from -1 to 1.
  package let agreement: Double

  /// Compares two pictures, and returns `nil` for two views, or if one of them is flat.
  ///
  /// - Parameter isOneLight: Whether the light must be the same. In another light a thing may have
  ///   the colours of another thing.
  package init?(_ one: ComparedPicture, _ other: ComparedPicture, isOneLight: Bool = false) {
    guard let here = one.shape, let there = other.shape,
      let match = SameView.match(of: here, and: there)
    else { return nil }
    // In another light many samples of one view differ; in the same light they show another
    // side.
    if match.differingShare > LocalDifference.maximumShareOfCopies,
      Self.areInOneLight(one, other)
    {
      return nil
    }
    // Near pictures whose colours rule out a copy are not one view in another light either.
    let isNear = one.appearance.likeness(to: other.appearance) == .near
    let colors = ColorDifference(one.lighting, other.lighting, as: isNear ? .copies : .views)
    if colors.areDifferent { return nil }
    if isOneLight, Self.areDifferent(one.lighting, other.lighting, at: match.place) { return nil }
    distance = one.appearance.hash.distance(to: other.appearance.hash)
    agreement = match.agreement
  }

  /// Returns whether colours differ where two pictures overlap.
  private static func areDifferent(
    _ one: Lighting?, _ other: Lighting?, at place: SameView.Place?
  ) -> Bool {
    let side = Double(LumaPlane.side)
    let window = place?.window ?? Window(left: 0, top: 0, width: side, height: side)
    let (part, whole) = place?.isFirstWhole ?? true ? (other, one) : (one, other)
    return ColorDifference(part: part, at: window, of: whole).areDifferent
  }

  /// Returns whether the colours of two pictures agree as they are and no other light makes
  /// them agree better; `false` where that is unknown.
  private static func areInOneLight(_ one: ComparedPicture, _ other: ComparedPicture) -> Bool {
    let lights = [one.lighting, other.lighting].compactMap(\.self)
    guard lights.count == 2, lights.allSatisfy({ !$0.swatches.isEmpty }),
      let matching = LightMatcher(lights, .subjects)
    else { return false }
    for (one, other) in [(0, 1), (1, 0)] {
      guard let match = matching.match(one, with: other) else { return false }
      let isEven = match.gain <= minimumGainOfOtherLight || match.shift.isSmall
      guard isEven, match.common >= minimumInCommon else { return false }
    }
    return true
  }

  /// The gain above which another light explains the colours better.
  private static let minimumGainOfOtherLight = 0.03
  /// What the colours must have in common to be in one light.
  private static let minimumInCommon = 0.5
}
