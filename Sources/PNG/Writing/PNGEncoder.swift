/// Rows of pixels that are written as a PNG.
package protocol PNGRowSource {
  /// Hands the rows of a range to `each`, from the top, until it returns false. A row has the bytes
  /// that the encoder's depth and colour type ask for.
  func rows(_ range: Range<Int>, each: (ArraySlice<UInt8>) -> Bool)
}

/// Writes PNGs of at most 8 bits a value, in sRGB, without anything beside the picture.
///
/// ```swift
/// let encoder = PNGEncoder(width: 640, height: 480, depth: 8, color: .color)
/// let file = encoder.quickFile(rows)
/// ```
///
/// Equal rows give equal bytes with the same versions of zlib and libdeflate.
package struct PNGEncoder: Sendable {
  /// The colours of numbered pixels.
  package struct Palette: Sendable {
    /// Red, green and blue of each entry.
    let colors: [UInt8]
    /// The alpha of the first entries. Those that follow are opaque.
    let alphas: [UInt8]

    /// `colors` has three bytes for each entry, `alphas` at most one.
    package init(colors: [UInt8], alphas: [UInt8]) {
      self.colors = colors
      self.alphas = alphas
    }
  }

  /// The width in pixels.
  private let width: Int
  /// The height in pixels.
  private let height: Int
  /// Bits per value.
  private let depth: UInt8
  private let color: PNGHeader.ColorType
  /// Present for pixels that are numbers of colours.
  private let palette: Palette?

  /// Bytes of filtered rows from which the strategy for all of them is chosen.
  private static let sampleBytes = 1 << 20

  /// Prepares to write a picture of one pass. `palette` is needed for the colour type `palette`.
  package init(
    width: Int, height: Int, depth: UInt8, color: PNGHeader.ColorType, palette: Palette? = nil
  ) {
    self.width = width
    self.height = height
    self.depth = depth
    self.color = color
    self.palette = palette
  }

  /// The bytes of a row before it is filtered.
  package var rowBytes: Int { (width * color.samples * Int(depth) + 7) / 8 }

  /// Signature, header, colour space and palette.
  private var beginning: [UInt8] {
    var file = PNGChunks.signature
    file += PNGChunk.header(width: width, height: height, depth: depth, color: color)
    // The rendering intent of photographs: perceptual.
    file += PNGChunk.bytes("sRGB", [0])
    if let palette {
      file += PNGChunk.bytes("PLTE", palette.colors)
      if !palette.alphas.isEmpty { file += PNGChunk.bytes("tRNS", palette.alphas) }
    }
    return file
  }

  /// Hands out filtered rows until they are refused. Numbers of colours say nothing about the
  /// numbers beside them, so they are not filtered.
  private func filtered(
    _ rows: some PNGRowSource, _ range: Range<Int>, each: (ArraySlice<UInt8>) -> Bool
  ) {
    if color == .palette {
      rows.rows(range) { each([0] + $0) }
      return
    }
    var filter = RowFilter(rowBytes: rowBytes, pixelBytes: color.samples)
    rows.rows(range) { row in
      filter.add(row)
      return each(filter.filtered[...])
    }
  }

  /// All filtered rows, one after the other.
  private func filtered(_ rows: some PNGRowSource) -> [UInt8] {
    var all: [UInt8] = []
    all.reserveCapacity((rowBytes + 1) * height)
    filtered(rows, 0..<height) { row in
      all += row
      return true
    }
    return all
  }

  // MARK: Drawings

  /// The file, written as fast as possible: a fifth larger than by `write(_:each:)`, in a tenth of
  /// the time.
  package func quickFile(_ rows: some PNGRowSource) -> [UInt8] {
    var file = beginning
    let start = PNGChunk.begin("IDAT", in: &file)
    // It fails only if memory runs out, as an array would.
    let isDeflated = deflate(filtered(rows), into: &file, limit: .max, level: 1)
    precondition(isDeflated, "There is no memory left to deflate with")
    PNGChunk.end(start, in: &file)
    return file + PNGChunk.end
  }

  /// Hands the file to `each` in pieces, so it never has to be in memory as a whole.
  package func write(_ rows: some PNGRowSource, each: (ArraySlice<UInt8>) -> Void) {
    each(beginning[...])
    var deflation = Deflation()
    filtered(rows, 0..<height) { row in
      deflation.add(row) { each(PNGChunk.bytes("IDAT", Array($0))[...]) }
      return true
    }
    deflation.add([], ends: true) { each(PNGChunk.bytes("IDAT", Array($0))[...]) }
    each(PNGChunk.end[...])
  }

  // MARK: Photographs

  /// Returns the file with all of its data in one chunk, deflated with the strategy that suits
  /// them; `nil` if it exceeds `limit` bytes. If `isBuffered` is false, rows are deflated in pieces
  /// to save memory.
  package func smallFile(_ rows: some PNGRowSource, isBuffered: Bool, limit: Int) -> [UInt8]? {
    var file = beginning
    let start = PNGChunk.begin("IDAT", in: &file)
    // The data are followed by their checksum and the end.
    let room = limit - 4 - PNGChunk.end.count
    let strategy = strategy(for: rows)
    guard
      isBuffered && strategy == .search
        ? deflate(filtered(rows), into: &file, limit: room)
        : deflateRows(rows, &file, room, strategy)
    else { return nil }
    PNGChunk.end(start, in: &file)
    file += PNGChunk.end
    return file
  }

  /// Deflates rows piece by piece into `file`; returns false if it would grow by more than `room`
  /// bytes and stops there.
  private func deflateRows(
    _ rows: some PNGRowSource, _ file: inout [UInt8], _ room: Int, _ strategy: DeflationStrategy
  ) -> Bool {
    // The system provides reserved memory only when it is used.
    file.reserveCapacity(min(room, (rowBytes + 2) * height) + 1 << 10)
    var deflation = Deflation(strategy)
    filtered(rows, 0..<height) { row in
      deflation.add(row) { file += $0 }
      return file.count <= room
    }
    guard file.count <= room else { return false }
    deflation.add([], ends: true) { file += $0 }
    return file.count <= room
  }

  /// The strategy that makes rows from four places of the picture smaller.
  private func strategy(for rows: some PNGRowSource) -> DeflationStrategy {
    let parts = 4, count = min(height, max(1, Self.sampleBytes / parts / rowBytes))
    var sample: [UInt8] = []
    for part in 0..<parts {
      let first = (height - count) * (2 * part + 1) / (2 * parts)
      filtered(rows, first..<first + count) { row in
        sample += row
        return true
      }
    }
    var byRuns = 0
    var deflation = Deflation(.runs)
    deflation.add(sample[...], ends: true) { byRuns += $0.count }
    var bySearch: [UInt8] = []
    return deflate(sample, into: &bySearch, limit: byRuns) ? .search : .runs
  }

  /// The bytes of memory that `smallFile` takes for a picture of 8 bits a value. Rows of at most
  /// `bufferBytes` together are buffered, with the smallest file so far beside the next one.
  package static func memory(
    width: Int, height: Int, channels: Int, within limit: Int?, bufferBytes: Int
  ) -> Int {
    let rows = (width * channels + 1) * height
    // Deflating makes nothing larger than by a few bytes in each 10,000.
    let file = min(limit ?? Int.max, rows + rows >> 10 + 1 << 10)
    let libraries = 2 << 20 + RowFilter.memory(rowBytes: width * channels)
    // Filtered rows, and a second file beside the one that may replace it; or one file alone.
    return rows <= bufferBytes ? rows + 2 * file + libraries : file + libraries
  }
}
