package import Model

/// How the pixels of a picture lie in the rows that a decoder hands over, all of them at their full size.
package struct PixelLayout: Hashable, Sendable {
  /// As the picture is stored: not turned yet.
  package let size: PixelSize
  package let colors: SmallPicture.Colors
  /// Whether one more value stands behind the colours of each pixel: how little one sees through it. Colours
  /// are not laid over anything, and not darkened by it.
  package let hasAlpha: Bool
  /// Bits a value: 8, or 16 in the order of this machine. A value of 16 is what one of 8 bits is times 257:
  /// lightness ends at 65,535, and of its two others 32,896 is none.
  package let depth: Int

  package init(size: PixelSize, colors: SmallPicture.Colors, hasAlpha: Bool = false, depth: Int = 8)
  {
    self.size = size
    self.colors = colors
    self.hasAlpha = hasAlpha
    self.depth = depth
  }

  /// Values a pixel.
  package var channels: Int { colors.channels + (hasAlpha ? 1 : 0) }
  package var rowBytes: Int { size.width * channels * (depth / 8) }
  package var byteCount: Int { rowBytes * size.height }
}

/// Where the pixels of a picture go.
package protocol PixelSink: AnyObject, Sendable {
  /// Says what comes, once, before any row; false where it can't be taken.
  func begin(_ layout: PixelLayout) -> Bool
  /// Takes the next rows from the top, side by side: a whole number of them.
  func take(_ rows: UnsafeRawBufferPointer)
}

/// What came of handing over a picture's pixels.
package enum PixelOutcome: Hashable, Sendable {
  /// Every row was handed over.
  case whole
  /// It would have taken more memory than there was.
  case noMemory
  /// Where it went did not take it.
  case declined
  /// In words for people: what a decoder said, or what was missing.
  case failed(String)
}
