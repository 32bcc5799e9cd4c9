package import Decoding
internal import Model

/// The libraries that decode untrusted files. Each offers two functions: one returns
/// facts, the other delivers rows of pixels.
///
/// They run in `castbook-media`, in a separate process for each file.
package enum Decoder {
  package static let pixelLimit = DecodedPicture.pixelLimit

  /// Decodes a whole file, up to its last byte, and makes the small pictures that
  /// `options` requests.
  ///
  /// - Parameter sink: Receives the pixels of a HEIF picture, which is decoded in one
  ///   step, as long as it is sound. GIF, TIFF and WebP ignore it.
  package static func decode(
    _ bytes: UnsafeRawBufferPointer, as format: DecodedFormat, options: DecodingOptions = [],
    into sink: (any PixelSink)? = nil
  ) -> DecodedPicture {
    var picture =
      switch format {
      case .heic, .avif: unsafe HEIFDecoder.decode(bytes, options: options, into: sink)
      case .gif: unsafe GIFDecoder.decode(bytes, options: options)
      case .tiff: unsafe TIFFDecoder.decode(bytes, options: options)
      case .webp: unsafe WebPDecoder.decode(bytes, options: options)
      }
    // What a damaged file would look like is unknown, so it has no small pictures.
    if let problem = picture.problem, problem != .endMarkerMissing {
      picture.luma = nil
      picture.small = nil
    }
    return picture
  }

  /// Hands over the first picture of a file at its full size.
  ///
  /// The rows are valid only when the result has no problem. The sink has then received
  /// all of them.
  package static func pixels(
    _ bytes: UnsafeRawBufferPointer, as format: DecodedFormat, into sink: any PixelSink
  ) -> DecodedPicture {
    switch format {
    case .heic, .avif: unsafe HEIFDecoder.pixels(bytes, into: sink)
    case .gif: unsafe GIFDecoder.pixels(bytes, into: sink)
    case .tiff: unsafe TIFFDecoder.pixels(bytes, into: sink)
    case .webp: unsafe WebPDecoder.pixels(bytes, into: sink)
    }
  }

  /// Loads everything that must be read before the process gives up its right to open
  /// files, and what each process that is forked for a file would otherwise load again.
  package static func prepare() {
    HEIFDecoder.prepare()
    rehearse()
  }

  /// Decodes a built-in picture, so the loader and Swift's runtime do their work for the first
  /// picture only once.
  private static func rehearse() {
    _ = unsafe whitePixel.withUnsafeBytes { bytes in
      unsafe decode(bytes, as: .webp, options: [.luma, .picture]).answer
    }
  }

  /// A lossy WebP with one white pixel.
  private static let whitePixel: [UInt8] = [
    0x52, 0x49, 0x46, 0x46, 0x24, 0x00, 0x00, 0x00, 0x57, 0x45, 0x42, 0x50, 0x56, 0x50, 0x38, 0x20,
    0x18, 0x00, 0x00, 0x00, 0x30, 0x01, 0x00, 0x9D, 0x01, 0x2A, 0x01, 0x00, 0x01, 0x00, 0x02, 0xC0,
    0x4C, 0x25, 0xA4, 0x00, 0x03, 0x70, 0x00, 0xFE, 0xF7, 0x8C, 0x00, 0x00,
  ]
}
