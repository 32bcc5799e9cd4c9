internal import CTIFF
internal import Model

/// Finds transparency in the decoded strips and tiles of a page.
struct TIFFAlpha {
  private let size: PixelSize
  /// The number of interleaved values a pixel has: all of them, or one when each has
  /// planes of its own.
  private let samples: Int
  /// The index of alpha among those values.
  private let alphaIndex: Int
  /// The plane of alpha; `nil` when the values of a pixel are interleaved.
  private let plane: Int?
  /// The number of bytes of each value.
  private let bytes: Int
  /// The strips or tiles of the page.
  private let pieces: TIFFPieces

  /// Returns `nil` when alpha cannot be examined: values of other than 8 or 16 bits, or an
  /// unknown number of colors.
  init?(_ file: OpaquePointer, _ size: PixelSize) {
    func short(_ tag: Int32, _ otherwise: UInt16) -> Int {
      Int(unsafe castbook_tiff_short(file, UInt32(tag), otherwise))
    }
    let depth = short(TIFFTAG_BITSPERSAMPLE, 1)
    let count = short(TIFFTAG_SAMPLESPERPIXEL, 1)
    guard let colors = Self.colors(short(TIFFTAG_PHOTOMETRIC, .max)), colors < count,
      depth == 8 || depth == 16, size.width > 0, size.height > 0
    else { return nil }
    self.size = size
    bytes = depth / 8
    let isPlanar =
      short(TIFFTAG_PLANARCONFIG, UInt16(PLANARCONFIG_CONTIG)) == Int(PLANARCONFIG_SEPARATE)
    samples = isPlanar ? 1 : count
    alphaIndex = isPlanar ? 0 : colors
    plane = isPlanar ? colors : nil
    pieces = unsafe TIFFPieces(file, size)
  }

  /// Returns the number of color values before alpha for a photometric interpretation.
  private static func colors(_ photometric: Int) -> Int? {
    switch Int32(photometric) {
    case PHOTOMETRIC_MINISWHITE, PHOTOMETRIC_MINISBLACK, PHOTOMETRIC_PALETTE: 1
    case PHOTOMETRIC_RGB, PHOTOMETRIC_YCBCR, PHOTOMETRIC_CIELAB, PHOTOMETRIC_ICCLAB: 3
    case PHOTOMETRIC_SEPARATED: 4
    default: nil
    }
  }

  /// Whether any pixel of a decoded strip or tile is transparent. Of 16-bit values only
  /// the high byte counts, as everywhere.
  func isUsed(inPiece index: Int, _ pixels: UnsafeRawBufferPointer) -> Bool {
    let (piece, across) = (pieces.size, pieces.across)
    let (layer, position) = index.quotientAndRemainder(dividingBy: across * pieces.down)
    if let plane, plane != layer { return false }
    let columns = min(piece.width, size.width - position % across * piece.width)
    let rows = min(piece.height, size.height - position / across * piece.height)
    let step = samples * bytes
    // libtiff has converted the values to native byte order.
    let high = bytes == 2 && UInt16(1).littleEndian == 1 ? 1 : 0
    for row in 0..<max(0, rows) {
      let start = row * piece.width * step + alphaIndex * bytes + high
      let end = start + (columns - 1) * step
      guard columns > 0, end < pixels.count else { return false }
      for offset in stride(from: start, through: end, by: step) where unsafe pixels[offset] != 255 {
        return true
      }
    }
    return false
  }
}
