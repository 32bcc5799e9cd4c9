internal import Decoding
internal import Model

/// Makes a bitmap small: rows as they stand in the file, or runs.
struct BMPLuma {
  private let header: BMPHeader
  private let file: ByteView
  /// The luma of each entry of the palette, where there is one.
  private let table: [UInt8]
  /// Where red, green and blue stand in a pixel of 16 or 32 bits.
  private let masks: [Int]
  /// Where alpha stands, when it is to be followed.
  private let alphaMask: Int?

  /// `hasAlpha` when some pixel is see-through and others are not.
  init(_ header: BMPHeader, _ file: ByteView, hasAlpha: Bool) {
    self.header = header
    self.file = file
    alphaMask = hasAlpha ? header.alphaMask : nil
    let entryBytes = header.length == 12 ? 3 : 4
    let count = header.depth <= 8 ? 1 << header.depth : 0
    table = (0..<count).map { entry in
      let place = 14 + header.length + entry * entryBytes
      guard let blue = file[place], let green = file[place + 1], let red = file[place + 2] else {
        return 0
      }
      return Luma.of(red, green, blue)
    }
    let usual = header.depth == 16 ? [0x7C00, 0x03E0, 0x001F] : [0xFF0000, 0xFF00, 0xFF]
    masks =
      header.compression == .masks
      ? (0..<3).map { file.u32(54 + 4 * $0, .little) ?? 0 } : usual
  }

  /// The picture made small; nothing where it is too long for that.
  var plane: LumaPlane? {
    guard let reduction = LumaReduction(header.size), let start = header.pixelStart else {
      return nil
    }
    switch header.compression {
    case .runs: addRuns(from: start, to: reduction)
    case .none, .masks: addRows(from: start, to: reduction)
    case .other: return nil
    }
    return reduction.plane
  }

  private func addRows(from start: Int, to reduction: LumaReduction) {
    let (width, height) = (header.size.width, header.size.height)
    let rowLength = (width * header.depth + 31) / 32 * 4
    let used = (width * header.depth + 7) / 8
    var lumas = [UInt8](repeating: 0, count: width)
    for row in 0..<height {
      guard let bytes = file.part(start + row * rowLength, used)?.copied else { return }
      for column in 0..<width { lumas[column] = luma(column, bytes) }
      reduction.add(lumas, row: header.isTopDown ? row : height - 1 - row)
    }
  }

  private func luma(_ column: Int, _ row: [UInt8]) -> UInt8 {
    switch header.depth {
    case 24: return Luma.of(row[3 * column + 2], row[3 * column + 1], row[3 * column])
    case 16:
      return luma(ofPixel: Int(row[2 * column]) | Int(row[2 * column + 1]) << 8)
    case 32:
      let low = Int(row[4 * column]) | Int(row[4 * column + 1]) << 8
      return luma(
        ofPixel: low | Int(row[4 * column + 2]) << 16 | Int(row[4 * column + 3]) << 24)
    default:
      let bit = column * header.depth
      let value = Int(row[bit / 8]) >> (8 - header.depth - bit % 8) & ((1 << header.depth) - 1)
      return table[value]
    }
  }

  private func luma(ofPixel pixel: Int) -> UInt8 {
    let luma = Luma.of(
      Self.value(pixel, masks[0]), Self.value(pixel, masks[1]), Self.value(pixel, masks[2]))
    return alphaMask.map { Luma.overWhite(luma, alpha: Self.value(pixel, $0)) } ?? luma
  }

  /// The bits of a pixel under a mask, spread over 0 to 255.
  private static func value(_ pixel: Int, _ mask: Int) -> UInt8 {
    guard mask > 0 else { return 0 }
    let shift = mask.trailingZeroBitCount
    return UInt8(clamping: (pixel & mask) >> shift * 255 / (mask >> shift))
  }

  /// Follows the runs; pixels that none of them names are of the first colour.
  private func addRuns(from start: Int, to reduction: LumaReduction) {
    let (width, height) = (header.size.width, header.size.height)
    let blank = [UInt8](repeating: table.first ?? 0, count: width)
    var runs = BMPRuns(file, start: start, isNarrow: header.depth == 4)
    var row = 0
    while row < height, let step = runs.next(width: width) {
      var lumas = blank
      for run in step.runs {
        for (place, entry) in run.entries.enumerated() where run.column + place < width {
          lumas[run.column + place] = table[Int(entry)]
        }
      }
      reduction.add(lumas, row: height - 1 - row)
      row += 1
      for _ in 0..<min(step.skipped, height - row) {
        reduction.add(blank, row: height - 1 - row)
        row += 1
      }
    }
    while row < height {
      reduction.add(blank, row: height - 1 - row)
      row += 1
    }
  }
}
