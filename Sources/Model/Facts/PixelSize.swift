/// Width and height in pixels.
public struct PixelSize: Hashable, CustomStringConvertible, Sendable {
  public let width: Int
  public let height: Int

  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  public var shorterSide: Int { min(width, height) }
  public var longerSide: Int { max(width, height) }
  /// Width times height. The product wraps around instead of trapping on overflow.
  public var pixelCount: Int { width.multipliedReportingOverflow(by: height).partialValue }

  /// Returns the size after a picture with this orientation has been turned upright.
  public func upright(_ orientation: Orientation) -> PixelSize {
    orientation.swapsSides ? PixelSize(width: height, height: width) : self
  }

  public var description: String { "\(width) × \(height)" }
}
