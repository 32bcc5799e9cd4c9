/// What a reference shows of its element, or what kind of reference it is.
public enum Role: String, JSONConvertible, StoredValue, CaseIterable, Sendable {
  case front
  case threeQuarter = "three-quarter"
  case threeQuarterLeft = "three-quarter-left"
  case threeQuarterRight = "three-quarter-right"
  case side, left, right, back, top
  case fullBody = "full-body"
  case closeUp = "close-up"
  /// The face alone, from the front. It serves as the front view of a set that has no other.
  case face
  case expression, detail, clip, voice
  /// The role is not stated and can't be read from the file's name.
  case unsorted
}

extension Role: CustomStringConvertible {
  public var description: String { rawValue }
}
