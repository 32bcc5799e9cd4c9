package import Decoding
internal import Model

/// The libraries that are risky to feed, each behind two functions from bytes: to an answer, and to rows of
/// pixels. They run in `castbook-media`, in a process of its own for each file.
package enum Decoder {
  /// Pictures of more pixels are not decoded.
  package static let pixelLimit = DecodedPicture.pixelLimit

  /// Decodes a whole file, to its last byte; makes its first picture small where that is asked for. A picture
  /// that is decoded whole at once is handed to `sink`, too, as long as it is sound.
  package static func decode(
    _ bytes: UnsafeRawBufferPointer, as format: DecodedFormat, wishes: Wishes = [],
    into sink: (any PixelSink)? = nil
  ) -> DecodedPicture {
    var picture =
      switch format {
      case .heic, .avif: unsafe HEIFDecoder.decode(bytes, wishes: wishes, into: sink)
      case .gif: unsafe GIFDecoder.decode(bytes, wishes: wishes)
      case .tiff: unsafe TIFFDecoder.decode(bytes, wishes: wishes)
      }
    // Of what is damaged nobody knows what it would look like.
    if let problem = picture.problem, problem != .endMarkMissing {
      picture.luma = nil
      picture.small = nil
    }
    return picture
  }

  /// Hands over the first picture of a file at its full size. Its rows are to be trusted when nothing went
  /// wrong, and then `sink` has had all of them.
  package static func pixels(
    _ bytes: UnsafeRawBufferPointer, as format: DecodedFormat, into sink: any PixelSink
  ) -> DecodedPicture {
    switch format {
    case .heic, .avif: unsafe HEIFDecoder.pixels(bytes, into: sink)
    case .gif: unsafe GIFDecoder.pixels(bytes, into: sink)
    case .tiff: unsafe TIFFDecoder.pixels(bytes, into: sink)
    }
  }

  /// What must be read before a process gives up its rights to read more.
  package static func prepare() { HEIFDecoder.prepare() }
}
