internal import CTIFF
internal import Decoding
internal import Model

/// The strips or tiles that a page is cut into.
struct TIFFPieces {
  /// What each covers of the picture: tiles reach beyond its edges, where they hold anything.
  let size: PixelSize
  let isTiled: Bool
  /// How many stand beside each other, and below.
  let across: Int
  let down: Int

  /// Of a page that has pixels.
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

/// Lumas that share a pair of chroma, as a strip or tile holds them.
struct TIFFUnits {
  let across: Int
  let down: Int
  /// Of the strip or tile, in pixels.
  let width: Int
  let matrix: ColorMatrix

  private var bytes: Int { across * down + 2 }
  private var perRow: Int { (width + across - 1) / across }

  /// The lumas of a row; nothing where the piece ends before it.
  func lumas(_ row: Int, _ columns: Int, _ piece: UnsafeRawBufferPointer) -> [UInt8]? {
    let start = row / down * perRow * bytes + row % down * across
    guard start + (perRow - 1) * bytes + across <= piece.count else { return nil }
    return (0..<columns).map { unsafe piece[start + $0 / across * bytes + $0 % across] }
  }

  /// The red, green and blue of a row of which the lumas are known.
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
