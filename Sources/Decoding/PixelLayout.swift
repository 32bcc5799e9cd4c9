package import Model

/// The layout of a picture's pixels in the rows that a decoder hands over at full size.
package struct PixelLayout: Hashable, Sendable {
  /// The size as the picture is stored, before it is rotated.
  package let size: PixelSize
  /// The color values of each pixel.
  package let colors: SmallPicture.Colors
  /// Whether an alpha value follows the colors of each pixel. The colors are neither
  /// composited nor premultiplied.
  package let hasAlpha: Bool
  /// Bits a value: 8, or 16 in native byte order.
  ///
  /// A 16-bit value is its 8-bit equivalent times 257: lightness ends at 65,535, and
  /// 32,896 is the neutral value of the two other channels of L\*a\*b\*.
  package let depth: Int

  /// Describes a layout. 8 bits and no alpha are the defaults.
  package init(size: PixelSize, colors: SmallPicture.Colors, hasAlpha: Bool = false, depth: Int = 8)
  {
    self.size = size
    self.colors = colors
    self.hasAlpha = hasAlpha
    self.depth = depth
  }

  /// The number of values a pixel has, including alpha.
  package var channels: Int { colors.channels + (hasAlpha ? 1 : 0) }
  /// The length of a row in bytes.
  package var rowBytes: Int { size.width * channels * (depth / 8) }
  /// The length of the whole picture in bytes.
  package var byteCount: Int { rowBytes * size.height }
}

/// The destination of a picture's pixels.
package protocol PixelSink: AnyObject, Sendable {
  /// Announces the layout, once and before any row. Returns false when the sink cannot
  /// accept it.
  func begin(_ layout: PixelLayout) -> Bool
  /// Takes the next rows from the top: a whole number of them, one behind another.
  func append(_ rows: UnsafeRawBufferPointer)
}

/// The result of handing over a picture's pixels.
package enum PixelOutcome: Hashable, Sendable {
  /// Every row was handed over.
  case complete
  /// It would have taken more memory than allowed.
  case outOfMemory
  /// The sink declined the layout.
  case declined
  /// Decoding failed, with a message for people.
  case failed(String)
}
