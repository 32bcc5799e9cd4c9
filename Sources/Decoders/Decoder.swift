package import Decoding
internal import Model

/// The libraries that are risky to feed, each behind one function from bytes to an answer. They run
/// in `castbook-media`, in a process of its own for each file.
package enum Decoder {
  /// Pictures of more pixels are not decoded.
  package static let pixelLimit = DecodedPicture.pixelLimit

  /// Decodes a whole file, to its last byte.
  package static func decode(
    _ bytes: UnsafeRawBufferPointer, as format: DecodedFormat
  ) -> DecodedPicture {
    switch format {
    case .heic, .avif: unsafe HEIFDecoder.decode(bytes)
    case .gif: unsafe GIFDecoder.decode(bytes)
    case .tiff: unsafe TIFFDecoder.decode(bytes)
    }
  }

  /// What must be read before a process gives up its rights to read more.
  package static func prepare() { HEIFDecoder.prepare() }
}
