internal import CLuma
package import Model

/// Reduces the rows of a picture, in any order, to a plane of 64 × 64 means.
///
/// Samples that are missing from a row, and rows that never arrive, count as black.
@safe package final class LumaReduction {
  private let state: OpaquePointer
  package let size: PixelSize

  /// Returns `nil` for an empty picture, for one with a side longer than a million pixels,
  /// and when memory is not available.
  package init?(_ size: PixelSize) {
    guard size.width > 0, size.height > 0,
      let state = unsafe castbook_luma_new(UInt64(size.width), UInt64(size.height), 1)
    else { return nil }
    unsafe self.state = state
    self.size = size
  }

  deinit { unsafe castbook_luma_free(state) }

  /// Adds the lumas of a row. The index counts from the top.
  package func add(_ lumas: [UInt8], row: Int) {
    unsafe lumas.withUnsafeBufferPointer { unsafe add($0, row: row) }
  }

  /// Adds the lumas of a row that the caller keeps in its own memory.
  package func add(_ lumas: UnsafeBufferPointer<UInt8>, row: Int) {
    guard row >= 0 else { return }
    unsafe castbook_luma_add(state, UInt64(row), lumas.baseAddress, lumas.count)
  }

  /// Adds some lumas of a row, from column `first` on and `step` columns apart, as the
  /// passes of an interlaced picture bring them.
  package func add(_ lumas: [UInt8], row: Int, first: Int, step: Int) {
    guard row >= 0, first >= 0, step > 0 else { return }
    unsafe lumas.withUnsafeBufferPointer {
      unsafe castbook_luma_add_some(
        state, UInt64(row), $0.baseAddress, $0.count, UInt64(first), UInt64(step))
    }
  }

  /// The means of everything added so far, row by row.
  package var means: [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: LumaPlane.side * LumaPlane.side) { means, count in
      unsafe castbook_luma_end(state, means.baseAddress)
      count = LumaPlane.side * LumaPlane.side
    }
  }

  package var plane: LumaPlane? {
    LumaPlane(width: LumaPlane.side, height: LumaPlane.side, samples: means)
  }
}
