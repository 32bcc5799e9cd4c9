internal import Model
internal import PNG

/// Writes a canvas as a PNG with 8 bits per channel, in sRGB.
///
/// Equal canvases give equal bytes with the same versions of the libraries.
package struct CanvasEncoder: Sendable {
  package init() {}

  /// The whole file.
  package func bytes(of canvas: Canvas) -> [UInt8] {
    var file: [UInt8] = []
    write(canvas) { file += $0 }
    return file
  }

  /// The whole file, written as fast as possible: a fifth larger, in a tenth of the time.
  package func quickBytes(of canvas: Canvas) -> [UInt8] {
    Self.encoder(canvas).quickFile(CanvasRows(canvas: canvas))
  }

  /// Hands the file to `each` in pieces, so that it never has to be in memory as a whole.
  package func write(_ canvas: Canvas, each: (ArraySlice<UInt8>) -> Void) {
    Self.encoder(canvas).write(CanvasRows(canvas: canvas), each: each)
  }

  private static func encoder(_ canvas: Canvas) -> PNGEncoder {
    PNGEncoder(width: canvas.size.width, height: canvas.size.height, depth: 8, color: .color)
  }
}

/// The rows of a canvas: red, green and blue.
private struct CanvasRows: PNGRowSource {
  let canvas: Canvas

  func rows(_ range: Range<Int>, each: (ArraySlice<UInt8>) -> Bool) {
    let count = 3 * canvas.size.width
    for row in range {
      guard each(canvas.rgb[row * count..<(row + 1) * count]) else { return }
    }
  }
}
