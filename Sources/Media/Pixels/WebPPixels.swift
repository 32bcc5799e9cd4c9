internal import Decoding
internal import Model

/// Decodes the full-size pixels of a WebP, or of an animation's first frame.
///
/// Around a frame that is smaller than the canvas, pixels are transparent.
struct WebPPixels: PixelSource {
  /// The layout of the decoded rows.
  let layout: PixelLayout
  /// The picture to decode, and its position.
  private let first: WebPFile.FirstPicture
  /// The bytes of the copied picture, or 0 if the file's own bytes are used.
  private let copiedBytes: Int

  /// Reads the header, or returns `nil` if the file is unusable.
  init?(_ bytes: [UInt8]) {
    guard let first = WebPFile(bytes).firstPicture else { return nil }
    self.first = first
    copiedBytes = first.data.count == bytes.count ? 0 : first.data.count
    let isWhole =
      first.header.width == first.canvas.width && first.header.height == first.canvas.height
    layout = PixelLayout(
      size: first.canvas, colors: .rgb, hasAlpha: first.header.hasAlpha || !isWhole)
  }

  /// The memory for decoding.
  ///
  /// Besides the decoded pixels, libwebp needs four bytes per pixel for lossless encoding,
  /// or, for separate alpha, one and up to four more while decoding it.
  var memory: Int {
    let pixels = first.header.width * first.header.height
    let inside = first.header.isLossless ? 4 : first.header.hasAlpha ? 5 : 0
    return pixels * (layout.channels + inside) + copiedBytes + PixelRowBatch.memory(for: layout)
      + (1 << 20)
  }

  /// Decodes the picture and passes its rows to `sink`.
  func read(within memoryLimit: Int, into sink: any PixelSink) -> PixelOutcome {
    do throws(WebPLibrary.Failure) {
      try WebPLibrary.withPixels(of: first.data, hasAlpha: layout.hasAlpha) {
        addRows($0, to: sink)
      }
      return .complete
    } catch {
      return switch error {
      case .truncated: .failed("the encoded data end too early")
      case .damaged: .failed("its encoded data are damaged")
      case .noMemory: .outOfMemory
      case .otherVersion: .failed("libwebp has another version than it states")
      }
    }
  }

  private func addRows(_ pixels: (Int) -> [UInt8], to sink: any PixelSink) {
    var pieces = PixelRowBatch(layout, sink)
    let blank = [UInt8](repeating: 0, count: layout.rowBytes)
    let left = first.left * layout.channels
    for row in 0..<layout.size.height {
      let sourceRow = row - first.top
      guard sourceRow >= 0, sourceRow < first.header.height else {
        pieces.add(blank)
        continue
      }
      let values = pixels(sourceRow)
      let right = left + values.count
      pieces.add(
        values.count == blank.count
          ? values : Array(blank[..<left] + values + blank[min(right, blank.count)...]))
    }
    pieces.flush()
  }
}
