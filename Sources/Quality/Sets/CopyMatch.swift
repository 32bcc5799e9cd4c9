package import Model

/// A picture prepared for comparison with many others.
package struct ComparedPicture: Sendable {
  package let appearance: Appearance
  let size: PixelSize?
  /// The samples of the picture, or `nil` for a flat picture.
  let shape: ViewShape?
  /// The colours of the picture, or `nil` where they are unknown and only its shape is compared.
  let lighting: Lighting?

  /// Prepares a picture. Its size tells the shape of the windows that it may fill in another
  /// one.
  package init(_ appearance: Appearance, size: PixelSize?, lighting: Lighting?) {
    self.appearance = appearance
    self.size = size
    self.lighting = lighting
    shape = ViewShape(appearance.luma, size: size)
  }

  /// The samples of the picture's mirror image.
  fileprivate var mirroredShape: ViewShape? { ViewShape(appearance.luma.mirrored, size: size) }
}

/// One picture that is a copy of another, or of its mirror image.
///
/// Hashes alone would take a figure from the front and from behind for copies, or two dark
/// things on white. So the slopes of brightness have to confirm what hashes suggest, and the
/// colours, by which a product in blue differs from the same product in red.
package struct CopyMatch: Sendable {
  /// Whether the copy is exact, near or mirrored.
  package let likeness: Likeness
  /// The number of bits, of 64, in which the hashes differ.
  package let distance: Int
  /// Whether the pictures agree everywhere; `false` where they differ in one spot, such as
  /// another expression.
  package let isCopy: Bool

  /// Compares two pictures, and returns `nil` when neither is a copy of the other.
  package init?(_ one: ComparedPicture, _ other: ComparedPicture) {
    let (here, there) = (one.appearance, other.appearance)
    guard let likeness = here.likeness(to: there) else { return nil }
    self.likeness = likeness
    func areDifferent(as relation: ColorDifference.Relation) -> Bool {
      ColorDifference(one.lighting, other.lighting, as: relation).areDifferent
    }
    switch likeness {
    case .exact:
      distance = 0
      isCopy = true
    case .near:
      let confirmation = Confirmation(one.shape, other.shape)
      guard confirmation != .none, !areDifferent(as: .copies) else { return nil }
      distance = here.hash.distance(to: there.hash)
      isCopy = confirmation == .copy
    case .mirror:
      guard Confirmation(one.shape, other.mirroredShape) != .none,
        !areDifferent(as: .mirrorImages)
      else { return nil }
      distance = max(
        here.hash.distance(toMirrorOf: there.hash), there.hash.distance(toMirrorOf: here.hash))
      isCopy = true
    }
  }

  /// What the slopes of two pictures with similar hashes show.
  private enum Confirmation {
    /// The pictures differ.
    case none
    /// The pictures agree but for one spot: another expression, another thing in a hand.
    case differing
    /// The pictures agree everywhere.
    case copy

    /// Compares the slopes. Flat pictures have none, so their hashes decide.
    init(_ one: ViewShape?, _ other: ViewShape?) {
      guard let one, let other else {
        self = .copy
        return
      }
      guard let match = SameView.upright(one, other),
        match.differingShare <= LocalDifference.maximumShareOfCopies
      else {
        self = .none
        return
      }
      self = match.difference < LocalDifference.maximumOfCopies ? .copy : .differing
    }
  }
}

extension Likeness {
  /// The kind of pair that pictures of this likeness make.
  package var pairKind: SetPair.Kind {
    switch self {
    case .exact: .exact
    case .near: .near
    case .mirror: .mirror
    }
  }
}
