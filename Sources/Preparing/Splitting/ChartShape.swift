/// Tells the bars of a chart from things: rectangles of one even color that begin on one line, are equally wide and not
/// equally long. Lines behind or before them, words and a legend change nothing.
struct ChartShape {
  /// Of so many parts most must be bars.
  private static let leastBars = 3
  /// A picture with more that is of no even color is no drawn diagram.
  private static let mostUneven = 0.35
  /// More rectangles are a pattern.
  private static let mostRectangles = 600

  private let shapes: FlatShapes
  private let backdrop: SubjectMask
  /// Whether rows are looked at as columns, for bars that lie.
  private let isTurned: Bool
  private let width: Int
  private let height: Int

  /// Whether a picture shows the bars of a chart, standing, hanging or lying.
  static func isChart(_ pixels: SheetPixels) -> Bool {
    let shapes = FlatShapes(pixels)
    guard shapes.unevenShare <= mostUneven else { return false }
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

  private var hasBars: Bool {
    var drawn = shapes.shapes.filter { !isGround($0) }
    var rectangles = drawn.map { self.rectangles(of: $0) }
    // Ruled ground has one color in all its cells, those beside bars too.
    let areCells = zip(drawn, rectangles).map { shape, parts in
      parts.count { isCell($0, of: shape) }
    }
    let isRuled = drawn.map { shape in
      let alike = drawn.indices.filter {
        !rectangles[$0].isEmpty && shapes.isLike(drawn[$0].seed, shape.seed)
      }
      return !alike.isEmpty && 2 * alike.reduce(0) { $0 + areCells[$1] } >= alike.count
    }
    drawn = zip(drawn, isRuled).compactMap { $1 ? nil : $0 }
    rectangles = zip(rectangles, isRuled).compactMap { $1 ? nil : $0 }
    let count = rectangles.reduce(0) { $0 + $1.count }
    guard count >= Self.leastBars, count <= Self.mostRectangles else { return false }
    let piles = Self.piled(rectangles.flatMap { $0 }, within: max(5, height / 100))
    let area = drawn.reduce(0) { $0 + $1.area }
    let lines = Set(piles.flatMap { [$0.rows.lowerBound, $0.rows.upperBound] })
    return lines.contains { areBars(on: $0, piles, area: area) }
  }

  /// Whether a shape is the ground that bars stand before: it reaches the edge of the picture or belongs to its backdrop,
  /// or it is large and reaches into its corners.
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

  /// Whether most of what is drawn begins on one line and has the widths and lengths of bars.
  private func areBars(on line: Int, _ piles: [SheetRegion], area: Int) -> Bool {
    let near = max(3, height / 150)
    let touching = piles.filter {
      abs($0.rows.lowerBound - line) <= near || abs($0.rows.upperBound - line) <= near
    }
    guard touching.count >= Self.leastBars else { return false }
    let usual = touching.map(\.width).sorted()[touching.count / 2]
    let bars = touching.filter { abs($0.width - usual) <= max(3, usual * 15 / 100) }
      .sorted { $0.columns.lowerBound < $1.columns.lowerBound }
    guard bars.count >= Self.leastBars, 10 * bars.count >= 7 * touching.count,
      let first = bars.first, let last = bars.last
    else { return false }
    let areApart = zip(bars, bars.dropFirst()).allSatisfy {
      $0.columns.upperBound <= $1.columns.lowerBound + 3
    }
    let heights = bars.map(\.height)
    let (low, tall) = (heights.min() ?? 0, heights.max() ?? 0)
    // Views of a box are equally tall.
    let areUnlike = tall - low > max(4, tall * 6 / 100)
    let isLarge =
      10 * tall >= height && 10 * (last.columns.upperBound - first.columns.lowerBound) >= 3 * width
    let own = bars.reduce(0) { $0 + $1.width * $1.height }
    return areApart && areUnlike && isLarge && 10 * own >= 7 * area
  }

  // MARK: Rectangles

  /// The box of a shape as it is looked at.
  private func box(of shape: FlatShape) -> SheetRegion {
    isTurned ? shape.box.transposed : shape.box
  }

  private func place(_ x: Int, _ y: Int) -> Int {
    isTurned ? x * shapes.width + y : y * shapes.width + x
  }

  /// From where to where a shape fills a column.
  private func extent(of shape: FlatShape, _ x: Int) -> Range<Int>? {
    let rows = box(of: shape).rows
    var (top, bottom, count) = (rows.upperBound, rows.lowerBound, 0)
    for y in rows where shapes.labels[place(x, y)] == shape.label {
      top = min(top, y)
      bottom = y + 1
      count += 1
    }
    return top < bottom && 10 * count >= 7 * (bottom - top) ? top..<bottom : nil
  }

  /// The rectangles side by side that a shape is of; none where it has slopes or curves.
  private func rectangles(of shape: FlatShape) -> [SheetRegion] {
    let box = box(of: shape)
    var runs: [SheetRegion] = []
    for x in box.columns {
      guard let extent = extent(of: shape, x) else { continue }
      Self.add(SheetRegion(columns: x..<x + 1, rows: extent), to: &runs, within: 1)
    }
    // Softened rims are narrow, and so are lines before it.
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

  /// Adds a run of columns, or continues the last one where it begins and ends in the same rows.
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

  /// Whether it is a cell of ruled ground: beyond thin lines the same color goes on to both sides, all along it.
  private func isCell(_ run: SheetRegion, of shape: FlatShape) -> Bool {
    let rows = [1, 5, 9].map { run.rows.lowerBound + $0 * run.height / 10 }
    return [run.columns.lowerBound - 8, run.columns.upperBound + 7].allSatisfy { x in
      guard x >= 0, x < width else { return true }
      return rows.allSatisfy { y in
        let other = place(x, y)
        return shapes.labels[other] != shape.label && shapes.isLike(other, shape.seed)
      }
    }
  }

  /// Rectangles that stand on each other are one: the parts of a bar, or what lines before it leave.
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
