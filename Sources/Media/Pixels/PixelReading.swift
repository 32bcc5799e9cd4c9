package import Decoding
package import Model
internal import PNG

/// A picture of a format that is decoded in this process, with its header read.
///
/// It knows the layout of the pixels and the memory for decoding before anything is decoded.
/// Decoding passes rows to a sink, from the top:
///
/// ```swift
/// guard let reading = PixelReading(bytes, .jpeg), reading.memory <= limit else { … }
/// let outcome = reading.run(within: limit, into: sink)
/// ```
///
/// The file was proven intact before, so damage is unexpected here, but it is still reported.
package struct PixelReading: Sendable {
  package let layout: PixelLayout
  /// The memory for decoding besides the file's own bytes, in bytes; some formats can
  /// manage with less.
  package let memory: Int
  /// The decoding for the file's format.
  private let source: any PixelSource

  /// Reads the header of a picture.
  ///
  /// The result is `nil` for formats that are decoded elsewhere or not at all, and if the
  /// header is unusable.
  package init?(_ bytes: [UInt8], _ format: MediaFormat) {
    let source: (any PixelSource)? =
      switch format {
      case .jpeg: JPEGPixels(bytes)
      case .png: PNGPixels(bytes)
      case .bmp: BMPPixels(bytes)
      default: nil
      }
    guard let source else { return nil }
    self.source = source
    layout = source.layout
    // A few bytes can claim a size whose memory overflows `Int`.
    memory = Self.isPossible(layout.size) ? source.memory : 0
  }

  /// The size of the picture as it is encoded.
  package var size: PixelSize { layout.size }

  /// Decodes within a limit of memory.
  ///
  /// If decoding fails midway, the rows that were passed on must be discarded.
  package func run(within memoryLimit: Int, into sink: any PixelSink) -> PixelOutcome {
    guard Self.isPossible(layout.size) else {
      return .failed(
        "\(layout.size) px are more than \(Inspector.pixelLimit / 1_000_000) million pixels")
    }
    guard source.minimumMemory <= memoryLimit else { return .outOfMemory }
    guard sink.begin(layout) else { return .declined }
    return source.read(within: memoryLimit, into: sink)
  }

  /// Returns all pixels of a picture; `nil` if it can't be decoded without damage, or takes more
  /// than `byteLimit` bytes.
  package func buffered(byteLimit: Int, memoryLimit: Int) -> BufferedPixels? {
    let pixels = BufferedPixels(byteLimit: byteLimit)
    guard run(within: memoryLimit, into: pixels) == .complete, pixels.isWhole else { return nil }
    return pixels
  }

  /// Returns whether a picture of this size is decoded at all.
  private static func isPossible(_ size: PixelSize) -> Bool {
    let (count, overflow) = size.width.multipliedReportingOverflow(by: size.height)
    return size.width > 0 && size.height > 0 && !overflow && count <= Inspector.pixelLimit
  }
}

/// A picture of one format, ready to be decoded.
protocol PixelSource: Sendable {
  var layout: PixelLayout { get }
  /// The memory for decoding in the fastest way, in bytes.
  var memory: Int { get }
  /// The least memory in which decoding is possible, in bytes; by default the same as
  /// `memory`.
  var minimumMemory: Int { get }

  /// Decodes the picture and passes all rows to `sink`, which has accepted the layout.
  ///
  /// The caller has checked that the size is possible and the memory is available.
  func read(within memoryLimit: Int, into sink: any PixelSink) -> PixelOutcome
}

extension PixelSource {
  var minimumMemory: Int { memory }
}

extension PNGPixels: PixelSource {}
