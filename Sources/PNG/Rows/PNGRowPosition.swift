/// Where the pixels of a row belong in the whole picture.
package struct PNGRowPosition: Hashable, Sendable {
  /// The row, counted from the top.
  package let row: Int
  /// The column of its first pixel.
  package var first = 0
  /// The distance between its pixels: 1 unless the picture is interlaced.
  package var step = 1
}

/// A destination of a PNG's rows, all of them.
protocol PNGRowSink: AnyObject {
  /// Takes the pixels of a row: numbers of palette entries, or values of 8 or 16 bits.
  func add(_ pixels: [UInt8], _ position: PNGRowPosition)
}
