internal import Model

/// A rectangle of whole pixels, as a range of columns and a range of rows.
struct SheetRegion: Hashable {
  var columns: Range<Int>
  var rows: Range<Int>

  var width: Int { columns.count }
  var height: Int { rows.count }
  /// The region with its columns and rows exchanged.
  var transposed: SheetRegion { SheetRegion(columns: rows, rows: columns) }

  /// Returns the smallest region that contains both regions.
  func united(with other: SheetRegion) -> SheetRegion {
    SheetRegion(
      columns: min(
        columns.lowerBound, other.columns.lowerBound)..<max(
          columns.upperBound, other.columns.upperBound),
      rows: min(
        rows.lowerBound, other.rows.lowerBound)..<max(rows.upperBound, other.rows.upperBound))
  }
}

/// The pixels in which views are searched: three bytes each, in rows from the top.
struct SheetPixels {
  let width: Int
  let height: Int
  let rgb: [UInt8]

  /// The region that covers all pixels.
  var whole: SheetRegion { SheetRegion(columns: 0..<width, rows: 0..<height) }

  /// The pixels with rows and columns exchanged, so that a search for vertical lines finds
  /// horizontal ones.
  var transposed: SheetPixels {
    var turned = [UInt8](repeating: 0, count: rgb.count)
    for y in 0..<height {
      var from = 3 * y * width
      var to = 3 * y
      for _ in 0..<width {
        turned[to] = rgb[from]
        turned[to + 1] = rgb[from + 1]
        turned[to + 2] = rgb[from + 2]
        from += 3
        to += 3 * height
      }
    }
    return SheetPixels(width: height, height: width, rgb: turned)
  }
}

extension SheetPixels {
  init(_ picture: AnalysisPicture) {
    self.init(width: picture.size.width, height: picture.size.height, rgb: picture.rgb)
  }
}
