internal import Decoding
internal import Model

/// Reduces a PNG while its rows arrive: to a plane of lumas, to the picture as it is measured, or
/// to both.
///
/// Values of 16 bits are reduced to their high bytes, and transparent pixels are flattened onto
/// white.
package final class PNGReduction: PNGRowSink {
  /// What the rows contain.
  private enum Pixels {
    /// Numbers of palette entries: their lumas, and their red, green and blue, over white.
    case entries(lumas: [UInt8], colors: [UInt8])
    case values(Luma.Pixels)
  }

  private let header: PNGHeader
  private let reduction: PictureReduction
  private let pixels: Pixels
  /// The rows of an interlaced picture, which don't arrive from the top.
  private let buffer: RowBuffer?
  /// The lumas of the row that was added last.
  private var lumas: [UInt8]

  /// Returns `nil` if nothing is asked for, and for a picture too long to be reduced.
  init?(_ file: PNGFile, _ options: DecodingOptions) {
    header = file.header
    let size = PixelSize(width: header.width, height: header.height)
    let colors: SmallPicture.Colors = header.colorType.isGrey ? .grey : .rgb
    reduction = PictureReduction(size, colors, options)
    guard reduction.needsRows else { return nil }
    buffer =
      header.isInterlaced && reduction.raster != nil
      ? RowBuffer(width: size.width, rows: size.height, channels: colors.channels) : nil
    if header.colorType == .palette, file.isCommon {
      let table = PNGPalette(file)
      pixels = .entries(lumas: table.lumasOverWhite, colors: table.colorsOverWhite)
    } else if header.colorType.isGrey {
      pixels = .values(file.hasAlpha ? .greyAlpha : .grey)
    } else {
      pixels = .values(file.hasAlpha ? .colorAlpha : .color)
    }
    lumas = [UInt8](repeating: 0, count: header.width)
  }

  /// The bytes of memory that reducing a picture to what is measured takes.
  package static func memory(for header: PNGHeader) -> Int {
    let size = PixelSize(width: header.width, height: header.height)
    let channels = header.colorType.isGrey ? 1 : 3
    let bufferBytes = header.isInterlaced ? channels * size.pixelCount : 0
    return AnalysisReduction.memory(for: size, channels: channels) + bufferBytes + 8 * size.width
  }

  /// The plane of lumas, or `nil` if it was not asked for. Rows that are missing count as black.
  var plane: LumaPlane? { reduction.plane }

  /// The picture as it is measured, or `nil` before all rows have arrived.
  var small: SmallPicture? {
    if let buffer {
      for row in 0..<header.height { reduction.raster?.add(buffer[row]) }
    }
    return reduction.small
  }

  func add(_ row: [UInt8], _ position: PNGRowPosition) {
    findLumas(row)
    guard header.isInterlaced else {
      reduction.luma?.add(lumas, row: position.row)
      reduction.raster?.add(colors(row), lumas: hasOwnLumas ? lumas : nil)
      return
    }
    if position.step == 1 {
      reduction.luma?.add(lumas, row: position.row)
    } else {
      reduction.luma?.add(lumas, row: position.row, first: position.first, step: position.step)
    }
    buffer?.put(colors(row), row: position.row, first: position.first, step: position.step)
  }

  /// Whether the lumas of rows are those of the picture over white, which is what is measured. With
  /// alpha or a palette, colours are flattened first, which rounds differently.
  private var hasOwnLumas: Bool {
    switch pixels {
    case .entries, .values(.colorAlpha): false
    case .values: true
    }
  }

  private func findLumas(_ row: [UInt8]) {
    switch pixels {
    case .entries(let table, _):
      for pixel in lumas.indices { lumas[pixel] = table[Int(row[pixel])] }
    case .values(let kind):
      let count = row.count / kind.channels
      if lumas.count != count { lumas = [UInt8](repeating: 0, count: count) }
      unsafe row.withUnsafeBytes { unsafe Luma.convert($0, kind, into: &lumas) }
    }
  }

  /// The colours of the row whose lumas were just found. Grey ones are their own luma.
  private func colors(_ row: [UInt8]) -> [UInt8] {
    switch pixels {
    case .values(.grey), .values(.greyAlpha): return lumas
    case .values(.color): return row
    case .values(.colorAlpha):
      var rgb = [UInt8](repeating: 0, count: 3 * lumas.count)
      ColorRow.compositeOverWhite(row, into: &rgb)
      return rgb
    case .entries(_, let table):
      var rgb = [UInt8](repeating: 0, count: 3 * lumas.count)
      ColorRow.lookUp(row, in: table, into: &rgb)
      return rgb
    }
  }
}
