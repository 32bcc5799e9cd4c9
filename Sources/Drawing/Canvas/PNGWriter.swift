internal import CDrawing
internal import Model

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

  /// Hands out the file by the piece, so that it need not be held whole.
  package func write(_ canvas: Canvas, each: (ArraySlice<UInt8>) -> Void) {
    each([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    // 8 bits, red green blue, deflated, filtered, not interlaced.
    let sides = [canvas.size.width, canvas.size.height].flatMap { Self.number($0) }
    each(Self.chunk("IHDR", sides + [8, 2, 0, 0, 0]))
    // Seen as a photograph: perceptual.
    each(Self.chunk("sRGB", [0]))
    writeRows(of: canvas) { each(Self.chunk("IDAT", Array($0))) }
    each(Self.chunk("IEND", []))
  }

  private func writeRows(of canvas: Canvas, each: (ArraySlice<UInt8>) -> Void) {
    var deflation = Deflation()
    let count = 3 * canvas.size.width
    var above = [UInt8](repeating: 0, count: count)
    var filtered = [UInt8](repeating: 0, count: count + 1)
    for row in 0..<canvas.size.height {
      let values = Array(canvas.rgb[row * count..<(row + 1) * count])
      unsafe castbook_drawing_filter(&filtered, values, above, count)
      deflation.take(filtered, each: each)
      above = values
    }
    deflation.take([], ends: true, each: each)
  }

  private static func chunk(_ name: String, _ content: [UInt8]) -> ArraySlice<UInt8> {
    let body = Array(name.utf8) + content
    return (number(content.count) + body + number(Int(checksum(body))))[...]
  }

  private static func number(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
