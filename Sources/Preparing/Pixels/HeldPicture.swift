package import Model

/// A picture held whole: 8 bits a value, in sRGB, upright, its rows from the top, side by side.
package struct HeldPicture: Hashable, Sendable {
  package let size: PixelSize
  /// Values a pixel: 1 is grey, 3 are red, green and blue, 4 have alpha behind them.
  package let channels: Int
  package var values: [UInt8]

  /// Nothing where there are more values, or fewer, than the sides tell.
  package init?(size: PixelSize, channels: Int, values: [UInt8]) {
    guard [1, 3, 4].contains(channels), size.width > 0, size.height > 0,
      values.count == size.pixelCount * channels
    else { return nil }
    self.size = size
    self.channels = channels
    self.values = values
  }

  package var rowBytes: Int { size.width * channels }
}
