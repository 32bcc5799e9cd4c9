package import Decoding
package import Model
internal import PNG

/// A picture of a format that is decoded here, whose header has been read: how its pixels will lie, what
/// decoding takes, and the decoding itself, which hands over rows from the top.
///
///     guard let reading = PixelReading(bytes, .jpeg), reading.memory <= limit else { … }
///     let outcome = reading.run(within: limit, into: sink)
///
/// The file was proven sound before; what shows up as damage all the same is told.
package struct PixelReading: Sendable {
  package let layout: PixelLayout
  /// What decoding takes at most, besides the file's own bytes.
  package let memory: Int
  private let source: any PixelSource

  /// Nothing for formats that are decoded elsewhere or not at all, and where the header can't be followed.
  package init?(_ bytes: [UInt8], _ format: MediaFormat) {
    let source: (any PixelSource)? =
      switch format {
      case .jpeg: JPEGPixels(bytes)
      case .png: PNGPixels(bytes)
      case .webp: WebPPixels(bytes)
      case .bmp: BMPPixels(bytes)
      default: nil
      }
    guard let source else { return nil }
    self.source = source
    layout = source.layout
    // A few bytes can claim a size whose memory has no number.
    memory = Self.isPossible(layout.size) ? source.memory : 0
  }

  /// Decodes within a limit of memory. Where it fails in the midst, rows have been handed over that are
  /// worth nothing.
  package func run(within memoryLimit: Int, into sink: any PixelSink) -> PixelOutcome {
    guard Self.isPossible(layout.size) else {
      return .failed(
        "\(layout.size) px are more than \(Inspector.pixelLimit / 1_000_000) million pixels")
    }
    guard source.leastMemory <= memoryLimit else { return .noMemory }
    guard sink.begin(layout) else { return .declined }
    return source.read(within: memoryLimit, into: sink)
  }

  private static func isPossible(_ size: PixelSize) -> Bool {
    let (count, overflow) = size.width.multipliedReportingOverflow(by: size.height)
    return size.width > 0 && size.height > 0 && !overflow && count <= Inspector.pixelLimit
  }
}

/// A picture of one format, ready to be decoded.
protocol PixelSource: Sendable {
  var layout: PixelLayout { get }
  /// What decoding takes at most.
  var memory: Int { get }
  /// With less than this it can't be done.
  var leastMemory: Int { get }

  /// Hands over all rows. Its size was seen to be possible, and its memory to be there.
  func read(within memoryLimit: Int, into sink: any PixelSink) -> PixelOutcome
}

extension PixelSource {
  var leastMemory: Int { memory }
}

extension PNGPixels: PixelSource {}
