/// How much views before a backdrop are alike, as views of one thing are: of one height in a row, of the same
/// colours.
struct ViewLikeness {
  /// The least of the heights of a row's views as a share of the greatest, in the row where it is least.
  private(set) var heights = 1.0
  /// The same of what they cover.
  private(set) var areas = 1.0
  /// The colours that views share with all together, 0 to 1, in the mean.
  private(set) var colors = 1.0
  private let count: Int
  /// What speaks against views: cuts through what hangs together, and sides that they run out of.
  private var doubt = 1.0

  init(_ pixels: SheetPixels, _ region: SheetRegion, _ views: SubjectViews) {
    count = views.rows.joined().count
    doubt = Self.doubt(region, views)
    for row in views.rows {
      let sizes = row.map(\.box.height)
      heights = min(heights, Double(sizes.min() ?? 1) / Double(max(1, sizes.max() ?? 1)))
      let areas = row.map(\.area)
      self.areas = min(
        self.areas, Double(areas.min() ?? 1) / Double(max(1, areas.max() ?? 1)))
    }
    colors = Self.colors(pixels, region, views.owners, count)
  }

  private static func doubt(_ region: SheetRegion, _ views: SubjectViews) -> Double {
    let all = views.rows.flatMap { $0 }
    var doubt = 1 - views.cutShare / 2
    if views.isOneCut, all.count < 4 { doubt *= 0.45 }
    let touching = all.count { view in
      view.box.columns.lowerBound == 0 || view.box.columns.upperBound == region.width
        || view.box.rows.lowerBound == 0 || view.box.rows.upperBound == region.height
    }
    if 2 * touching > all.count { doubt *= 0.45 }
    let least = Double(region.width * region.height) * 0.004
    let hasSmall = all.contains { view in
      Double(view.box.width * view.box.height) < least || view.box.height * 14 < region.height
    }
    if hasSmall { doubt *= 0.3 }
    // What stands over each other can't be parted from left to right; pieces of one thing stand so.
    let areOver = views.rows.contains { row in
      zip(row, row.dropFirst()).contains { left, right in
        let shared = left.box.columns.clamped(to: right.box.columns).count
        return 2 * shared > min(left.box.width, right.box.width)
      }
    }
    if areOver { doubt *= 0.3 }
    if views.rows.count > 1, views.rows.contains(where: { $0.count == 1 }) {
      doubt *= all.count < 4 ? 0.45 : 0.8
    }
    return doubt
  }

  private static func colors(
    _ pixels: SheetPixels, _ region: SheetRegion, _ owners: [UInt8], _ count: Int
  ) -> Double {
    var histograms = [[Double]](repeating: [Double](repeating: 0, count: 64), count: count)
    var totals = [Double](repeating: 0, count: count)
    for y in 0..<region.height {
      for x in 0..<region.width {
        let owner = Int(owners[y * region.width + x]) - 1
        guard owner >= 0, owner < count else { continue }
        let place =
          3 * ((y + region.rows.lowerBound) * pixels.width + x + region.columns.lowerBound)
        let bin =
          Int(pixels.rgb[place] >> 6) << 4 | Int(pixels.rgb[place + 1] >> 6) << 2
          | Int(pixels.rgb[place + 2] >> 6)
        histograms[owner][bin] += 1
        totals[owner] += 1
      }
    }
    var sum = 0.0
    for owner in 0..<count {
      var shared = 0.0
      for bin in 0..<64 {
        var others = 0.0
        for other in 0..<count where other != owner {
          others += histograms[other][bin] / max(1, totals[other])
        }
        shared += min(
          histograms[owner][bin] / max(1, totals[owner]), others / Double(max(1, count - 1)))
      }
      sum += shared
    }
    return sum / Double(max(1, count))
  }

  /// Two things may be a pair, and many a collection; between them, things that are alike are views.
  var sureness: Double {
    let ofCount = (3...10).contains(count) ? 1 : 0.45
    let ofHeights = min(1, max(0, (heights - 0.25) / 0.35))
    let ofColors = min(1, max(0, (colors - 0.2) / 0.35))
    let ofAreas = min(1, max(0, (areas - 0.1) / 0.2))
    return ofCount * ofHeights * ofAreas * ofColors * doubt
  }
}
