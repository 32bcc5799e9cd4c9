internal import Model
internal import PNGWriting

/// Writes a canvas as a PNG of 8 bits a colour, in sRGB. The same canvas gives the same bytes with the same
/// zlib; the filter of each row is the one with the smallest sum of differences.
package struct PNGWriter: Sendable {
  package init() {}

  /// The whole file.
  package func bytes(of canvas: Canvas) -> [UInt8] {
    var file: [UInt8] = []
    write(canvas) { file += $0 }
    return file
  }

  /// The whole file, written as quickly as that goes: a fifth larger, and in a tenth of the time.
  package func quickBytes(of canvas: Canvas) -> [UInt8] {
    let count = 3 * canvas.size.width
    var filter = RowFilter(rowBytes: count, pixelBytes: 3)
    var rows: [UInt8] = []
    rows.reserveCapacity((count + 1) * canvas.size.height)
    for row in 0..<canvas.size.height {
      filter.take(canvas.rgb[row * count..<(row + 1) * count])
      rows += filter.filtered
    }
    var file = PNGChunk.signature
    file += PNGChunk.header(
      width: canvas.size.width, height: canvas.size.height, depth: 8, colors: 2)
    file += PNGChunk.bytes("sRGB", [0])
    let place = PNGChunk.begin("IDAT", in: &file)
    // It fails for want of memory alone, and so would an array.
    let isDeflated = deflate(rows, into: &file, limit: .max, level: 1)
    precondition(isDeflated, "There is no memory left to deflate with")
    PNGChunk.end(place, in: &file)
    return file + PNGChunk.bytes("IEND", [])
  }

  /// Hands out the file by the piece, so that it need not be held whole.
  package func write(_ canvas: Canvas, each: (ArraySlice<UInt8>) -> Void) {
    each(PNGChunk.signature[...])
    // Red, green and blue.
    each(
      PNGChunk.header(
        width: canvas.size.width, height: canvas.size.height, depth: 8, colors: 2)[...])
    // Seen as a photograph: perceptual.
    each(PNGChunk.bytes("sRGB", [0])[...])
    writeRows(of: canvas) { each(PNGChunk.bytes("IDAT", Array($0))[...]) }
    each(PNGChunk.bytes("IEND", [])[...])
  }

  private func writeRows(of canvas: Canvas, each: (ArraySlice<UInt8>) -> Void) {
    var deflation = Deflation()
    let count = 3 * canvas.size.width
    var filter = RowFilter(rowBytes: count, pixelBytes: 3)
    for row in 0..<canvas.size.height {
      filter.take(canvas.rgb[row * count..<(row + 1) * count])
      deflation.take(filter.filtered[...], each: each)
    }
    deflation.take([], ends: true, each: each)
  }
}
