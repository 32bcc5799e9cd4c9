internal import Decoding
internal import Model

/// Makes a PNG small while its rows come by.
package final class PNGReduction: PNGRowSink {
  private let header: PNGHeader
  private let reduction: PictureReduction
  /// The rows of an interlaced picture, which come out of order.
  private let held: HeldRows?
  /// The luma of each palette entry, or of each grey of fewer than 8 bits, over white.
  private let table: [UInt8]
  /// The colours of each palette entry, over white.
  private let colorTable: [UInt8]
  /// The bytes of the pixels that are see-through; nothing where that is told otherwise.
  private let key: [UInt8]?
  private var lumas: [UInt8]
  private var entries: [UInt8] = []

  /// Nothing where nothing is asked for, and for a picture too long to be made small.
  init?(_ file: PNGFile, _ wishes: Wishes) {
    header = file.header
    let size = PixelSize(width: header.width, height: header.height)
    let colors: SmallPicture.Colors = header.colorType.isGrey ? .grey : .rgb
    reduction = PictureReduction(size, colors, wishes)
    guard reduction.takesRows else { return nil }
    held =
      header.isInterlaced && reduction.raster != nil
      ? HeldRows(width: size.width, rows: size.height, channels: colors.channels) : nil
    let transparency = Array(file.data(ofFirst: "tRNS") ?? [])
    key = Self.key(header, transparency)
    let palette = file.data(ofFirst: "PLTE")
    table = Self.table(header, palette, transparency)
    colorTable = header.colorType == .palette ? Self.colorTable(palette, transparency) : []
    lumas = [UInt8](repeating: 0, count: header.passes.map(\.width).max() ?? 0)
  }

  /// The memory that it takes to make a picture small as it is measured.
  package static func memory(for header: PNGHeader) -> Int {
    let size = PixelSize(width: header.width, height: header.height)
    let channels = header.colorType.isGrey ? 1 : 3
    let held = header.isInterlaced ? channels * size.pixelCount : 0
    return Raster.memory(for: size, channels: channels) + held + 8 * size.width
  }

  var plane: LumaPlane? { reduction.plane }

  /// The picture as it is measured, when all rows have come by.
  var small: SmallPicture? {
    if let held {
      for row in 0..<header.height { reduction.raster?.add(held[row]) }
    }
    return reduction.small
  }

  /// Adds a row, unfiltered.
  func add(_ bytes: [UInt8], _ pass: PNGHeader.Pass, _ row: Int) {
    if lumas.count != pass.width { lumas = [UInt8](repeating: 0, count: pass.width) }
    convert(bytes)
    let place = pass.first.row + row * pass.step.down
    guard header.isInterlaced else {
      reduction.luma?.add(lumas, row: place)
      // Where colours are laid over white, it is the picture over white that is measured.
      let isPlain = header.colorType.isGrey || header.colorType == .color
      reduction.raster?.add(colors(bytes), lumas: isPlain ? lumas : nil)
      return
    }
    let (first, step) = (pass.first.column, pass.step.across)
    if step == 1 {
      reduction.luma?.add(lumas, row: place)
    } else {
      reduction.luma?.add(lumas, row: place, first: first, step: step)
    }
    held?.put(colors(bytes), row: place, first: first, step: step)
  }

  private func convert(_ bytes: [UInt8]) {
    guard table.isEmpty else {
      look(up: bytes)
      return
    }
    let pixels: Luma.Pixels =
      switch header.colorType {
      case .grey, .palette: .grey
      case .greyAlpha: .greyAlpha
      case .color: .color
      case .colorAlpha: .colorAlpha
      }
    unsafe bytes.withUnsafeBytes {
      // Of 16 bits the high byte comes first.
      unsafe Luma.convert($0, pixels, valueBytes: header.depth / 8, into: &lumas)
    }
    forEachKeyed(bytes) { lumas[$0] = Luma.white }
  }

  /// The pixels of a row that are see-through by their colour.
  private func forEachKeyed(_ bytes: [UInt8], _ body: (Int) -> Void) {
    guard let key, !key.isEmpty else { return }
    for pixel in lumas.indices
    where bytes[pixel * key.count..<(pixel + 1) * key.count].elementsEqual(key) {
      body(pixel)
    }
  }

  private func look(up bytes: [UInt8]) {
    let depth = header.depth
    let isPalette = !colorTable.isEmpty
    if isPalette, entries.count != lumas.count { entries = lumas }
    for pixel in lumas.indices {
      let bit = pixel * depth
      let value = bytes[bit / 8] >> UInt8(8 - depth - bit % 8) & UInt8((1 << depth) - 1)
      lumas[pixel] = table[Int(value)]
      if isPalette { entries[pixel] = value }
    }
  }

  /// The colours of the row whose lumas were just found: grey ones are their own luma.
  private func colors(_ bytes: [UInt8]) -> [UInt8] {
    guard !header.colorType.isGrey else { return lumas }
    var rgb = [UInt8](repeating: 0, count: 3 * lumas.count)
    guard colorTable.isEmpty else {
      ColorRow.lookUp(entries, in: colorTable, into: &rgb)
      return rgb
    }
    var values = bytes
    if header.depth == 16 {
      values = [UInt8](repeating: 0, count: header.colorType.samples * lumas.count)
      ColorRow.takeHighBytes(bytes, into: &values)
    }
    if header.colorType == .colorAlpha {
      ColorRow.layOverWhite(values, into: &rgb)
      return rgb
    }
    forEachKeyed(bytes) { pixel in
      for channel in 0..<3 { values[3 * pixel + channel] = Luma.white }
    }
    return values
  }

  /// The key of a picture whose rows are not looked up.
  static func key(_ header: PNGHeader, _ transparency: [UInt8]) -> [UInt8]? {
    switch header.colorType {
    case .grey where header.depth >= 8, .color:
      guard transparency.count == header.colorType.samples * 2 else { return nil }
      // It is stored in 16 bits a sample, whatever the depth.
      return transparency.indices.filter { header.depth == 16 || $0 % 2 == 1 }
        .map { transparency[$0] }
    default: return nil
    }
  }

  private static func table(
    _ header: PNGHeader, _ palette: ArraySlice<UInt8>?, _ transparency: [UInt8]
  ) -> [UInt8] {
    if header.colorType == .palette {
      return (0..<256).map { entry in
        guard let color = color(entry, of: palette) else { return 0 }
        let alpha = entry < transparency.count ? transparency[entry] : 255
        return Luma.overWhite(Luma.of(color.red, color.green, color.blue), alpha: alpha)
      }
    }
    guard header.colorType == .grey, header.depth < 8 else { return [] }
    let most = (1 << header.depth) - 1
    let clear = transparency.count == 2 ? Int(transparency[1]) & most : nil
    return (0...most).map { $0 == clear ? Luma.white : UInt8($0 * 255 / most) }
  }

  private static func colorTable(_ palette: ArraySlice<UInt8>?, _ transparency: [UInt8]) -> [UInt8]
  {
    (0..<256).flatMap { entry -> [UInt8] in
      guard let color = color(entry, of: palette) else { return [0, 0, 0] }
      let alpha = entry < transparency.count ? transparency[entry] : 255
      return [color.red, color.green, color.blue].map { Luma.overWhite($0, alpha: alpha) }
    }
  }

  static func color(
    _ entry: Int, of palette: ArraySlice<UInt8>?
  ) -> (red: UInt8, green: UInt8, blue: UInt8)? {
    guard let palette, 3 * entry + 3 <= palette.count else { return nil }
    let first = palette.startIndex + 3 * entry
    return (palette[first], palette[first + 1], palette[first + 2])
  }
}
