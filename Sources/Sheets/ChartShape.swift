/// Distinguishes the bars of a chart from photographed or drawn objects.
///
/// Bars are rectangles of one even colour that start on a common line and have equal widths but
/// different lengths. Lines in front of or behind them, words and a legend don't affect the result.
struct ChartShape {
  private static let minimumBars = 3
  /// The maximum share of a drawn diagram that has no even colour.
  private static let maximumUnevenShare = 0.35
  /// The number of rectangles above which they form a pattern.
  private static let maximumRectangles = 600

  private let shapes: FlatShapes
  private let backdrop: SubjectMask
  /// Whether rows are treated as columns, to find horizontal bars.
  private let isTurned: Bool
  private let width: Int
  private let height: Int

  /// Returns whether a picture shows the bars of a chart: standing, hanging or horizontal.
  static func isChart(_ pixels: SheetPixels) -> Bool {
    let shapes = FlatShapes(pixels)
    guard shapes.unevenShare <= maximumUnevenShare else { return false }
    let backdrop = SubjectMask(pixels, pixels.whole)
    return [false, true].contains { ChartShape(shapes, backdrop, isTurned: $0).hasBars }
  }

  private init(_ shapes: FlatShapes, _ backdrop: SubjectMask, isTurned: Bool) {
    self.shapes = shapes
    self.backdrop = backdrop
    self.isTurned = isTurned
    width = isTurned ? shapes.height : shapes.width
    height = isTurned ? shapes.width : shapes.height
  }

  /// Whether the shapes contain the bars of a chart in this orientation.
  private var hasBars: Bool {
    var drawn = shapes.shapes.filter { !isGround($0) }
    var rectangles = drawn.map { self.rectangles(of: $0) }
    // A ruled background has one colour in all its cells, including those beside bars.
    let cellCounts = zip(drawn, rectangles).map { shape, parts in
      parts.count { isCell($0, of: shape) }
    }
    let isRuled = drawn.map { shape in
      let alike = drawn.indices.filter {
        !rectangles[$0].isEmpty && shapes.isSimilar(drawn[$0].seed, shape.seed)
      }
      return !alike.isEmpty && 2 * alike.reduce(0) { $0 + cellCounts[$1] } >= alike.count
    }
    drawn = zip(drawn, isRuled).compactMap { $1 ? nil : $0 }
    rectangles = zip(rectangles, isRuled).compactMap { $1 ? nil : $0 }
    let count = rectangles.reduce(0) { $0 + $1.count }
    guard count >= Self.minimumBars, count <= Self.maximumRectangles else { return false }
    let piles = Self.piled(rectangles.flatMap { $0 }, within: max(5, height / 100))
    let area = drawn.reduce(0) { $0 + $1.area }
    let lines = Set(piles.flatMap { [$0.rows.lowerBound, $0.rows.upperBound] })
    return lines.contains { areBars(on: $0, piles, area: area) }
  }

  /// Returns whether a shape is the background of bars: it reaches the picture's edge or belongs to
  /// the backdrop, or it is large and extends into its own corners.
  private func isGround(_ shape: FlatShape) -> Bool {
    if shape.isGround || backdrop.isPlain && !backdrop.isSubject[shape.seed] { return true }
    let box = shape.box
    guard 10 * box.width >= 6 * shapes.width, 10 * box.height >= 6 * shapes.height else {
      return false
    }
    let inset = 4
    let columns = [box.columns.lowerBound + inset, box.columns.upperBound - 1 - inset]
    let rows = [box.rows.lowerBound + inset, box.rows.upperBound - 1 - inset]
    let corners = columns.flatMap { x in rows.map { $0 * shapes.width + x } }
    return corners.count { shapes.labels[$0] == shape.label } >= 3
  }

  /// Returns whether most of the drawn area starts on one line and has the widths and lengths of
  /// bars.
  private func areBars(on line: Int, _ piles: [SheetRegion], area: Int) -> Bool {
    let near = max(3, height / 150)
    let touching = piles.filter {
      abs($0.rows.lowerBound - line) <= near || abs($0.rows.upperBound - line) <= near
    }
    guard touching.count >= Self.minimumBars else { return false }
    let medianWidth = touching.map(\.width).sorted()[touching.count / 2]
    let bars = touching.filter { abs($0.width - medianWidth) <= max(3, medianWidth * 15 / 100) }
      .sorted { $0.columns.lowerBound < $1.columns.lowerBound }
    guard bars.count >= Self.minimumBars, 10 * bars.count >= 7 * touching.count,
      let first = bars.first, let last = bars.last
    else { return false }
    let areApart = zip(bars, bars.dropFirst()).allSatisfy {
      $0.columns.upperBound <= $1.columns.lowerBound + 3
    }
    let heights = bars.map(\.height)
    let (low, tall) = (heights.min() ?? 0, heights.max() ?? 0)
    // The views of a box have equal heights.
    let areUnlike = tall - low > max(4, tall * 6 / 100)
    let isLarge =
      10 * tall >= height && 10 * (last.columns.upperBound - first.columns.lowerBound) >= 3 * width
    let own = bars.reduce(0) { $0 + $1.width * $1.height }
    return areApart && areUnlike && isLarge && 10 * own >= 7 * area
  }

  // MARK: Rectangles

  /// Returns a shape's box in the current orientation.
  private func box(of shape: FlatShape) -> SheetRegion {
    isTurned ? shape.box.transposed : shape.box
  }

  /// Returns the index in `FlatShapes.labels` of a point in the current orientation.
  private func pixelIndex(_ x: Int, _ y: Int) -> Int {
    isTurned ? x * shapes.width + y : y * shapes.width + x
  }

  /// Returns the rows that a shape occupies in a column, or `nil` when it fills less than 70 % of
  /// them.
  private func extent(of shape: FlatShape, _ x: Int) -> Range<Int>? {
    let rows = box(of: shape).rows
    var (top, bottom, count) = (rows.upperBound, rows.lowerBound, 0)
    for y in rows where shapes.labels[pixelIndex(x, y)] == shape.label {
      top = min(top, y)
      bottom = y + 1
      count += 1
    }
    return top < bottom && 10 * count >= 7 * (bottom - top) ? top..<bottom : nil
  }

  /// Returns the adjacent rectangles that make up a shape; empty for a shape with slopes or curves.
  private func rectangles(of shape: FlatShape) -> [SheetRegion] {
    let box = box(of: shape)
    var runs: [SheetRegion] = []
    for x in box.columns {
      guard let extent = extent(of: shape, x) else { continue }
      Self.add(SheetRegion(columns: x..<x + 1, rows: extent), to: &runs, within: 1)
    }
    // Softened rims are narrow, and so are lines drawn in front of a shape.
    let thin = max(4, min(10, box.width / 10))
    var wide: [SheetRegion] = []
    for run in runs where run.width >= thin { Self.add(run, to: &wide, within: thin) }
    let covered = wide.reduce(0) { $0 + $1.width }
    let isStepped = zip(wide, wide.dropFirst()).allSatisfy { left, right in
      abs(left.rows.lowerBound - right.rows.lowerBound) >= 8
        || abs(left.rows.upperBound - right.rows.upperBound) >= 8
    }
    guard isStepped, covered + 6 >= box.width || 100 * covered >= 85 * box.width else { return [] }
    return wide.filter { $0.height >= 3 }
  }

  /// Adds a run of columns, or extends the last run when it starts and ends in the same rows.
  private static func add(_ run: SheetRegion, to runs: inout [SheetRegion], within gap: Int) {
    let tolerance = 3
    if let last = runs.last, run.columns.lowerBound - last.columns.upperBound <= gap,
      abs(run.rows.lowerBound - last.rows.lowerBound) <= tolerance,
      abs(run.rows.upperBound - last.rows.upperBound) <= tolerance
    {
      runs[runs.count - 1] = SheetRegion(
        columns: last.columns.lowerBound..<run.columns.upperBound, rows: last.rows)
    } else {
      runs.append(run)
    }
  }

  /// Returns whether a run is a cell of a ruled background: the same colour continues on both sides
  /// beyond thin lines, along its whole height.
  private func isCell(_ run: SheetRegion, of shape: FlatShape) -> Bool {
    let rows = [1, 5, 9].map { run.rows.lowerBound + $0 * run.height / 10 }
    return [run.columns.lowerBound - 8, run.columns.upperBound + 7].allSatisfy { x in
      guard x >= 0, x < width else { return true }
      return rows.allSatisfy { y in
        let other = pixelIndex(x, y)
        return shapes.labels[other] != shape.label && shapes.isSimilar(other, shape.seed)
      }
    }
  }

  /// Merges stacked rectangles: the segments of a bar, or the pieces that lines in front of it
  /// leave.
  private static func piled(_ rectangles: [SheetRegion], within gap: Int) -> [SheetRegion] {
    var piles: [SheetRegion] = []
    for part in rectangles.sorted(by: {
      ($0.rows.lowerBound, $0.columns.lowerBound) < ($1.rows.lowerBound, $1.columns.lowerBound)
    }) {
      let under = piles.indices.last { index in
        let pile = piles[index]
        return abs(pile.columns.lowerBound - part.columns.lowerBound) <= 3
          && abs(pile.columns.upperBound - part.columns.upperBound) <= 3
          && abs(part.rows.lowerBound - pile.rows.upperBound) <= gap
      }
      if let under {
        piles[under] = piles[under].united(with: part)
      } else {
        piles.append(part)
      }
    }
    return piles
  }
}
