internal import CRaster

/// Rows of pixels that come in pieces or out of their order, held until they can be taken from the top.
@safe package final class HeldRows {
  private let state: OpaquePointer
  private let channels: Int
  private let rowBytes: Int

  /// Room for so many rows; nothing where there is no memory for it.
  package init?(width: Int, rows: Int, channels: Int) {
    guard width > 0, rows > 0, channels > 0,
      let state = unsafe castbook_held_new(UInt64(width), UInt64(rows), UInt64(channels))
    else { return nil }
    unsafe self.state = state
    self.channels = channels
    rowBytes = width * channels
  }

  deinit { unsafe castbook_held_free(state) }

  /// Puts pixels into a row, `step` apart from column `first` on; what lies outside is passed over.
  package func put(_ pixels: [UInt8], row: Int, first: Int = 0, step: Int = 1) {
    guard row >= 0, first >= 0, step > 0 else { return }
    unsafe castbook_held_put(
      state, UInt64(row), pixels, pixels.count / channels, UInt64(first), UInt64(step))
  }

  /// Puts one value of each pixel into a row, side by side from column `first` on.
  package func put(channel: Int, _ values: [UInt8], row: Int, first: Int) {
    guard channel >= 0, row >= 0, first >= 0 else { return }
    unsafe castbook_held_put_channel(
      state, UInt64(row), UInt64(channel), values, values.count, UInt64(first))
  }

  /// A row, copied out; empty where there is none of that number.
  package subscript(row: Int) -> [UInt8] {
    guard row >= 0, let values = unsafe castbook_held_row(state, UInt64(row)) else { return [] }
    return unsafe [UInt8](UnsafeBufferPointer(start: values, count: rowBytes))
  }
}
