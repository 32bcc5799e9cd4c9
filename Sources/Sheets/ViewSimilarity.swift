/// How similar views in front of a backdrop are: views of one subject have equal heights in a row,
/// and the same colours.
struct ViewSimilarity {
  /// The lowest ratio, over all rows, of a row's smallest to its greatest view height.
  private(set) var heights = 1.0
  /// The lowest ratio, over all rows, of a row's smallest to its greatest view area.
  private(set) var areas = 1.0
  /// The mean share of its colours that a view has in common with the others, from 0 to 1.
  private(set) var colors = 1.0
  private let count: Int
  /// A factor for evidence against views, such as cuts through connected parts and subjects that
  /// touch the border; 1 means no doubt.
  private var doubtFactor = 1.0

  init(_ pixels: SheetPixels, _ region: SheetRegion, _ views: SubjectViews) {
    count = views.rows.joined().count
    doubtFactor = Self.doubtFactor(region, views)
    for row in views.rows {
      let sizes = row.map(\.box.height)
      heights = min(heights, Double(sizes.min() ?? 1) / Double(max(1, sizes.max() ?? 1)))
      let areas = row.map(\.area)
      self.areas = min(
        self.areas, Double(areas.min() ?? 1) / Double(max(1, areas.max() ?? 1)))
    }
    colors = Self.colors(pixels, region, views.owners, count)
  }

  /// Returns the factor for evidence against views.
  private static func doubtFactor(_ region: SheetRegion, _ views: SubjectViews) -> Double {
    let all = views.rows.flatMap { $0 }
    var doubtFactor = 1 - views.cutShare / 2
    if views.isOneCut, all.count < 4 { doubtFactor *= 0.45 }
    let touching = all.count { view in
      view.box.columns.lowerBound == 0 || view.box.columns.upperBound == region.width
        || view.box.rows.lowerBound == 0 || view.box.rows.upperBound == region.height
    }
    if 2 * touching > all.count { doubtFactor *= 0.45 }
    let minimumArea = Double(region.width * region.height) * 0.004
    let hasSmall = all.contains { view in
      Double(view.box.width * view.box.height) < minimumArea || view.box.height * 14 < region.height
    }
    if hasSmall { doubtFactor *= 0.3 }
    // Stacked subjects can't be separated from left to right; pieces of one object are stacked in
    // this way.
    let areOver = views.rows.contains { row in
      zip(row, row.dropFirst()).contains { left, right in
        let shared = left.box.columns.clamped(to: right.box.columns).count
        return 2 * shared > min(left.box.width, right.box.width)
      }
    }
    if areOver { doubtFactor *= 0.3 }
    if views.rows.count > 1, views.rows.contains(where: { $0.count == 1 }) {
      doubtFactor *= all.count < 4 ? 0.45 : 0.8
    }
    return doubtFactor
  }

  /// Returns the mean overlap of the views' colour histograms with those of the other views.
  private static func colors(
    _ pixels: SheetPixels, _ region: SheetRegion, _ owners: [UInt8], _ count: Int
  ) -> Double {
    var histograms = [[Double]](repeating: [Double](repeating: 0, count: 64), count: count)
    var totals = [Double](repeating: 0, count: count)
    for y in 0..<region.height {
      for x in 0..<region.width {
        let owner = Int(owners[y * region.width + x]) - 1
        guard owner >= 0, owner < count else { continue }
        let offset =
          3 * ((y + region.rows.lowerBound) * pixels.width + x + region.columns.lowerBound)
        let bin =
          Int(pixels.rgb[offset] >> 6) << 4 | Int(pixels.rgb[offset + 1] >> 6) << 2
          | Int(pixels.rgb[offset + 2] >> 6)
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

  /// The confidence that these are views of one subject.
  ///
  /// Two objects may be a pair, and many a collection; numbers between these, when similar, are
  /// views.
  var confidence: Double {
    let countFactor = (3...10).contains(count) ? 1 : 0.45
    let heightFactor = min(1, max(0, (heights - 0.25) / 0.35))
    let colorFactor = min(1, max(0, (colors - 0.2) / 0.35))
    let areaFactor = min(1, max(0, (areas - 0.1) / 0.2))
    return countFactor * heightFactor * areaFactor * colorFactor * doubtFactor
  }
}
