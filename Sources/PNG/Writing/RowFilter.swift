internal import CPNGFilters

/// PNG's filters of rows. An instance filters the rows of a picture from the top, each with the
/// filter that leaves the smallest sum of differences.
package struct RowFilter {
  /// The bytes between neighbouring pixels.
  private let step: Int
  /// The row before, not filtered; zeros above the first one.
  private var above: [UInt8]
  /// Room for two rows, in which the filters are tried.
  private var scratch: [UInt8]
  /// The last row, filtered, preceded by the number of its filter.
  package private(set) var filtered: [UInt8]

  /// Prepares for rows of `rowBytes`, whose neighbouring pixels are `pixelBytes` apart.
  package init(rowBytes: Int, pixelBytes: Int) {
    step = pixelBytes
    above = [UInt8](repeating: 0, count: rowBytes)
    scratch = [UInt8](repeating: 0, count: 2 * rowBytes)
    filtered = [UInt8](repeating: 0, count: rowBytes + 1)
  }

  /// The bytes of memory that an instance takes.
  static func memory(rowBytes: Int) -> Int { 4 * rowBytes + 1 }

  /// Filters the next row from the top. It must have `rowBytes` bytes.
  package mutating func add(_ row: ArraySlice<UInt8>) {
    precondition(row.count == above.count)
    unsafe row.withUnsafeBufferPointer { row in
      unsafe castbook_filter_row(&filtered, &scratch, row.baseAddress, above, row.count, step)
    }
    above.replaceSubrange(above.indices, with: row)
  }

  /// Whether a row with this filter is better unfiltered together with the next one, if that row's
  /// filter allows it.
  static func canWait(_ filter: UInt8, _ pixelBytes: Int) -> Bool {
    castbook_unfilter_in_pairs(filter, pixelBytes)
  }

  /// Undoes the filters of two rows for which `canWait(_:_:)` is true. `above` is the row
  /// above them with its filter undone, or zeros.
  static func undo(
    _ filters: (upper: UInt8, lower: UInt8), _ upper: inout [UInt8], _ lower: inout [UInt8],
    above: [UInt8], pixelBytes: Int
  ) {
    let count = min(upper.count, lower.count, above.count)
    unsafe upper.withUnsafeMutableBufferPointer { upper in
      unsafe lower.withUnsafeMutableBufferPointer { lower in
        unsafe above.withUnsafeBufferPointer { above in
          unsafe castbook_unfilter_pair(
            filters.upper, filters.lower, upper.baseAddress, lower.baseAddress, above.baseAddress,
            count, pixelBytes)
        }
      }
    }
  }

  /// Undoes a filter in place. `above` is the row above with its filter undone, or zeros.
  ///
  /// The filter's number and `pixelBytes` come from the file; unknown numbers change nothing.
  static func undo(_ filter: UInt8, _ row: inout [UInt8], above: [UInt8], pixelBytes: Int) {
    let count = min(row.count, above.count)
    unsafe row.withUnsafeMutableBufferPointer { row in
      unsafe above.withUnsafeBufferPointer { above in
        unsafe castbook_unfilter(filter, row.baseAddress, above.baseAddress, count, pixelBytes)
      }
    }
  }
}
