internal import Decoding
internal import Model

/// Decodes the full-size pixels of a bitmap.
struct BMPPixels: PixelSource {
  /// The layout of the decoded rows.
  let layout: PixelLayout
  private let header: BMPHeader
  private let file: ByteView
  private let start: Int
  /// The conversion of stored rows into colours.
  private let colors: BMPColors

  /// Prepares decoding, or returns `nil` for an embedded JPEG or PNG and other rare
  /// encodings.
  init?(_ bytes: [UInt8]) {
    let file = ByteView(bytes)
    guard let header = BMPHeader(file), header.compression != .other, header.hasValidDepth,
      let start = header.pixelStart
    else { return nil }
    self.header = header
    self.file = file
    self.start = start
    // An alpha channel that is the same everywhere is ignored.
    let hasAlpha = header.proof()?.isTransparent ?? false
    colors = BMPColors(header, file, hasAlpha: hasAlpha)
    layout = PixelLayout(size: header.size, colors: .rgb, hasAlpha: hasAlpha)
  }

  /// The memory for a stored and a converted row, and for the index of rows of a bitmap with
  /// runs.
  var memory: Int {
    let indexBytes =
      header.compression == .runs ? 2 * BMPRuns.rowStartBytes * header.size.height : 0
    return PixelRowBatch.memory(for: layout) + layout.rowBytes + 4 * header.size.width
      + indexBytes + (1 << 16)
  }

  /// Decodes all rows from the top and passes them to `sink`.
  func read(within memoryLimit: Int, into sink: any PixelSink) -> PixelOutcome {
    var pieces = PixelRowBatch(layout, sink)
    var pixels = [UInt8](repeating: 0, count: layout.rowBytes)
    if header.compression == .runs {
      readRuns { entries in
        colors.lookUp(entries, into: &pixels)
        pieces.add(pixels)
      }
    } else {
      // Most files store the topmost row last.
      for row in 0..<header.size.height {
        guard let bytes = colors.row(row, of: file, from: start) else {
          return .failed("the file ends before its last row")
        }
        colors.convert(bytes, into: &pixels)
        pieces.add(pixels)
      }
    }
    pieces.flush()
    return .complete
  }

  /// Decodes the runs: once to find where each row begins, and again from the top down.
  private func readRuns(_ each: (_ entries: [UInt8]) -> Void) {
    var runs = BMPRuns(file, start: start, isNarrow: header.depth == 4)
    for rowStart in runs.rowStarts(in: header.size).reversed() {
      each(runs.entries(at: rowStart, width: header.size.width))
    }
  }
}
