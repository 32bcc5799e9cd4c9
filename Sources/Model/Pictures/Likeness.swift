/// How one picture is related to another that shows the same.
public enum Likeness: String, JSONConvertible, Hashable, Sendable {
  /// Both files have the same bytes.
  case exact
  /// One is a copy of the other: resized, re-encoded, slightly cropped or brightened.
  case near
  /// One is a copy of the other's mirror image, which is not a new angle.
  case mirror

  /// The maximum number of differing hash bits between copies.
  public static let maximumDistance = 14

  /// The number of differing bits up to which an ordinary correlation confirms a copy. Above it, a
  /// high correlation must.
  static let ordinaryDistance = 10
  /// The correlation above which near hashes are confirmed.
  static let ordinaryCorrelation = 0.85
  /// The correlation above which more distant hashes are confirmed.
  static let highCorrelation = 0.95

  /// Whether a correlation confirms what a distance of hashes suggests.
  static func isConfirmed(distance: Int, correlation: Double) -> Bool {
    distance <= ordinaryDistance && correlation > ordinaryCorrelation
      || distance <= maximumDistance && correlation > highCorrelation
  }
}
