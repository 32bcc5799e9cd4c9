/// What a picture looks like, in as much detail as it takes to recognize copies of it.
///
/// ```swift
/// if first.likeness(to: second) == .mirror { … }
/// ```
public struct Appearance: Hashable, Sendable {
  /// The SHA-256 of the file, by which exact copies are found.
  public let digest: Digest?
  /// The hash by which possible copies are found.
  public let hash: PerceptualHash
  /// The reduced picture by which possible copies are confirmed.
  public let luma: LumaPlane

  /// Creates the appearance of a picture; `nil` for a plane that is not 64 × 64. Without a digest
  /// the picture is never an `exact` copy.
  public init?(digest: Digest?, luma: LumaPlane) {
    guard let hash = PerceptualHash(luma) else { return nil }
    self.digest = digest
    self.hash = hash
    self.luma = luma
  }

  /// Returns how the two pictures are related; `nil` when neither is a copy of the other, or when
  /// one is too flat to be compared.
  public func likeness(to other: Appearance) -> Likeness? {
    if let digest, digest == other.digest { return .exact }
    let distance = hash.distance(to: other.hash)
    if distance <= Likeness.maximumDistance,
      Likeness.isConfirmed(distance: distance, correlation: Alignment.correlation(luma, other.luma))
    {
      return .near
    }
    // Rounding makes the two directions differ by a few bits; a mirror image is one in both.
    let mirrored = max(hash.distance(toMirrorOf: other.hash), other.hash.distance(toMirrorOf: hash))
    if mirrored <= Likeness.maximumDistance,
      Likeness.isConfirmed(
        distance: mirrored, correlation: Alignment.correlation(luma, other.luma.mirrored))
    {
      return .mirror
    }
    return nil
  }
}
