package import Model
internal import PNG

/// Writes a picture as a PNG without loss: 8 bits a value, in sRGB, without anything beside it. Few colours
/// become a palette, equal channels grey, and an alpha that hides nothing is left out. The same picture
/// gives the same bytes with the same libraries.
package enum PNGWriter {
  /// Rows of at most this many bytes are deflated at once, those of larger pictures piece by piece.
  private static let heldBytes = 64 << 20
  private static let longestSide = Int(Int32.max)

  /// The file, or `nil` if it exceeds `limit` bytes.
  package static func bytes(of picture: HeldPicture, limit: Int? = nil) throws(WritingError)
    -> [UInt8]?
  {
    try bytes(of: picture, limit: limit, heldBytes: heldBytes)
  }

  /// Writes the file with another bound for what is deflated at once.
  static func bytes(of picture: HeldPicture, limit: Int? = nil, heldBytes: Int)
    throws(WritingError) -> [UInt8]?
  {
    guard picture.size.longerSide <= longestSide else {
      throw .tooLarge(side: picture.size.longerSide, limit: longestSide)
    }
    var limit = max(limit ?? Int.max, 0)
    var best: [UInt8]?
    for form in PNGForm.all(of: picture) {
      let isHeld = (form.encoder.rowBytes + 1) * picture.size.height <= heldBytes
      // A large picture of few colours is not written twice.
      guard best == nil || isHeld else { break }
      if let file = form.encoder.smallFile(form, isHeld: isHeld, limit: limit) {
        best = file
        limit = file.count - 1
      }
    }
    return best
  }

  /// The bytes of memory that writing takes besides the picture itself.
  package static func memory(for size: PixelSize, channels: Int, within limit: Int? = nil) -> Int {
    PNGEncoder.memory(
      width: size.width, height: size.height, channels: channels, within: limit,
      heldBytes: heldBytes)
  }
}
