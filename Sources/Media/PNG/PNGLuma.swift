internal import Decoding
internal import Model

/// Makes a PNG small while its rows come by.
final class PNGLuma {
  private let header: PNGHeader
  private let reduction: LumaReduction
  /// The bytes by which a filter finds the pixel to the left.
  private let pixelBytes: Int
  /// The luma of each palette entry, or of each grey of fewer than 8 bits, over white.
  private let table: [UInt8]
  /// The bytes of the pixels that are see-through; nothing where that is told otherwise.
  private let key: [UInt8]?
  private var lumas: [UInt8]

  /// Nothing for a picture too long to be made small.
  init?(_ file: PNGFile) {
    header = file.header
    guard let reduction = LumaReduction(PixelSize(width: header.width, height: header.height))
    else { return nil }
    self.reduction = reduction
    pixelBytes = max(1, header.bitsPerPixel / 8)
    let transparency = file.chunks.first("tRNS").flatMap(file.view)?.copied ?? []
    key = Self.key(header, transparency)
    table = Self.table(header, file.chunks.first("PLTE").flatMap(file.view), transparency)
    lumas = [UInt8](repeating: 0, count: header.passes.map(\.width).max() ?? 0)
  }

  var plane: LumaPlane? { reduction.plane }

  /// Undoes a row's filter.
  func unfilter(_ filter: UInt8, _ row: inout [UInt8], above: [UInt8]) {
    Luma.unfilter(filter, &row, above: above, pixelBytes: pixelBytes)
  }

  /// Adds a row, unfiltered.
  func add(_ bytes: [UInt8], _ pass: PNGHeader.Pass, _ row: Int) {
    if lumas.count != pass.width { lumas = [UInt8](repeating: 0, count: pass.width) }
    convert(bytes)
    let place = pass.first.row + row * pass.step.down
    if pass.step.across == 1 {
      reduction.add(lumas, row: place)
    } else {
      reduction.add(lumas, row: place, first: pass.first.column, step: pass.step.across)
    }
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
    guard let key, !key.isEmpty else { return }
    for pixel in lumas.indices
    where bytes[pixel * key.count..<(pixel + 1) * key.count].elementsEqual(key) {
      lumas[pixel] = Luma.white
    }
  }

  private func look(up bytes: [UInt8]) {
    let depth = header.depth
    guard depth < 8 else {
      for pixel in lumas.indices { lumas[pixel] = table[Int(bytes[pixel])] }
      return
    }
    for pixel in lumas.indices {
      let bit = pixel * depth
      let value = Int(bytes[bit / 8]) >> (8 - depth - bit % 8) & ((1 << depth) - 1)
      lumas[pixel] = table[value]
    }
  }

  /// The key of a picture whose rows are not looked up.
  private static func key(_ header: PNGHeader, _ transparency: [UInt8]) -> [UInt8]? {
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
    _ header: PNGHeader, _ palette: ByteView?, _ transparency: [UInt8]
  ) -> [UInt8] {
    if header.colorType == .palette {
      return (0..<256).map { entry in
        guard let red = palette?[3 * entry], let green = palette?[3 * entry + 1],
          let blue = palette?[3 * entry + 2]
        else { return 0 }
        let alpha = entry < transparency.count ? transparency[entry] : 255
        return Luma.overWhite(Luma.of(red, green, blue), alpha: alpha)
      }
    }
    guard header.colorType == .grey, header.depth < 8 else { return [] }
    let most = (1 << header.depth) - 1
    let clear = transparency.count == 2 ? Int(transparency[1]) & most : nil
    return (0...most).map { $0 == clear ? Luma.white : UInt8($0 * 255 / most) }
  }
}
