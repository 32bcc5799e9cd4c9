internal import Decoding
internal import Model

/// How the rows of a bitmap become colours.
struct BMPColors {
  let header: BMPHeader
  /// The colours of each entry of the palette, where there is one: 256 of three values.
  let table: [UInt8]
  /// Where red, green and blue stand in a pixel of 16 or 32 bits, and alpha behind them when it is to be
  /// followed.
  let masks: [UInt32]

  /// `hasAlpha` when some pixel is see-through and others are not.
  init(_ header: BMPHeader, _ file: ByteView, hasAlpha: Bool) {
    self.header = header
    let entryBytes = header.length == 12 ? 3 : 4
    let count = header.depth <= 8 ? min(256, 1 << header.depth) : 0
    table =
      (0..<count).flatMap { entry -> [UInt8] in
        let place = 14 + header.length + entry * entryBytes
        guard let blue = file[place], let green = file[place + 1], let red = file[place + 2] else {
          return [0, 0, 0]
        }
        return [red, green, blue]
      } + [UInt8](repeating: 0, count: 3 * (256 - count))
    let usual: [UInt32] =
      header.depth == 16 ? [0x7C00, 0x03E0, 0x001F] : [0xFF0000, 0xFF00, 0xFF]
    let colors =
      header.compression == .masks
      ? (0..<3).map { UInt32(file.u32(54 + 4 * $0, .little) ?? 0) } : usual
    let alpha = hasAlpha ? header.alphaMask.map { [UInt32($0)] } : nil
    masks = colors + (alpha ?? [])
  }

  var hasAlpha: Bool { masks.count == 4 }

  /// From one stored row to the next, and how much of one is used.
  var rowLength: Int { (header.size.width * header.depth + 31) / 32 * 4 }
  private var used: Int { (header.size.width * header.depth + 7) / 8 }

  /// The bytes of a row, counted from the top; nothing where it is not there.
  func row(_ row: Int, of file: ByteView, from start: Int) -> [UInt8]? {
    let stored = header.isTopDown ? row : header.size.height - 1 - row
    return file.part(start + stored * rowLength, used)?.copied
  }

  /// The pixels of a row, with the alpha that is followed behind the colours of each; `pixels` has room for
  /// as many as there are.
  func convert(_ row: [UInt8], into pixels: inout [UInt8]) {
    switch header.depth {
    case ...8: FullRow.lookUp(row, depth: header.depth, in: table, into: &pixels)
    case 24: FullRow.turn(bgr: row, into: &pixels)
    default:
      FullRow.spread(row, pixelBytes: header.depth / 8, masks: masks, into: &pixels)
    }
  }

  /// Entries of the palette, a byte each.
  func lookUp(_ entries: [UInt8], into pixels: inout [UInt8]) {
    FullRow.lookUp(entries, depth: 8, in: table, into: &pixels)
  }
}
