package import Model

/// What `castbook-media` says of one file: what the decoder saw of it, and what went wrong.
///
/// It travels through a pipe as one JSON object, with the pixels of the small picture raw behind a nought.
/// The other side has read the file too, and may have
/// been taken over by it: whoever receives this checks it like any text of a stranger.
package struct DecodedPicture: Hashable, Sendable {
  /// Pictures of more pixels are not decoded.
  package static let pixelLimit = 300_000_000
  /// So many bytes of EXIF, XMP and profile together: as text they take twice as many of an answer's bytes.
  package static let blockLimit = 3 << 20

  /// Width and height as the picture is meant to be seen, turned and cut out as the file says.
  package var size: PixelSize?
  /// Bits a channel.
  package var depth: Int?
  /// Colours, and one more with alpha.
  package var channels: Int?
  package var alpha: ImageFacts.Alpha
  /// Pictures of their own in the file.
  package var pages: Int?
  /// Which of them was decoded, from 1; nothing for the first.
  package var page: Int?
  /// Pictures of a moving one; nothing for a still one.
  package var frames: Int?
  /// Bytes behind the end of the picture's parts.
  package var trailing: Int?
  package var exif: [UInt8]?
  package var xmp: [UInt8]?
  package var profile: [UInt8]?
  /// Colours by number, as ITU-T H.273 counts them.
  package var codePoints: CodePoints?
  /// The first picture made small, as it stands where the size above is its own.
  package var luma: LumaPlane?
  /// The same, as it is measured.
  package var small: SmallPicture?
  /// Whether the picture as it is measured was asked for, and would take more memory than there is.
  package var isTooLargeToHold = false
  package var problem: Problem?

  package struct CodePoints: Hashable, Sendable {
    package let primaries: Int
    package let transfer: Int

    package init(primaries: Int, transfer: Int) {
      self.primaries = primaries
      self.transfer = transfer
    }
  }

  /// Why a picture was not decoded whole.
  package enum Problem: Hashable, Sendable {
    /// Its data make no sense, in the decoder's words.
    case corrupt(String)
    /// Its data end too early, in the decoder's words.
    case truncated(String)
    /// Its header says another size than its data have.
    case otherSize(stated: PixelSize, decoded: PixelSize)
    /// Only the mark of its end is missing.
    case endMarkMissing
    /// More pixels than are decoded.
    case tooManyPixels(Int)
    /// It would take more memory than there is for it.
    case outOfMemory
    /// A kind of coding that the decoder does not know.
    case unsupported(String)
  }

  package init(problem: Problem? = nil) {
    alpha = .none
    self.problem = problem
  }
}

/// The formats that are decoded in a process of their own, by the number they have on the wire.
package enum DecodedFormat: UInt32, CaseIterable, Sendable {
  case heic = 1
  case avif = 2
  case gif = 3
  case tiff = 4

  package init?(_ format: MediaFormat) {
    switch format {
    case .heic: self = .heic
    case .avif: self = .avif
    case .gif: self = .gif
    case .tiff: self = .tiff
    default: return nil
    }
  }
}
