package import Model

/// Writes a picture with 1 or 3 channels as a sequential JPEG that every service accepts.
///
/// The file has 8 bits per channel, a JFIF header and no other metadata, so its colours are
/// interpreted as sRGB. Equal pictures give equal bytes.
///
/// Huffman codes are made for each picture. Finding the optimal codes of a large picture takes
/// three times as long as writing it and holds all its coefficients in memory. Codes that are
/// optimal for a sample of its rows make a file that is barely 0.1 % larger.
///
/// ```swift
/// let bytes = try JPEGWriter.bytes(of: picture, settings: .best)
/// ```
package enum JPEGWriter {
  /// The resolution of the colour channels.
  package enum Sampling: Hashable, Sendable {
    /// Full resolution: 4:4:4.
    case full
    /// Half the width and half the height: 4:2:0.
    case half

    /// The usual notation: `4:4:4` or `4:2:0`.
    var name: String { self == .full ? "4:4:4" : "4:2:0" }
  }

  /// The quality and chroma sampling of a JPEG.
  package struct Settings: Hashable, Sendable {
    /// The quality in hundredths: 9750 lies between libjpeg's 97 and 98. The initializer clamps it
    /// to 100...10000.
    package let quality: Int
    package let sampling: Sampling

    package init(quality: Int, sampling: Sampling) {
      self.quality = min(max(quality, 100), 10_000)
      self.sampling = sampling
    }

    /// Settings whose result is hard to tell from the original.
    package static let best = Settings(quality: 9700, sampling: .full)
  }

  /// Returns the encoded file, or `nil` when it exceeds `limit` bytes, in which case encoding stops
  /// early.
  ///
  /// It throws when the picture has alpha, is too large for JPEG, or memory runs out.
  package static func bytes(
    of picture: PixelBuffer, settings: Settings, limit: Int? = nil
  ) throws(WritingError) -> [UInt8]? {
    let library = try JPEGEncoder(picture)
    let codes = library.stripCount == 0 ? nil : try library.encodeSample(settings).codes
    let bound = maximumFileBytes(picture.size, picture.channels)
    guard
      let file = try library.encodeWhole(
        settings, codes: codes, limit: min(max(limit ?? bound, 0), bound))
    else {
      // No picture comes near the bound at the qualities in use.
      guard let limit, limit <= bound else { throw .outOfMemory }
      return nil
    }
    return file.bytes
  }

  /// Returns the bytes of memory that encoding or searching for a fit takes in addition to the
  /// picture itself.
  package static func memory(for size: PixelSize, channels: Int, within limit: Int? = nil) -> Int {
    let file = min(limit ?? Int.max, maximumFileBytes(size, channels))
    // Coefficients of two bytes each, blocks padded at the edges, and the sample's file.
    let rows = JPEGEncoder.sampleRowCount(width: size.width, height: size.height) + 16
    let coefficients = 3 * (size.width + 16) * rows * channels
    // Rows that wait to become blocks, in libjpeg and on their way to it.
    let waiting = 64 * (size.width + 16) * channels + 1 << 20
    // A file that fits is kept while one that is a quarter larger is tried.
    return file / 4 * 9 + coefficients + waiting
  }

  /// Returns an upper bound of a file's bytes at every quality in use; even noise encodes to fewer.
  static func maximumFileBytes(_ size: PixelSize, _ channels: Int) -> Int {
    (size.width + 16) * (size.height + 16) * channels * 5 / 4 + 1 << 12
  }
}
