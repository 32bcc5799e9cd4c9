internal import Decoding
internal import Model

/// The pixels of a WebP; of an animation those of its first frame, and nothing around it.
struct WebPPixels: PixelSource {
  let layout: PixelLayout
  private let first: WebPFile.First
  /// Of a copy of the file's own bytes, where there is one.
  private let copiedBytes: Int

  init?(_ bytes: [UInt8]) {
    guard let first = WebPFile(bytes).firstPicture else { return nil }
    self.first = first
    copiedBytes = first.data.count == bytes.count ? 0 : first.data.count
    let isWhole =
      first.header.width == first.canvas.width && first.header.height == first.canvas.height
    layout = PixelLayout(
      size: first.canvas, colors: .rgb, hasAlpha: first.header.hasAlpha || !isWhole)
  }

  /// Pixels as they are handed over, and what libwebp holds besides: four bytes a pixel where the coding is
  /// lossless; alpha, and up to four more while it is decoded, where that stands apart.
  var memory: Int {
    let pixels = first.header.width * first.header.height
    let inside = first.header.isLossless ? 4 : first.header.hasAlpha ? 5 : 0
    return pixels * (layout.channels + inside) + copiedBytes + RowPieces.memory(for: layout)
      + (1 << 20)
  }

  func read(within memoryLimit: Int, into sink: any PixelSink) -> PixelOutcome {
    WebPLibrary.withPixels(of: first.data, hasAlpha: layout.hasAlpha) { pixels in
      var pieces = RowPieces(layout, sink)
      let blank = [UInt8](repeating: 0, count: layout.rowBytes)
      let left = first.left * layout.channels
      for row in 0..<layout.size.height {
        let own = row - first.top
        guard own >= 0, own < first.header.height else {
          pieces.add(blank)
          continue
        }
        let values = pixels(own)
        let right = left + values.count
        pieces.add(
          values.count == blank.count
            ? values : Array(blank[..<left] + values + blank[min(right, blank.count)...]))
      }
      pieces.flush()
    }
  }
}
