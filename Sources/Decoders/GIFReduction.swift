internal import CGIF
internal import Decoding
internal import Model

/// Reduces the first frame of a GIF while its lines arrive. White is where the frame has
/// no pixels.
struct GIFReduction {
  private let reduction: PictureReduction
  /// The frame, with white as its transparent color.
  private let frame: GIFFrame
  /// The lines of an interlaced frame, which arrive out of order; `nil` when they are not
  /// needed.
  private let buffer: RowBuffer?
  /// The luma of each palette entry.
  private let table: [UInt8]

  /// Prepares the requested reductions and adds the rows above the frame.
  init(
    _ screen: PixelSize, _ file: UnsafeMutablePointer<GifFileType>, transparent: Int32?,
    _ options: DecodingOptions
  ) {
    reduction = PictureReduction(screen, .rgb, options)
    var frame = unsafe GIFFrame(file)
    if let transparent, (0..<256).contains(transparent) {
      frame.set(Int(transparent), [Luma.white, Luma.white, Luma.white])
    }
    self.frame = frame
    buffer =
      frame.isInterlaced && reduction.raster != nil
      ? RowBuffer(width: frame.width, rows: frame.height, channels: 1) : nil
    let colors = frame.colors
    table = (0..<256).map { Luma.of(colors[3 * $0], colors[3 * $0 + 1], colors[3 * $0 + 2]) }
    addBlank(0..<min(frame.top, screen.height))
  }

  /// Adds a line, by its index in the order of the file.
  func add(_ line: [UInt8], number: Int) {
    guard frame.isInterlaced else {
      reduction.add(lumas(line), row: frame.top + number) { colors(line) }
      return
    }
    let row = frame.row(ofLine: number)
    reduction.luma?.add(lumas(line), row: frame.top + row)
    buffer?.put(line, row: row)
  }

  /// Finishes the reductions and puts them into the picture.
  func end(_ picture: inout DecodedPicture) {
    if let buffer {
      for row in 0..<frame.height {
        let line = buffer[row]
        reduction.raster?.add(colors(line), lumas: lumas(line))
      }
    }
    let end = frame.top + frame.height
    addBlank(min(end, reduction.size.height)..<reduction.size.height)
    picture.luma = reduction.plane
    picture.small = reduction.small
    picture.exceedsMemory =
      reduction.ranOutOfMemory || frame.isInterlaced && reduction.raster != nil && buffer == nil
  }

  /// Adds white rows above or below the frame.
  private func addBlank(_ rows: Range<Int>) {
    let lumas = [UInt8](repeating: Luma.white, count: reduction.size.width)
    let colors = [UInt8](repeating: Luma.white, count: 3 * reduction.size.width)
    for row in rows { reduction.add(lumas, row: row) { colors } }
  }

  /// The lumas of a whole row of the screen with a line of the frame.
  private func lumas(_ line: [UInt8]) -> [UInt8] {
    var lumas = [UInt8](repeating: Luma.white, count: reduction.size.width)
    for (column, entry) in line.enumerated() where frame.left + column < lumas.count {
      lumas[frame.left + column] = table[Int(entry)]
    }
    return lumas
  }

  /// The colors of a whole row of the screen with a line of the frame.
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
