/// How a picture must be turned to be upright: the eight values of EXIF's orientation tag.
public enum Orientation: Int, CaseIterable, Hashable, Sendable {
  case upright = 1
  case mirrored = 2
  case upsideDown = 3
  case upsideDownMirrored = 4
  case leftMirrored = 5
  case turnedLeft = 6
  case rightMirrored = 7
  case turnedRight = 8

  /// Whether turning the picture upright exchanges width and height.
  public var swapsSides: Bool { rawValue >= 5 }
}
