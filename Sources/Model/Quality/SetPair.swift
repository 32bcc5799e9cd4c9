/// Two pictures that show the same.
public struct SetPair: Hashable, Sendable {
  /// The index of the earlier picture.
  public let first: Int
  /// The index of the later picture.
  public let second: Int
  public let kind: Kind
  /// The number of bits, of 64, in which their hashes differ; for a mirror image, those of the
  /// mirrored hash.
  public let distance: Int
  /// How well the slopes of brightness agree, from -1 to 1; only for pictures of the same view.
  public let agreement: Double?
  /// Whether the pictures don't differ in content. `false` for nearly equal pictures that differ in
  /// one part, such as in the expression. It has no meaning for `same-view`.
  public let isCopy: Bool

  /// How two pictures show the same.
  public enum Kind: String, JSONConvertible, CaseIterable, Sendable {
    /// Both files have the same bytes.
    case exact
    /// A copy: resized, re-encoded, slightly cropped or brightened; or the same picture except for
    /// one part.
    case near
    /// The mirror image, which is not a new angle.
    case mirror
    /// A part of the other picture, or one that was turned by a few degrees, taken a moment later
    /// or a step aside. None of them is a new angle.
    case sameView = "same-view"
  }

  public init(
    first: Int, second: Int, kind: Kind, distance: Int, agreement: Double? = nil,
    isCopy: Bool = true
  ) {
    self.first = first
    self.second = second
    self.kind = kind
    self.distance = distance
    self.agreement = agreement
    self.isCopy = isCopy
  }

  /// Returns the other member of the pair; `nil` for a picture that isn't in it.
  public func other(than member: Int) -> Int? {
    member == first ? second : member == second ? first : nil
  }
}
