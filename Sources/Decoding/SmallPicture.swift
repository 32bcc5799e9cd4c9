package import Model

/// A picture made small as it is stored: not turned yet, and in the colours of its own profile.
package struct SmallPicture: Hashable, Sendable {
  /// What the values of a pixel are.
  package enum Colors: String, Sendable {
    case grey, rgb
    /// Cyan, magenta, yellow and black, 255 being the most ink.
    case inks
    /// Lightness, and the two others of CIE's L*a*b* with 128 for none of them.
    case lab

    /// The values of a pixel.
    package var channels: Int {
      switch self {
      case .grey: 1
      case .rgb, .lab: 3
      case .inks: 4
      }
    }
  }

  /// Of the whole picture.
  package let codedSize: PixelSize
  package let size: PixelSize
  package let colors: Colors
  package let pixels: [UInt8]
  /// Across and down as the picture is stored.
  package let statistics: NativeStatistics?

  /// Nothing where there are more values, or fewer, than the sides tell.
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
