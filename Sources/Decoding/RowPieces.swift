internal import Model

/// Gathers rows, and hands them over some at a time.
package struct RowPieces {
  private let sink: any PixelSink
  private let rowBytes: Int
  private var values: [UInt8] = []
  private let room: Int

  private static let pieceBytes = 1 << 18

  package init(_ layout: PixelLayout, _ sink: any PixelSink) {
    self.sink = sink
    rowBytes = layout.rowBytes
    room = Self.memory(for: layout)
    values.reserveCapacity(room)
  }

  /// The rows that are handed over together.
  package static func rows(of layout: PixelLayout) -> Int {
    min(layout.size.height, max(1, pieceBytes / max(1, layout.rowBytes)))
  }

  package static func memory(for layout: PixelLayout) -> Int { rows(of: layout) * layout.rowBytes }

  /// Adds the next row, as many bytes as it has.
  package mutating func add(_ row: [UInt8]) {
    values += row.prefix(rowBytes)
    if values.count + rowBytes > room { flush() }
  }

  /// Hands over what is left.
  package mutating func flush() {
    guard !values.isEmpty else { return }
    unsafe values.withUnsafeBytes { unsafe sink.take($0) }
    values.removeAll(keepingCapacity: true)
  }
}
