package import Model
internal import PNG

/// Writes a picture as a lossless PNG with 8 bits per channel, in sRGB and without other metadata.
///
/// A picture with few colours gets a palette, equal channels become grey, and a fully opaque alpha
/// channel is omitted. Equal pictures give equal bytes with the same versions of the libraries.
package enum PNGWriter {
  /// Filtered rows up to this many bytes are compressed in one piece, those of larger pictures in a
  /// stream.
  private static let bufferBytes = 64 << 20
  /// The longest side that PNG allows, in pixels.
  private static let longestSide = Int(Int32.max)

  /// Returns the encoded file, or `nil` when it exceeds `limit` bytes.
  package static func bytes(of picture: PixelBuffer, limit: Int? = nil) throws(WritingError)
    -> [UInt8]?
  {
    try bytes(of: picture, limit: limit, bufferBytes: bufferBytes)
  }

  /// Returns the encoded file as `bytes(of:limit:)` does; `bufferBytes` is the most that is
  /// compressed in one piece.
  static func bytes(of picture: PixelBuffer, limit: Int? = nil, bufferBytes: Int)
    throws(WritingError) -> [UInt8]?
  {
    guard picture.size.longerSide <= longestSide else {
      throw .tooLarge(side: picture.size.longerSide, limit: longestSide)
    }
    var limit = max(limit ?? Int.max, 0)
    var best: [UInt8]?
    for form in PNGEncoding.candidates(for: picture) {
      let isBuffered = (form.encoder.rowBytes + 1) * picture.size.height <= bufferBytes
      // A large picture with few colours is not encoded a second time.
      guard best == nil || isBuffered else { break }
      if let file = form.encoder.smallFile(form, isBuffered: isBuffered, limit: limit) {
        best = file
        limit = file.count - 1
      }
    }
    return best
  }

  /// Returns the bytes of memory that encoding takes in addition to the picture itself.
  package static func memory(for size: PixelSize, channels: Int, within limit: Int? = nil) -> Int {
    PNGEncoder.memory(
      width: size.width, height: size.height, channels: channels, within: limit,
      bufferBytes: bufferBytes)
  }
}
