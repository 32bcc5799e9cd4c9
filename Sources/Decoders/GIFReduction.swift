internal import CGIF
internal import Decoding
internal import Model

/// Makes the first frame of a GIF small while its lines come by; white is where it has no pixels.
struct GIFReduction {
  private let reduction: PictureReduction
  private let frame: GIFFrame
  /// The lines of an interlaced frame, which come out of order.
  private let held: HeldRows?
  /// The luma of each entry of the palette.
  private let table: [UInt8]

  init(
    _ screen: PixelSize, _ file: UnsafeMutablePointer<GifFileType>, transparent: Int32?,
    _ wishes: Wishes
  ) {
    reduction = PictureReduction(screen, .rgb, wishes)
    var frame = unsafe GIFFrame(file)
    if let transparent, (0..<256).contains(transparent) {
      frame.set(Int(transparent), [Luma.white, Luma.white, Luma.white])
    }
    self.frame = frame
    held =
      frame.isInterlaced && reduction.raster != nil
      ? HeldRows(width: frame.width, rows: frame.height, channels: 1) : nil
    let colors = frame.colors
    table = (0..<256).map { Luma.of(colors[3 * $0], colors[3 * $0 + 1], colors[3 * $0 + 2]) }
    addBlank(0..<min(frame.top, screen.height))
  }

  /// Adds a line, by its number among those that the file holds.
  func add(_ line: [UInt8], number: Int) {
    guard frame.isInterlaced else {
      reduction.add(lumas(line), row: frame.top + number) { colors(line) }
      return
    }
    let row = frame.row(ofLine: number)
    reduction.luma?.add(lumas(line), row: frame.top + row)
    held?.put(line, row: row)
  }

  /// Puts all that was seen into the picture.
  func end(_ picture: inout DecodedPicture) {
    if let held {
      for row in 0..<frame.height {
        let line = held[row]
        reduction.raster?.add(colors(line), lumas: lumas(line))
      }
    }
    let end = frame.top + frame.height
    addBlank(min(end, reduction.size.height)..<reduction.size.height)
    picture.luma = reduction.plane
    picture.small = reduction.small
    picture.isTooLargeToHold =
      reduction.lacksMemory || frame.isInterlaced && reduction.raster != nil && held == nil
  }

  /// Adds rows above or below the frame.
  private func addBlank(_ rows: Range<Int>) {
    let lumas = [UInt8](repeating: Luma.white, count: reduction.size.width)
    let colors = [UInt8](repeating: Luma.white, count: 3 * reduction.size.width)
    for row in rows { reduction.add(lumas, row: row) { colors } }
  }

  private func lumas(_ line: [UInt8]) -> [UInt8] {
    var lumas = [UInt8](repeating: Luma.white, count: reduction.size.width)
    for (place, entry) in line.enumerated() where frame.left + place < lumas.count {
      lumas[frame.left + place] = table[Int(entry)]
    }
    return lumas
  }

  private func colors(_ line: [UInt8]) -> [UInt8] {
    let width = reduction.size.width
    var own = [UInt8](repeating: 0, count: 3 * line.count)
    ColorRow.lookUp(line, in: frame.colors, into: &own)
    if frame.left == 0, line.count == width { return own }
    var rgb = [UInt8](repeating: Luma.white, count: 3 * width)
    let first = min(frame.left, width)
    let count = min(line.count, width - first)
    rgb.replaceSubrange(3 * first..<3 * (first + count), with: own[..<(3 * count)])
    return rgb
  }
}
