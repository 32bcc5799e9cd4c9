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

  /// The pixels with rows and columns exchanged, so a search for vertical lines finds
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
  /// The largest difference of a plain region's pixels from their mean, on average, in levels.
  private static let plainDeviation = 2.0

  /// Returns whether a region shows nothing but one even color.
  func isPlain(_ region: SheetRegion) -> Bool {
    let step = max(1, region.width * region.height / 4096)
    var sums = (0, 0, 0)
    var values: [(Int, Int, Int)] = []
    for number in stride(from: 0, to: region.width * region.height, by: step) {
      let x = region.columns.lowerBound + number % region.width
      let y = region.rows.lowerBound + number / region.width
      let from = 3 * (y * width + x)
      let value = (Int(rgb[from]), Int(rgb[from + 1]), Int(rgb[from + 2]))
      sums = (sums.0 + value.0, sums.1 + value.1, sums.2 + value.2)
      values.append(value)
    }
    guard !values.isEmpty else { return true }
    let count = values.count
    // Everything is multiplied by the count, so the mean stays a whole number.
    let difference = values.reduce(0) {
      $0 + abs($1.0 * count - sums.0) + abs($1.1 * count - sums.1) + abs($1.2 * count - sums.2)
    }
    return Double(difference) <= 3 * Self.plainDeviation * Double(count) * Double(count)
  }
}

extension SheetPixels {
  init(_ picture: AnalysisPicture) {
    self.init(width: picture.size.width, height: picture.size.height, rgb: picture.rgb)
  }
}
