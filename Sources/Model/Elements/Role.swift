/// What a reference shows of its element, or what it is.
public enum Role: String, CaseIterable, Sendable {
  case front
  case threeQuarter = "three-quarter"
  case threeQuarterLeft = "three-quarter-left"
  case threeQuarterRight = "three-quarter-right"
  case side, left, right, back, top
  case fullBody = "full-body"
  case closeUp = "close-up"
  /// The face alone, from the front: it serves as the front view of a set that has no other.
  case face
  case expression, detail, clip, voice
  /// Not said, and not to be seen from the file's name.
  case unsorted
}

extension Role: CustomStringConvertible {
  public var description: String { rawValue }
}
