package import Decoding
internal import Model

/// The pixels of a picture, held to be handed over later, and more than once.
package final class HeldPixels: PixelSink, @unchecked Sendable {
  /// Of a picture that takes more nothing is held.
  package private(set) var byteLimit: Int
  // Rows come from one thread at a time, and are handed over when all have come.
  package private(set) var values: [UInt8] = []
  private var layout: PixelLayout?

  package init(byteLimit: Int) { self.byteLimit = byteLimit }

  package func begin(_ layout: PixelLayout) -> Bool {
    values = []
    let isLight = PixelLayout.takes(layout.size) && layout.byteCount <= byteLimit
    self.layout = isLight ? layout : nil
    values.reserveCapacity(self.layout?.byteCount ?? 0)
    return true
  }

  package func take(_ rows: UnsafeRawBufferPointer) {
    guard let layout, rows.count <= layout.byteCount - values.count else { return }
    unsafe values.append(contentsOf: rows)
  }

  /// Whether all of its rows have come.
  package var isWhole: Bool { layout.map { values.count == $0.byteCount } ?? false }

  /// Hands all of them over.
  package func hand(to sink: any PixelSink) -> PixelOutcome {
    guard let layout, isWhole else { return .failed("some of its rows are missing") }
    guard sink.begin(layout) else { return .declined }
    unsafe values.withUnsafeBytes { unsafe sink.take($0) }
    return .whole
  }

  /// Keeps to what it has; how many bytes it will not need.
  func settle() -> Int {
    let needed = layout?.byteCount ?? 0
    defer { byteLimit = needed }
    return byteLimit - needed
  }

  /// Gives the memory back.
  package func empty() {
    layout = nil
    values = []
  }
}
