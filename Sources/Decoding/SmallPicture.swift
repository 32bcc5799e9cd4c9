package import Model

/// A picture made small as it is stored: not turned yet, and in the colours of its own profile.
package struct SmallPicture: Hashable, Sendable {
  /// What the values of a pixel are.
  package enum Colors: Int, Sendable {
    case grey = 1
    case rgb = 3
    /// Cyan, magenta, yellow and black, 255 being the most ink.
    case inks = 4
  }

  /// Of the whole picture.
  package let codedSize: PixelSize
  package let size: PixelSize
  package let colors: Colors
  package let pixels: [UInt8]
  /// Across and down as the picture is stored.
  package let statistics: NativeStatistics?
  /// Whether see-through parts were laid over white.
  package let isOverWhite: Bool

  /// Nothing where there are more values, or fewer, than the sides tell.
  package init?(
    codedSize: PixelSize, colors: Colors, pixels: [UInt8], statistics: NativeStatistics?,
    isOverWhite: Bool = false
  ) {
    guard codedSize.width > 0, codedSize.height > 0 else { return nil }
    let size = AnalysisPicture.size(of: codedSize)
    guard pixels.count == size.pixelCount * colors.rawValue else { return nil }
    self.codedSize = codedSize
    self.size = size
    self.colors = colors
    self.pixels = pixels
    self.statistics = statistics
    self.isOverWhite = isOverWhite
  }
}
