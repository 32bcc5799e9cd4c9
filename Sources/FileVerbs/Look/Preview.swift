package import Drawing

/// A small version of a picture or of a frame of a clip: upright, in sRGB, as a JPEG file.
public struct Preview: Sendable {
  /// How large a preview may be.
  package enum Bound: Hashable, Sendable {
    /// The maximum length of the longer side, in pixels.
    case side(Int)
    /// The maximum number of pixels; the longer side has at most `maximumSide` as well.
    case pixelCount(Int)
  }

  /// The maximum length of the longer side, in pixels, of a preview that is bounded by its number
  /// of pixels. Programs that look at pictures reduce longer ones.
  private static let maximumSide = 2000

  /// The bytes of the file.
  public let bytes: [UInt8]
  /// The size in pixels.
  public let size: PixelSize
  /// The moment of the clip that the preview shows; `nil` for a picture.
  public internal(set) var moment: FilmMoment?

  /// Takes over a file that was encoded elsewhere.
  init(bytes: [UInt8], size: PixelSize) {
    self.bytes = bytes
    self.size = size
  }

  /// Reduces and encodes a picture; `nil` if it can't be encoded.
  package init?(_ picture: Bitmap, within bound: Bound) {
    let side = bound.size(of: picture.size).longerSide
    let small = picture.fitted(width: side, height: side)
    // A quality at which faults of the JPEG are not mistaken for faults of the picture.
    guard let bytes = small.jpeg(quality: 8800) else { return nil }
    self.init(bytes: bytes, size: small.size)
  }
}

extension Preview.Bound {
  /// The maximum size of the file in bytes; `nil` if it may have any.
  var maximumBytes: Int? { if case .pixelCount = self { 600_000 } else { nil } }

  /// Returns the size of the preview of a picture, which is never larger than the picture.
  package func size(of original: PixelSize) -> PixelSize {
    switch self {
    case .side(let side): return original.fitted(within: side)
    case .pixelCount(let count):
      var side = min(original.longerSide, Preview.maximumSide)
      // The shorter side is rounded, so a side that seems to fit may be a pixel too long.
      let square = Double(original.longerSide) * Double(count) / Double(original.shorterSide)
      side = min(side, max(1, Int(square.squareRoot())))
      while side > 1, original.fitted(within: side).pixelCount > count { side -= 1 }
      return original.fitted(within: side)
    }
  }
}
