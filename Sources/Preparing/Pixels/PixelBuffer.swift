package import Model

/// A whole picture in memory: 8 bits per channel, sRGB, upright, in contiguous rows from the top.
package struct PixelBuffer: Hashable, Sendable {
  package let size: PixelSize
  /// The channels per pixel: 1 for grey, 3 for red, green and blue, 4 with alpha last.
  package let channels: Int
  /// The channel values of all pixels.
  package var values: [UInt8]

  /// Creates a picture; returns `nil` when a side or the number of channels is invalid, or when the
  /// number of values doesn't match them.
  package init?(size: PixelSize, channels: Int, values: [UInt8]) {
    guard [1, 3, 4].contains(channels), size.width > 0, size.height > 0,
      values.count == size.pixelCount * channels
    else { return nil }
    self.size = size
    self.channels = channels
    self.values = values
  }

  package var rowByteCount: Int { size.width * channels }
}
