internal import Decoding
internal import Model

/// The pixels of a bitmap.
struct BMPPixels: PixelSource {
  let layout: PixelLayout
  private let header: BMPHeader
  private let file: ByteView
  private let start: Int
  private let colors: BMPColors

  /// Nothing for what a bitmap may carry besides: a whole JPEG or PNG, or what nobody writes.
  init?(_ bytes: [UInt8]) {
    let file = ByteView(bytes)
    guard let header = BMPHeader(file), header.compression != .other, header.isPossible,
      let start = header.pixelStart
    else { return nil }
    self.header = header
    self.file = file
    self.start = start
    // Where all of it says the same, nobody follows alpha.
    let hasAlpha = BMPProof(header, file)?.isSeeThrough ?? false
    colors = BMPColors(header, file, hasAlpha: hasAlpha)
    layout = PixelLayout(size: header.size, colors: .rgb, hasAlpha: hasAlpha)
  }

  /// A row as it is stored and as it is handed over; where each row begins when runs tell that.
  var memory: Int {
    let places = header.compression == .runs ? 2 * BMPRuns.placeBytes * header.size.height : 0
    return RowPieces.memory(for: layout) + layout.rowBytes + 4 * header.size.width
      + places + (1 << 16)
  }

  func read(within memoryLimit: Int, into sink: any PixelSink) -> PixelOutcome {
    var pieces = RowPieces(layout, sink)
    var pixels = [UInt8](repeating: 0, count: layout.rowBytes)
    if header.compression == .runs {
      readRuns { entries in
        colors.lookUp(entries, into: &pixels)
        pieces.add(pixels)
      }
    } else {
      // The last row of most files is the topmost.
      for row in 0..<header.size.height {
        guard let bytes = colors.row(row, of: file, from: start) else {
          return .failed("the file ends before its last row")
        }
        colors.convert(bytes, into: &pixels)
        pieces.add(pixels)
      }
    }
    pieces.flush()
    return .whole
  }

  /// Follows the runs once to where each row begins, and once more from the topmost down.
  private func readRuns(_ each: (_ entries: [UInt8]) -> Void) {
    var runs = BMPRuns(file, start: start, isNarrow: header.depth == 4)
    for place in runs.places(in: header.size).reversed() {
      each(runs.entries(at: place, width: header.size.width))
    }
  }
}
