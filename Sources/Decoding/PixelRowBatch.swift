internal import Model

/// Gathers rows into batches before they are passed to a sink.
package struct PixelRowBatch {
  private let sink: any PixelSink
  private let rowBytes: Int
  /// The rows of the current batch.
  private var values: [UInt8] = []
  /// The bytes of a full batch.
  private let capacity: Int

  /// The preferred size of a batch in bytes.
  private static let batchBytes = 1 << 18

  package init(_ layout: PixelLayout, _ sink: any PixelSink) {
    self.sink = sink
    rowBytes = layout.rowBytes
    capacity = Self.memory(for: layout)
    values.reserveCapacity(capacity)
  }

  /// Returns the number of rows in a batch: at least one, even if it is long.
  package static func rows(of layout: PixelLayout) -> Int {
    min(layout.size.height, max(1, batchBytes / max(1, layout.rowBytes)))
  }

  /// Returns the memory for a batch, in bytes.
  package static func memory(for layout: PixelLayout) -> Int { rows(of: layout) * layout.rowBytes }

  /// Adds the next row; bytes beyond the length of a row are ignored.
  package mutating func add(_ row: [UInt8]) {
    values += row.prefix(rowBytes)
    if values.count + rowBytes > capacity { flush() }
  }

  /// Passes on the rows that are left.
  package mutating func flush() {
    guard !values.isEmpty else { return }
    unsafe values.withUnsafeBytes { unsafe sink.append($0) }
    values.removeAll(keepingCapacity: true)
  }
}
