internal import CGIF
internal import Decoding
internal import Model

/// Makes the first frame of a GIF small while its lines come by; white is where it has no pixels.
struct GIFReduction {
  private let reduction: PictureReduction
  private let left: Int
  private let top: Int
  private let height: Int
  private let isInterlaced: Bool
  /// The lines of an interlaced frame, which come out of order.
  private let held: HeldRows?
  /// The luma of each entry of the palette, and its colours.
  private let table: [UInt8]
  private let colorTable: [UInt8]

  init(
    _ screen: PixelSize, _ file: UnsafeMutablePointer<GifFileType>, transparent: Int32?,
    _ wishes: Wishes
  ) {
    reduction = PictureReduction(screen, .rgb, wishes)
    let place = unsafe file.pointee.Image
    left = unsafe Int(place.Left)
    top = unsafe Int(place.Top)
    height = unsafe Int(place.Height)
    isInterlaced = unsafe place.Interlace
    let width = unsafe Int(place.Width)
    held =
      isInterlaced && reduction.raster != nil
      ? HeldRows(width: width, rows: height, channels: 1) : nil
    let palette = unsafe place.ColorMap ?? file.pointee.SColorMap
    let count = unsafe palette.map { unsafe Int($0.pointee.ColorCount) } ?? 0
    let colors = (0..<256).map { entry -> [UInt8] in
      if entry == transparent ?? -1 { return [Luma.white, Luma.white, Luma.white] }
      guard entry < count, let color = unsafe palette?.pointee.Colors?[entry] else {
        return [0, 0, 0]
      }
      return [color.Red, color.Green, color.Blue]
    }
    table = colors.map { Luma.of($0[0], $0[1], $0[2]) }
    colorTable = Array(colors.joined())
    addBlank(0..<min(top, screen.height))
  }

  /// Adds a line, by its number among those that the file holds.
  func add(_ line: [UInt8], number: Int) {
    guard isInterlaced else {
      reduction.add(lumas(line), row: top + number) { colors(line) }
      return
    }
    let row = row(ofLine: number)
    reduction.luma?.add(lumas(line), row: top + row)
    held?.put(line, row: row)
  }

  /// Puts all that was seen into the picture.
  func end(_ picture: inout DecodedPicture) {
    if let held {
      for row in 0..<height {
        let line = held[row]
        reduction.raster?.add(colors(line), lumas: lumas(line))
      }
    }
    addBlank(min(top + height, reduction.size.height)..<reduction.size.height)
    picture.luma = reduction.plane
    picture.small = reduction.small
    picture.isTooLargeToHold =
      reduction.lacksMemory || isInterlaced && reduction.raster != nil && held == nil
  }

  /// Adds rows above or below the frame.
  private func addBlank(_ rows: Range<Int>) {
    let lumas = [UInt8](repeating: Luma.white, count: reduction.size.width)
    let colors = [UInt8](repeating: Luma.white, count: 3 * reduction.size.width)
    for row in rows { reduction.add(lumas, row: row) { colors } }
  }

  private func lumas(_ line: [UInt8]) -> [UInt8] {
    var lumas = [UInt8](repeating: Luma.white, count: reduction.size.width)
    for (place, entry) in line.enumerated() where left + place < lumas.count {
      lumas[left + place] = table[Int(entry)]
    }
    return lumas
  }

  private func colors(_ line: [UInt8]) -> [UInt8] {
    let width = reduction.size.width
    var own = [UInt8](repeating: 0, count: 3 * line.count)
    ColorRow.lookUp(line, in: colorTable, into: &own)
    if left == 0, line.count == width { return own }
    var rgb = [UInt8](repeating: Luma.white, count: 3 * width)
    let first = min(left, width)
    let count = min(line.count, width - first)
    rgb.replaceSubrange(3 * first..<3 * (first + count), with: own[..<(3 * count)])
    return rgb
  }

  /// Interlaced frames hold every eighth row first, then those between, and so on.
  private func row(ofLine number: Int) -> Int {
    var before = 0
    for (first, step) in [(0, 8), (4, 8), (2, 4), (1, 2)] {
      let count = max(0, (height - first + step - 1) / step)
      if number < before + count { return first + (number - before) * step }
      before += count
    }
    return number
  }
}
