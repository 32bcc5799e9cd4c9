/// How a picture must be turned to be upright: the eight values of EXIF's orientation tag.
public enum Orientation: Int, CaseIterable, Hashable, Sendable {
  /// The picture is upright as stored.
  case upright = 1
  /// Left and right are exchanged.
  case mirrored = 2
  /// The picture must be turned by 180 degrees.
  case upsideDown = 3
  /// Top and bottom are exchanged.
  case upsideDownMirrored = 4
  /// Rows and columns are exchanged.
  case leftMirrored = 5
  /// The picture must be turned clockwise by 90 degrees.
  case turnedLeft = 6
  /// Rows and columns are exchanged, and the picture must be turned by 180 degrees.
  case rightMirrored = 7
  /// The picture must be turned counter-clockwise by 90 degrees.
  case turnedRight = 8

  /// Whether turning the picture upright exchanges width and height.
  public var swapsSides: Bool { rawValue >= 5 }
}
