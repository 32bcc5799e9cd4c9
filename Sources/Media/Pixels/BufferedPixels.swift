package import Decoding
package import Model

/// A buffer for the full-size pixels of a picture, which can be passed on later and more than
/// once.
///
/// It is unchecked because one thread at a time adds rows, and they are read only after the
/// last one has arrived. A buffer passes its pixels on like a decoder:
///
/// ```swift
/// let buffer = BufferedPixels(byteLimit: layout.byteCount)
/// guard reading.run(within: limit, into: buffer) == .whole else { return }
/// let outcome = buffer.replay(to: sink)
/// ```
package final class BufferedPixels: PixelSink, @unchecked Sendable {
  /// The largest size of the pixels in bytes; a larger picture is not stored.
  package private(set) var byteLimit: Int
  /// The bytes of the pixels that have arrived, row by row.
  package private(set) var values: [UInt8] = []
  /// The layout of the pixels, or `nil` if the picture is too large or has not begun.
  private var layout: PixelLayout?
  /// The budget in which `byteLimit` bytes are reserved, or `nil` without a reservation.
  private let budget: MemoryBudget?

  /// Creates an empty buffer for at most `byteLimit` bytes.
  ///
  /// - Parameter budget: The budget in which they are reserved; they are released when the
  ///   buffer is cleared or goes away.
  package init(byteLimit: Int, of budget: MemoryBudget? = nil) {
    self.byteLimit = byteLimit
    self.budget = budget
  }

  deinit { budget?.release(byteLimit) }

  /// Prepares the buffer for a picture.
  ///
  /// It returns `true` even if the picture is too large, so decoding continues for its
  /// proof.
  package func begin(_ layout: PixelLayout) -> Bool {
    values = []
    let fits = PixelLayout.supports(layout.size) && layout.byteCount <= byteLimit
    self.layout = fits ? layout : nil
    values.reserveCapacity(self.layout?.byteCount ?? 0)
    return true
  }

  /// Stores rows, unless the picture is too large.
  package func append(_ rows: UnsafeRawBufferPointer) {
    guard let layout, rows.count <= layout.byteCount - values.count else { return }
    unsafe values.append(contentsOf: rows)
  }

  /// The size of the picture; `nil` if it is too large or has not begun.
  package var size: PixelSize? { layout?.size }

  /// Whether all rows of the picture have arrived.
  package var isWhole: Bool { layout.map { values.count == $0.byteCount } ?? false }

  /// Passes all pixels to another sink, as a decoder does.
  package func replay(to sink: any PixelSink) -> PixelOutcome {
    guard let layout, isWhole else { return .failed("some of its rows are missing") }
    guard sink.begin(layout) else { return .declined }
    unsafe values.withUnsafeBytes { unsafe sink.append($0) }
    return .complete
  }

  /// Reduces the limit to the size of the picture, and releases the memory that it will not need.
  func shrinkToFit() {
    let needed = layout?.byteCount ?? 0
    budget?.release(byteLimit - needed)
    byteLimit = needed
  }

  /// Discards the pixels and releases all their memory.
  package func clear() {
    layout = nil
    values = []
    shrinkToFit()
  }
}
