/// How a picture must be turned to stand upright: the eight values of EXIF's orientation tag.
public enum Orientation: Int, CaseIterable, Hashable, Sendable {
  case upright = 1
  case mirrored = 2
  case upsideDown = 3
  case upsideDownMirrored = 4
  case leftMirrored = 5
  case turnedLeft = 6
  case rightMirrored = 7
  case turnedRight = 8

  /// Whether width and height change places.
  public var swapsSides: Bool { rawValue >= 5 }
}

/// Width and height in pixels.
public struct PixelSize: Hashable, Sendable {
  public let width: Int
  public let height: Int

  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  public var shorterSide: Int { min(width, height) }
  public var longerSide: Int { max(width, height) }
  public var pixelCount: Int { width.multipliedReportingOverflow(by: height).partialValue }

  /// The size after the picture has been turned upright.
  public func upright(_ orientation: Orientation) -> PixelSize {
    orientation.swapsSides ? PixelSize(width: height, height: width) : self
  }
}

extension PixelSize: CustomStringConvertible {
  public var description: String { "\(width) × \(height)" }
}
