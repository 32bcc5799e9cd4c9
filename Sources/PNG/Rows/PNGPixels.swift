package import Decoding
internal import Model

/// The pixels of a PNG at full size; of an animation, those of its default image.
///
/// Values of fewer than 8 bits are widened, palettes become colours, and `tRNS` becomes alpha.
/// Values of 16 bits stay so.
///
/// ```swift
/// guard let pixels = PNGPixels(bytes), pixels.memory <= limit else { … }
/// let outcome = pixels.read(within: limit, into: sink)
/// ```
package struct PNGPixels: Sendable {
  /// How the pixels lie in the rows that are handed over.
  package let layout: PixelLayout
  private let file: PNGFile

  /// Returns `nil` if the header can't be followed, or the palette or the picture data are missing.
  package init?(_ bytes: [UInt8]) {
    guard let file = try? PNGFile(bytes), !file.chunks.tooMany,
      !file.chunks.firstRun(of: "IDAT").isEmpty, file.header.inflatedCount != nil,
      file.header.colorType != .palette || file.paletteChunk != nil
    else { return nil }
    self.file = file
    let header = file.header
    layout = PixelLayout(
      size: PixelSize(width: header.width, height: header.height),
      colors: header.colorType.isGrey ? .grey : .rgb, hasAlpha: file.hasAlpha,
      depth: max(8, header.depth))
  }

  /// All rows of an interlaced picture, since they don't arrive from the top.
  private var bufferMemory: Int {
    file.header.isInterlaced ? layout.rowBytes * layout.size.height : 0
  }

  /// The memory that putting rows into their order takes.
  private var rowMemory: Int {
    bufferMemory + PixelRowBatch.memory(for: layout) + 2 * layout.rowBytes
  }

  /// The bytes of memory that reading takes at most.
  package var memory: Int {
    (file.isCommon ? file.inflatingMemory : file.libraryMemory) + rowMemory
  }

  /// The bytes of memory that reading takes at least.
  package var minimumMemory: Int {
    min(memory, file.isCommon ? file.minimumInflatingMemory + rowMemory : memory)
  }

  /// Hands all rows to a sink that knows the layout, in order from the top.
  package func read(within memoryLimit: Int, into sink: any PixelSink) -> PixelOutcome {
    guard let rows = RowOrder(file, layout, sink) else { return .outOfMemory }
    let outcome = file.isCommon ? readCommon(within: memoryLimit, rows) : readUncommon(rows)
    if outcome == .complete { rows.end() }
    return outcome
  }

  /// Inflates and unfilters the rows of a common picture.
  private func readCommon(within memoryLimit: Int, _ order: RowOrder) -> PixelOutcome {
    var rows = PNGRows(file.header, sink: order)
    let result = file.inflate(
      file.chunks.firstRun(of: "IDAT").map { file.bytes[$0.data] }, file.header,
      within: memoryLimit - rowMemory, into: &rows)
    switch result.outcome {
    case .exact where rows.badFilter == nil, .tooMany where rows.badFilter == nil: return .complete
    case .noMemory: return .outOfMemory
    case .tooFew: return .failed("its number of rows differs from its header")
    case .exact, .tooMany, .damaged: return .failed("its compressed data are damaged")
    }
  }

  /// Reads the rows of all other pictures with libpng.
  private func readUncommon(_ order: RowOrder) -> PixelOutcome {
    var library = LibPNG()
    library.ignoresWindow = true
    library.memoryLimit = file.libraryMemory
    let outcome = library.readPicture(of: file) { found in
      found.size == layout.size && found.channels == layout.channels && found.depth == layout.depth
    } each: {
      order.add($0, $1)
    }
    switch outcome {
    case .whole: return .complete
    case .noMemory: return .outOfMemory
    case .declined: return .failed("its rows differ from its header")
    case .refused(let words): return .failed("libpng can't decode it: \(words)")
    }
  }

  /// Brings rows into the order from the top, and passes them on in batches.
  private final class RowOrder: PNGRowSink {
    private let rowCount: Int
    private var batch: PixelRowBatch
    /// The rows of an interlaced picture.
    private let buffer: RowBuffer?
    /// The colours, and the alpha, of each palette entry of a common picture.
    private let palette: [UInt8]?
    private var row: [UInt8] = []

    /// Returns `nil` if there is no memory for the rows of an interlaced picture.
    init?(_ file: PNGFile, _ layout: PixelLayout, _ sink: any PixelSink) {
      rowCount = layout.size.height
      batch = PixelRowBatch(layout, sink)
      buffer =
        file.header.isInterlaced
        ? RowBuffer(
          width: layout.size.width, rows: layout.size.height,
          channels: layout.rowBytes / layout.size.width) : nil
      if file.header.isInterlaced, buffer == nil { return nil }
      guard file.header.colorType == .palette, file.isCommon else {
        palette = nil
        return
      }
      palette = PNGPalette(file).values
      row = [UInt8](repeating: 0, count: layout.rowBytes)
    }

    func add(_ pixels: [UInt8], _ position: PNGRowPosition) {
      if let palette {
        FullRow.lookUp(pixels, depth: 8, in: palette, into: &row)
        batch.add(row)
      } else if let buffer {
        buffer.put(pixels, row: position.row, first: position.first, step: position.step)
      } else {
        batch.add(pixels)
      }
    }

    /// Hands over what is left.
    func end() {
      if let buffer {
        for row in 0..<rowCount { batch.add(buffer[row]) }
      }
      batch.flush()
    }
  }
}
