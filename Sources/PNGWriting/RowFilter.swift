internal import CFiltering

/// Filters the rows of a picture one after the other, each in the way that leaves the smallest sum of
/// differences.
package struct RowFilter {
  private let step: Int
  private var above: [UInt8]
  private var scratch: [UInt8]
  /// The last row, filtered, behind the number of its filter.
  package private(set) var filtered: [UInt8]

  package init(rowBytes: Int, pixelBytes: Int) {
    step = pixelBytes
    above = [UInt8](repeating: 0, count: rowBytes)
    scratch = [UInt8](repeating: 0, count: 2 * rowBytes)
    filtered = [UInt8](repeating: 0, count: rowBytes + 1)
  }

  /// The bytes it takes.
  package static func memory(rowBytes: Int) -> Int { 4 * rowBytes + 1 }

  /// Takes the next row from the top, of as many bytes as all.
  package mutating func take(_ row: ArraySlice<UInt8>) {
    precondition(row.count == above.count)
    unsafe row.withUnsafeBufferPointer { row in
      unsafe castbook_filter_row(
        &filtered, &scratch, row.baseAddress, above, row.count, step)
    }
    above.replaceSubrange(above.indices, with: row)
  }
}
