internal import CTIFF
internal import Decoding
internal import Model

/// The strips or tiles that a page is divided into.
struct TIFFPieces {
  /// The size of each in pixels. Tiles may extend past the edges of the picture.
  let size: PixelSize
  let isTiled: Bool
  /// The number of tiles side by side; 1 for strips.
  let across: Int
  /// The number of tiles or strips one below another.
  let down: Int

  /// Reads the tags of a page that has pixels.
  init(_ file: OpaquePointer, _ page: PixelSize) {
    func long(_ tag: Int32, _ otherwise: Int) -> Int {
      let value = Int(unsafe castbook_tiff_long(file, UInt32(tag), 0))
      return value > 0 ? value : otherwise
    }
    isTiled = unsafe TIFFIsTiled(file) != 0
    size =
      isTiled
      ? PixelSize(width: long(TIFFTAG_TILEWIDTH, 1), height: long(TIFFTAG_TILELENGTH, 1))
      : PixelSize(
        width: page.width, height: min(page.height, long(TIFFTAG_ROWSPERSTRIP, page.height)))
    across = isTiled ? (page.width - 1) / size.width + 1 : 1
    down = (page.height - 1) / size.height + 1
  }
}

/// The units in which a strip or tile stores subsampled chroma: a block of lumas and one
/// pair of chroma samples.
struct TIFFChromaUnits {
  /// The number of columns of lumas in a unit.
  let across: Int
  /// The number of rows of lumas in a unit.
  let down: Int
  /// The width of the strip or tile in pixels.
  let width: Int
  /// The matrix from luma and chroma to colors.
  let matrix: ColorMatrix

  /// The number of bytes of a unit.
  private var bytes: Int { across * down + 2 }
  /// The number of units side by side.
  private var perRow: Int { (width + across - 1) / across }

  /// Returns the lumas of a row, or `nil` when the strip or tile ends before it.
  func lumas(_ row: Int, _ columns: Int, _ piece: UnsafeRawBufferPointer) -> [UInt8]? {
    let start = row / down * perRow * bytes + row % down * across
    guard start + (perRow - 1) * bytes + across <= piece.count else { return nil }
    return (0..<columns).map { unsafe piece[start + $0 / across * bytes + $0 % across] }
  }

  /// Returns the colors of a row whose lumas are known, or `nil` when the strip or tile
  /// ends before it.
  func colors(_ row: Int, _ lumas: [UInt8], _ piece: UnsafeRawBufferPointer) -> [UInt8]? {
    let top = row / down * perRow * bytes
    guard top + perRow * bytes <= piece.count else { return nil }
    let chroma = top + across * down
    var rgb = [UInt8](repeating: 0, count: 3 * lumas.count)
    ColorRow.convert(
      lumas, lumas.indices.map { unsafe piece[chroma + $0 / across * bytes] },
      lumas.indices.map { unsafe piece[chroma + $0 / across * bytes + 1] }, across: 1, matrix,
      into: &rgb)
    return rgb
  }
}
