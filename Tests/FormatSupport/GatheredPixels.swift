package import Decoding
import Media
package import Model
import Synchronization

/// Stores the rows of pixels that it receives, and how they were delivered.
package final class GatheredPixels: PixelSink {
  /// What was delivered.
  package struct Rows: Sendable {
    package var layouts: [PixelLayout] = []
    package var values: [UInt8] = []
    /// Whether anything but whole rows after one layout was delivered.
    package var isBroken = false
    package var byteCount = 0
    /// The sum of all bytes, which reads each of them even if they are not kept.
    package var sum = 0
    /// The number of deliveries, and the maximum bytes of one.
    package var pieces = 0
    package var largestPiece = 0
  }

  private let rows = Mutex(Rows())
  private let declines: Bool
  private let keeps: Bool
  private let beforeEach: @Sendable () -> Void

  /// Makes a sink that may decline every picture, or count rows without keeping them. `beforeEach`
  /// is called before each delivery is accepted.
  package init(
    declining: Bool = false, keeping: Bool = true,
    beforeEach: @escaping @Sendable () -> Void = {}
  ) {
    declines = declining
    keeps = keeping
    self.beforeEach = beforeEach
  }

  package func begin(_ layout: PixelLayout) -> Bool {
    rows.withLock { rows in
      if !rows.layouts.isEmpty { rows.isBroken = true }
      rows.layouts.append(layout)
    }
    return !declines
  }

  package func append(_ bytes: UnsafeRawBufferPointer) {
    beforeEach()
    rows.withLock { rows in
      let rowBytes = rows.layouts.last?.rowBytes ?? 0
      if rowBytes == 0 || bytes.isEmpty || bytes.count % rowBytes != 0 { rows.isBroken = true }
      rows.byteCount += bytes.count
      rows.pieces += 1
      rows.largestPiece = max(rows.largestPiece, bytes.count)
      if keeps { rows.values += bytes } else { rows.sum = bytes.reduce(rows.sum) { $0 &+ Int($1) } }
    }
  }

  package var received: Rows { rows.withLock { $0 } }
  package var layout: PixelLayout? { rows.withLock { $0.layouts.first } }
  package var values: [UInt8] { rows.withLock { $0.values } }

  /// The values as 16-bit numbers.
  package var deepValues: [UInt16] {
    let values = values
    return (0..<values.count / 2).map { UInt16(values[2 * $0]) | UInt16(values[2 * $0 + 1]) << 8 }
  }

  /// Whether exactly the rows of one picture were delivered.
  package var isWhole: Bool {
    let received = received
    guard received.layouts.count == 1, let layout else { return false }
    return !received.isBroken && received.byteCount == layout.rowBytes * layout.size.height
  }

  /// A picture that should be valid.
  struct NoPixels: Error {
    let why: String
  }

  /// All pixels of a valid picture.
  package static func of(
    _ bytes: [UInt8], _ format: MediaFormat, within limit: Int = 768 << 20, _ name: String = ""
  ) throws -> GatheredPixels {
    guard let reading = PixelReading(bytes, format) else {
      throw NoPixels(why: "\(name) \(format)")
    }
    let pixels = GatheredPixels()
    let outcome = reading.run(within: limit, into: pixels)
    guard outcome == .complete, pixels.isWhole, pixels.layout == reading.layout else {
      throw NoPixels(why: "\(name) \(outcome)")
    }
    return pixels
  }
}
