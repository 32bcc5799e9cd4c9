package import Model

/// What `castbook-media` reports about one file: what the decoder saw, and what went
/// wrong.
///
/// It travels through a pipe as one JSON object, followed by a zero byte and the raw
/// pixels of the small picture.
///
/// The sender has decoded an untrusted file and may have been compromised by it, so the
/// receiver validates the report like any untrusted input.
package struct DecodedPicture: Hashable, Sendable {
  /// The largest number of pixels that is decoded.
  package static let pixelLimit = 300_000_000
  /// The largest number of bytes of EXIF, XMP and color profile together. As hexadecimal
  /// text they take twice as many bytes of the response.
  package static let metadataByteLimit = 3 << 20

  /// The size at which the picture is meant to be displayed, after the file's rotation and
  /// cropping.
  package var size: PixelSize?
  /// Bits a channel.
  package var depth: Int?
  /// The number of channels, including alpha.
  package var channels: Int?
  /// Whether and how the picture is transparent.
  package var alpha: ImageFacts.Alpha
  /// The number of separate pictures in the file.
  package var pages: Int?
  /// The page that was decoded, from 1; `nil` for the first.
  package var page: Int?
  /// The number of frames of an animation; `nil` for a still picture.
  package var frames: Int?
  /// The number of bytes behind the last part of the picture.
  package var trailing: Int?
  /// The EXIF block, without a header of its container.
  package var exif: [UInt8]?
  /// The XMP packet.
  package var xmp: [UInt8]?
  /// The ICC profile.
  package var profile: [UInt8]?
  /// The color primaries and transfer function by their numbers in ITU-T H.273.
  package var codePoints: CodePoints?
  /// The first picture reduced to 64 × 64 lumas, in the orientation of `size`.
  package var luma: LumaPlane?
  /// The first picture reduced to the size at which it is measured.
  package var small: SmallPicture?
  /// Whether the small picture was requested, but making it would take more memory than
  /// allowed.
  package var exceedsMemory = false
  /// Why the picture was not decoded completely; `nil` when it was.
  package var problem: Problem?

  /// Numbers of ITU-T H.273 that describe colors.
  package struct CodePoints: Hashable, Sendable {
    package let primaries: Int
    package let transfer: Int

    package init(primaries: Int, transfer: Int) {
      self.primaries = primaries
      self.transfer = transfer
    }
  }

  /// Why a picture was not decoded completely.
  package enum Problem: Hashable, Sendable {
    /// The data is invalid, with the decoder's message.
    case corrupt(String)
    /// The data ends too early, with the decoder's message.
    case truncated(String)
    /// The header states another size than the data has.
    case sizeMismatch(stated: PixelSize, decoded: PixelSize)
    /// Only the end marker is missing.
    case endMarkerMissing
    /// The picture has more pixels than `pixelLimit`.
    case tooManyPixels(Int)
    /// Decoding would take more memory than allowed.
    case outOfMemory
    /// The decoder does not support the coding, with its message.
    case unsupported(String)
  }

  /// Creates a report without any facts.
  package init(problem: Problem? = nil) {
    alpha = .none
    self.problem = problem
  }
}

/// A format that is decoded in a separate process. The raw value is its number in
/// requests.
package enum DecodedFormat: UInt32, CaseIterable, Sendable {
  case heic = 1
  case avif = 2
  case gif = 3
  case tiff = 4

  /// Returns `nil` for a format that is decoded in the same process or not at all.
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
