/// How much alike two pictures are.
public enum Likeness: String, Hashable, Sendable {
  /// The same bytes.
  case exact
  /// One is a copy of the other: resized, coded anew, a little cropped or brighter.
  case near
  /// One is a copy of the other's mirror image, which is no new angle.
  case mirror

  /// Hashes that differ in more bits are of pictures that are no copies of each other.
  public static let farthest = 14

  /// Up to so many bits an ordinary correlation confirms; beyond it a high one must.
  static let nearest = 10
  static let ordinary = 0.85
  static let high = 0.95

  /// Whether a correlation confirms what a distance suggests.
  static func isConfirmed(distance: Int, correlation: Double) -> Bool {
    distance <= nearest && correlation > ordinary || distance <= farthest && correlation > high
  }
}

/// What a picture looks like, as far as it takes to tell copies of it.
public struct Appearance: Hashable, Sendable {
  public let digest: Digest?
  public let hash: PerceptualHash
  public let luma: LumaPlane

  /// Nothing for a plane that is not 64 × 64. Without a digest nothing is `exact`.
  public init?(digest: Digest?, luma: LumaPlane) {
    guard let hash = PerceptualHash(luma) else { return nil }
    self.digest = digest
    self.hash = hash
    self.luma = luma
  }

  /// How much alike two pictures are; nothing where neither is a copy of the other, and where one is
  /// so flat that there is nothing to compare.
  public func likeness(to other: Appearance) -> Likeness? {
    if let digest, digest == other.digest { return .exact }
    let distance = hash.distance(to: other.hash)
    if distance <= Likeness.farthest,
      Likeness.isConfirmed(
        distance: distance, correlation: Alignment.correlation(luma, other.luma))
    {
      return .near
    }
    // Rounding tells the two ways apart by a few bits; a mirror image holds in both.
    let mirrored = max(
      hash.distance(toMirrorOf: other.hash), other.hash.distance(toMirrorOf: hash))
    if mirrored <= Likeness.farthest,
      Likeness.isConfirmed(
        distance: mirrored, correlation: Alignment.correlation(luma, other.luma.mirrored))
    {
      return .mirror
    }
    return nil
  }
}
