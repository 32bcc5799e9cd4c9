internal import Decoding
internal import Model

/// Converts the stored rows of a bitmap into colours.
struct BMPColors {
  let header: BMPHeader
  /// The palette as 256 entries of red, green and blue; unused entries are black.
  let palette: [UInt8]
  /// The bits of red, green and blue in a pixel of 16 or 32 bits, followed by those of alpha
  /// if it is used.
  let masks: [UInt32]

  /// Creates a converter; `hasAlpha` says whether some pixels are transparent and others are
  /// not.
  init(_ header: BMPHeader, _ file: ByteView, hasAlpha: Bool) {
    self.header = header
    let entryBytes = header.length == 12 ? 3 : 4
    let count = header.depth <= 8 ? min(256, 1 << header.depth) : 0
    palette =
      (0..<count).flatMap { entry -> [UInt8] in
        let offset = 14 + header.length + entry * entryBytes
        guard let blue = file[offset], let green = file[offset + 1], let red = file[offset + 2]
        else {
          return [0, 0, 0]
        }
        return [red, green, blue]
      } + [UInt8](repeating: 0, count: 3 * (256 - count))
    let defaultMasks: [UInt32] =
      header.depth == 16 ? [0x7C00, 0x03E0, 0x001F] : [0xFF0000, 0xFF00, 0xFF]
    let colors =
      header.compression == .masks
      ? (0..<3).map { UInt32(file.u32(54 + 4 * $0, .little) ?? 0) } : defaultMasks
    let alpha = hasAlpha ? header.alphaMask.map { [UInt32($0)] } : nil
    masks = colors + (alpha ?? [])
  }

  /// Whether converted pixels have alpha after their colours.
  var hasAlpha: Bool { masks.count == 4 }

  /// The bytes from one stored row to the next: a multiple of four.
  var rowLength: Int { (header.size.width * header.depth + 31) / 32 * 4 }
  /// The bytes of a stored row that contain pixels.
  private var usedRowLength: Int { (header.size.width * header.depth + 7) / 8 }

  /// Returns the bytes of a row, counted from the top, or `nil` if the file ends before it.
  func row(_ row: Int, of file: ByteView, from start: Int) -> [UInt8]? {
    let stored = header.isTopDown ? row : header.size.height - 1 - row
    return file.part(start + stored * rowLength, usedRowLength)?.copied
  }

  /// Converts a stored row into pixels: three colours each, and alpha if it is used.
  ///
  /// `pixels` must have room for the whole row.
  func convert(_ row: [UInt8], into pixels: inout [UInt8]) {
    switch header.depth {
    case ...8: FullRow.lookUp(row, depth: header.depth, in: palette, into: &pixels)
    case 24: FullRow.convert(bgr: row, into: &pixels)
    default: FullRow.unpack(row, pixelBytes: header.depth / 8, masks: masks, into: &pixels)
    }
  }

  /// Looks up palette entries of one byte each.
  func lookUp(_ entries: [UInt8], into pixels: inout [UInt8]) {
    FullRow.lookUp(entries, depth: 8, in: palette, into: &pixels)
  }
}
