import Decoding
import Model
import Testing

@testable import Media

/// Stores the pixels of a picture that it receives, for comparing them.
///
/// A reading delivers its rows before it returns, so there is no concurrent access.
final class GatheredPixels: PixelSink, @unchecked Sendable {
  private(set) var layout: PixelLayout?
  private(set) var values: [UInt8] = []
  /// The number of deliveries, and the maximum bytes of one.
  private(set) var pieces = 0
  private(set) var largestPiece = 0
  private let accepts: Bool

  init(accepting: Bool = true) { accepts = accepting }

  func begin(_ layout: PixelLayout) -> Bool {
    self.layout = layout
    return accepts
  }

  func append(_ rows: UnsafeRawBufferPointer) {
    pieces += 1
    largestPiece = max(largestPiece, rows.count)
    values += rows
  }

  /// All pixels of a valid picture.
  static func of(
    _ bytes: [UInt8], _ format: MediaFormat, within limit: Int = 768 << 20, _ name: String = ""
  ) throws -> GatheredPixels {
    let reading = try #require(PixelReading(bytes, format), "\(name)")
    let pixels = GatheredPixels()
    let outcome = reading.run(within: limit, into: pixels)
    try #require(outcome == .complete, "\(name) \(outcome)")
    let layout = try #require(pixels.layout, "\(name)")
    #expect(layout == reading.layout, "\(name)")
    #expect(pixels.values.count == layout.rowBytes * layout.size.height, "\(name)")
    return pixels
  }

  /// The largest difference of any value to another picture of equal size.
  func distance(to other: [UInt8]) throws -> Int {
    try #require(values.count == other.count)
    return zip(values, other).reduce(0) { max($0, abs(Int($1.0) - Int($1.1))) }
  }
}
