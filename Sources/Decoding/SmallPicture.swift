package import Model

/// A picture reduced as it is stored: not yet rotated, and in the colors of its own
/// profile.
package struct SmallPicture: Hashable, Sendable {
  /// The values of a pixel.
  package enum Colors: String, JSONConvertible, Sendable {
    /// One value, or red, green and blue.
    case grey, rgb
    /// Cyan, magenta, yellow and black; 255 is full ink.
    case cmyk = "inks"
    /// Lightness and the two other channels of CIE L\*a\*b\*, whose neutral value is 128.
    case lab

    /// The number of values a pixel has.
    package var channels: Int {
      switch self {
      case .grey: 1
      case .rgb, .lab: 3
      case .cmyk: 4
      }
    }
  }

  /// The size of the whole picture as it is stored.
  package let codedSize: PixelSize
  /// The size of the reduced picture, which follows from that of the whole one.
  package let size: PixelSize
  /// The color values of each pixel.
  package let colors: Colors
  /// The pixels, row by row.
  package let pixels: [UInt8]
  /// The counts of the whole picture, across and down as it is stored.
  package let statistics: NativeStatistics?

  /// Returns `nil` unless the number of values matches the size.
  package init?(
    codedSize: PixelSize, colors: Colors, pixels: [UInt8], statistics: NativeStatistics?
  ) {
    guard codedSize.width > 0, codedSize.height > 0 else { return nil }
    let size = AnalysisPicture.size(of: codedSize)
    guard pixels.count == size.pixelCount * colors.channels else { return nil }
    self.codedSize = codedSize
    self.size = size
    self.colors = colors
    self.pixels = pixels
    self.statistics = statistics
  }
}
