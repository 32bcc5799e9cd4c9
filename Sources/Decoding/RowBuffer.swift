internal import CRaster

/// Rows of pixels that arrive in pieces or out of order, kept until they can be read from
/// the top.
@safe package final class RowBuffer {
  private let state: OpaquePointer
  private let channels: Int
  private let rowBytes: Int

  /// Allocates the rows. Returns `nil` when a number is not positive or memory is not
  /// available.
  package init?(width: Int, rows: Int, channels: Int) {
    guard width > 0, rows > 0, channels > 0,
      let state = unsafe castbook_row_buffer_new(UInt64(width), UInt64(rows), UInt64(channels))
    else { return nil }
    unsafe self.state = state
    self.channels = channels
    rowBytes = width * channels
  }

  deinit { unsafe castbook_row_buffer_free(state) }

  /// Puts pixels into a row, from column `first` on and `step` columns apart. Pixels
  /// outside the row are ignored.
  package func put(_ pixels: [UInt8], row: Int, first: Int = 0, step: Int = 1) {
    guard row >= 0, first >= 0, step > 0 else { return }
    unsafe castbook_row_buffer_put(
      state, UInt64(row), pixels, pixels.count / channels, UInt64(first), UInt64(step))
  }

  /// Puts one channel of consecutive pixels into a row, from column `first` on.
  package func put(channel: Int, _ values: [UInt8], row: Int, first: Int) {
    guard channel >= 0, row >= 0, first >= 0 else { return }
    unsafe castbook_row_buffer_put_channel(
      state, UInt64(row), UInt64(channel), values, values.count, UInt64(first))
  }

  /// A copy of one row; empty when the index is out of range.
  package subscript(row: Int) -> [UInt8] {
    guard row >= 0, let values = unsafe castbook_row_buffer_row(state, UInt64(row)) else {
      return []
    }
    return unsafe [UInt8](UnsafeBufferPointer(start: values, count: rowBytes))
  }
}
