/// A picture as it is measured: upright, in sRGB, over white, and reduced to at most 1024 pixels on
/// its longer side. A picture is never enlarged.
public struct AnalysisPicture: Hashable, Sendable {
  /// The maximum length of the longer side, in pixels.
  public static let maximumSide = 1024

  /// The size at which the picture is measured.
  public let size: PixelSize
  /// The pixels in rows from the top, three bytes each.
  public let rgb: [UInt8]
  /// The size of the upright original.
  public let original: PixelSize
  /// The statistics of the unreduced pixels; `nil` when they could not be read in order.
  public let native: NativeStatistics?
  /// Whether transparent parts were flattened onto white.
  public let isOverWhite: Bool

  /// Creates a picture; `nil` when the number of values doesn't match the size or a side is too
  /// long.
  public init?(
    size: PixelSize, rgb: [UInt8], original: PixelSize, native: NativeStatistics?,
    isOverWhite: Bool = false
  ) {
    guard size.width > 0, size.height > 0, size.longerSide <= Self.maximumSide,
      rgb.count == 3 * size.pixelCount
    else { return nil }
    self.size = size
    self.rgb = rgb
    self.original = original
    self.native = native
    self.isOverWhite = isOverWhite
  }

  /// Returns the size at which a picture is measured.
  public static func size(of original: PixelSize) -> PixelSize {
    original.fitted(within: maximumSide)
  }
}

extension PixelSize {
  /// Returns the size reduced so that the longer side is at most `side` pixels; a smaller size is
  /// returned unchanged.
  package func fitted(within side: Int) -> PixelSize {
    let longer = longerSide
    guard longer > side else { return self }
    func scaled(_ one: Int) -> Int { max(1, (one * side + longer / 2) / longer) }
    return PixelSize(width: scaled(width), height: scaled(height))
  }
}
