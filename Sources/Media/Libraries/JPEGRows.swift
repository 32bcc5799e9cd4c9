internal import CJPEGProof
internal import Decoding
internal import Model

/// Decodes the rows of a JPEG by libjpeg.
enum JPEGRows {
  /// A box for the sink, whose address C passes back with each batch of rows.
  private final class SinkBox {
    let sink: any PixelSink

    init(_ sink: any PixelSink) { self.sink = sink }
  }

  /// Decodes a picture and passes its rows to `sink`.
  ///
  /// - Parameters:
  ///   - size: The size in the header; a file of another size is refused.
  ///   - eighths: The scale of the decoded picture, in eighths of its size.
  ///   - layout: The layout of the rows at that scale.
  ///   - memoryLimit: The memory that libjpeg may use, in bytes.
  static func decode(
    _ bytes: [UInt8], of size: PixelSize, eighths: Int = 8, as layout: PixelLayout,
    memoryLimit: Int, into sink: any PixelSink
  ) -> PixelOutcome {
    guard let width = UInt32(exactly: size.width), let height = UInt32(exactly: size.height)
    else { return .failed("its sides are too long for a JPEG") }
    let bounds = JPEGProver.bounds(memoryLimit)
    let sinkBox = SinkBox(sink)
    let goal = unsafe castbook_jpeg_goal_t(
      width: width, height: height, eighths: UInt32(eighths), channels: UInt32(layout.channels),
      rows: UInt32(PixelRowBatch.rows(of: layout)),
      on_rows: { context, rows, count in
        guard let context = unsafe context, let rows = unsafe rows else { return }
        let sinkBox = unsafe Unmanaged<SinkBox>.fromOpaque(context).takeUnretainedValue()
        unsafe sinkBox.sink.append(UnsafeRawBufferPointer(start: rows, count: count))
      }, context: Unmanaged.passUnretained(sinkBox).toOpaque())
    var message = [CChar](repeating: 0, count: 200)
    let outcome = withExtendedLifetime(sinkBox) {
      unsafe message.withUnsafeMutableBufferPointer { message in
        unsafe bytes.withUnsafeBufferPointer {
          unsafe castbook_jpeg_pixels($0.baseAddress, $0.count, bounds, goal, message.baseAddress)
        }
      }
    }
    let words = String(
      decoding: message.lazy.map { UInt8(bitPattern: $0) }.prefix { $0 != 0 }, as: UTF8.self)
    return self.outcome(outcome, words)
  }

  /// Translates C's outcome; `words` is libjpeg's message.
  private static func outcome(
    _ outcome: castbook_jpeg_outcome_t, _ words: String
  ) -> PixelOutcome {
    switch outcome {
    case CASTBOOK_PIXELS_WHOLE: .complete
    case CASTBOOK_PIXELS_NO_MEMORY: .outOfMemory
    case CASTBOOK_PIXELS_DAMAGED: .failed("its encoded data are damaged")
    case CASTBOOK_PIXELS_OTHER: .failed("its header is ambiguous")
    case CASTBOOK_PIXELS_TOO_COMPLEX:
      .failed("more than \(JPEGProver.scanLimit) scans, or as much work")
    default: .failed(words.isEmpty ? "the decoder failed" : "the decoder failed: \(words)")
    }
  }
}
