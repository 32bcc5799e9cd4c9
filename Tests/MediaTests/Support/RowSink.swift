import Decoding
import Model
import Synchronization

/// Stores the rows that it receives, and how they were delivered.
final class RowSink: PixelSink {
  struct Rows {
    var layouts: [PixelLayout] = []
    var bytes: [UInt8] = []
    /// Whether anything but whole rows after a layout was delivered.
    var isBroken = false
    var byteCount = 0
  }

  private let rows = Mutex(Rows())
  private let declines: Bool
  private let keeps: Bool
  /// Called before each piece is accepted.
  private let before: @Sendable () -> Void

  init(
    declining: Bool = false, keeping: Bool = true, before: @escaping @Sendable () -> Void = {}
  ) {
    declines = declining
    keeps = keeping
    self.before = before
  }

  func begin(_ layout: PixelLayout) -> Bool {
    rows.withLock { $0.layouts.append(layout) }
    return !declines
  }

  func append(_ bytes: UnsafeRawBufferPointer) {
    before()
    rows.withLock { rows in
      let rowBytes = rows.layouts.last?.rowBytes ?? 0
      if rowBytes == 0 || bytes.isEmpty || bytes.count % rowBytes != 0 { rows.isBroken = true }
      rows.byteCount += bytes.count
      if keeps { rows.bytes += bytes }
    }
  }

  var taken: Rows { rows.withLock { $0 } }
  var layout: PixelLayout? { taken.layouts.first }
  var bytes: [UInt8] { taken.bytes }

  /// The rows as 16-bit values.
  var deep: [UInt16] {
    let bytes = bytes
    return (0..<bytes.count / 2).map {
      UInt16(littleEndian: UInt16(bytes[2 * $0]) | UInt16(bytes[2 * $0 + 1]) << 8)
    }
  }

  /// Whether exactly the rows of one picture were delivered.
  var isWhole: Bool {
    let taken = taken
    guard taken.layouts.count == 1, let layout else { return false }
    return !taken.isBroken && taken.byteCount == layout.rowBytes * layout.size.height
  }
}
