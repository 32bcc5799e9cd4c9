internal import CTIFF
internal import Model

/// Where a page's alpha stands in what its strips and tiles are decoded to.
struct TIFFAlpha {
  private let size: PixelSize
  /// The values of a pixel that stand together: all of them, or one where each has planes of its own.
  private let samples: Int
  /// Which of those is alpha.
  private let place: Int
  /// The plane that alpha has for itself; nothing where pixels are not taken apart.
  private let plane: Int?
  private let bytes: Int
  private let pieces: TIFFPieces

  /// Nothing where a page's alpha can't be looked at: in other than 8 or 16 bits, or beside colours of
  /// an unknown number.
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
    place = isPlanar ? 0 : colors
    plane = isPlanar ? colors : nil
    pieces = unsafe TIFFPieces(file, size)
  }

  /// How many values come before alpha, by what TIFF calls the kind of colours.
  private static func colors(_ photometric: Int) -> Int? {
    switch Int32(photometric) {
    case PHOTOMETRIC_MINISWHITE, PHOTOMETRIC_MINISBLACK, PHOTOMETRIC_PALETTE: 1
    case PHOTOMETRIC_RGB, PHOTOMETRIC_YCBCR, PHOTOMETRIC_CIELAB, PHOTOMETRIC_ICCLAB: 3
    case PHOTOMETRIC_SEPARATED: 4
    default: nil
    }
  }

  /// Whether any pixel of a decoded strip or tile is see-through. Of 16 bits the high byte counts, as
  /// everywhere.
  func isUsed(inPiece index: Int, _ pixels: UnsafeRawBufferPointer) -> Bool {
    let (piece, across) = (pieces.size, pieces.across)
    let (layer, inside) = index.quotientAndRemainder(dividingBy: across * pieces.down)
    if let plane, plane != layer { return false }
    let columns = min(piece.width, size.width - inside % across * piece.width)
    let rows = min(piece.height, size.height - inside / across * piece.height)
    let step = samples * bytes
    // Numbers have been put into the order of this machine.
    let high = bytes == 2 && UInt16(1).littleEndian == 1 ? 1 : 0
    for row in 0..<max(0, rows) {
      let start = row * piece.width * step + place * bytes + high
      let end = start + (columns - 1) * step
      guard columns > 0, end < pixels.count else { return false }
      for place in stride(from: start, through: end, by: step) where unsafe pixels[place] != 255 {
        return true
      }
    }
    return false
  }
}
