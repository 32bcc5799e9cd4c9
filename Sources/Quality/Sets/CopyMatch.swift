package import Model

/// A picture that is compared with many others.
package struct ComparedPicture: Sendable {
  package let appearance: Appearance
  let size: PixelSize?
  /// `nil` for a flat picture.
  let shape: ViewShape?

  package init(_ appearance: Appearance, size: PixelSize?) {
    self.appearance = appearance
    self.size = size
    shape = ViewShape(appearance.luma, size: size)
  }

  fileprivate var mirroredShape: ViewShape? { ViewShape(appearance.luma.mirrored, size: size) }
}

/// One picture that is a copy of another, or of its mirror image.
///
/// Hashes alone take a figure from the front and from behind for copies, and two dark things on white: slopes have
/// to confirm what hashes suggest.
package struct CopyMatch: Sendable {
  package let likeness: Likeness
  /// In how many of 64 bits the hashes differ.
  package let distance: Int
  /// Whether the pictures agree everywhere. `false` where they differ in one place, such as another expression.
  package let isCopy: Bool

  /// `nil` where neither picture is a copy of the other.
  package init?(_ one: ComparedPicture, _ other: ComparedPicture) {
    let (here, there) = (one.appearance, other.appearance)
    guard let likeness = here.likeness(to: there) else { return nil }
    self.likeness = likeness
    switch likeness {
    case .exact:
      distance = 0
      isCopy = true
    case .near:
      let confirmation = Confirmation(one.shape, other.shape)
      guard confirmation != .none else { return nil }
      distance = here.hash.distance(to: there.hash)
      isCopy = confirmation == .copy
    case .mirror:
      guard Confirmation(one.shape, other.mirroredShape) != .none else { return nil }
      distance = max(
        here.hash.distance(toMirrorOf: there.hash), there.hash.distance(toMirrorOf: here.hash))
      isCopy = true
    }
  }

  /// What slopes show of pictures whose hashes are alike.
  private enum Confirmation {
    /// They differ.
    case none
    /// They agree, and the pictures differ in one place: another expression, another thing in a hand.
    case differing
    /// They agree everywhere.
    case copy

    /// Flat pictures have no slopes: their hashes decide.
    init(_ one: ViewShape?, _ other: ViewShape?) {
      guard let one, let other else {
        self = .copy
        return
      }
      guard let match = SameView.upright(one, other),
        match.differingShare <= LocalDifference.largestShareOfCopies
      else {
        self = .none
        return
      }
      self = match.difference < LocalDifference.leastOfOtherPictures ? .copy : .differing
    }
  }
}

extension Likeness {
  var pairKind: SetPair.Kind {
    switch self {
    case .exact: .exact
    case .near: .near
    case .mirror: .mirror
    }
  }
}
