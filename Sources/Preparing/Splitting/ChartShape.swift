/// Tells the bars of a chart from things: they stand on one line or hang from one, are equally wide, and each is as high
/// all along its width. Axes and lines behind them may hold them together.
struct ChartShape {
  /// Counts of pixels in neighboring columns that differ by no more are of one step.
  private static let evenness = 2
  /// A bar has at most so many steps, where several are side by side,
  private static let mostSteps = 4
  /// and they are so much of its width.
  private static let share = 0.9
  /// Of so many parts most must be bars.
  private static let leastBars = 3

  /// A bar: how wide it is, and between which rows.
  private struct Bar {
    let width: Int
    let rows: Range<Int>
  }

  /// Whether what stands before a plain ground are the bars of a chart.
  static func isChart(_ pixels: SheetPixels) -> Bool {
    let mask = SubjectMask(pixels, pixels.whole)
    guard mask.isPlain else { return false }
    let parts = SubjectParts(mask)
    // Words and marks are small beside bars.
    let largest = parts.parts.map(\.area).max() ?? 0
    let labels = Set(parts.parts.filter { 20 * $0.area >= largest }.map(\.label))
    let counts = (0..<parts.width).map { x in
      (0..<parts.height).count { labels.contains(parts.labels[$0 * parts.width + x]) }
    }
    let segments = segments(counts)
    let bars = segments.compactMap { bar($0, counts, parts, labels) }
    guard bars.count >= leastBars, 10 * bars.count >= 6 * segments.count else { return false }
    let heights = bars.map(\.rows.count)
    let (low, tall) = (heights.min() ?? 0, heights.max() ?? 0)
    let near = max(2, tall / 60)
    let widths = bars.map(\.width)
    let areAlike = spread(widths) <= max(2, (widths.max() ?? 0) / 8)
    let standing = spread(bars.map(\.rows.upperBound)) <= near
    let hanging = spread(bars.map(\.rows.lowerBound)) <= near
    // Views of a box are equally tall.
    return (standing || hanging) && areAlike && tall - low > near
  }

  private static func spread(_ numbers: [Int]) -> Int {
    (numbers.max() ?? 0) - (numbers.min() ?? 0)
  }

  /// The columns in which more stands than lines alone; a line itself is none.
  private static func segments(_ counts: [Int]) -> [Range<Int>] {
    let least = (counts.max() ?? 0) / 8
    var segments: [Range<Int>] = []
    var start: Int?
    for (x, count) in (counts + [0]).enumerated() {
      if count > least {
        start = start ?? x
      } else if let first = start {
        if x - first > 5 { segments.append(first..<x) }
        start = nil
      }
    }
    return segments
  }

  /// What stands in some columns, where it has nothing but upright and level sides.
  private static func bar(
    _ columns: Range<Int>, _ counts: [Int], _ parts: SubjectParts, _ labels: Set<Int32>
  ) -> Bar? {
    // The softened rims of a bar are none of its steps.
    let inner = counts[columns].dropFirst().dropLast()
    var steps: [(height: Int, count: Int)] = []
    for count in inner {
      if let last = steps.last, abs(last.height - count) <= evenness {
        steps[steps.count - 1].count += 1
      } else {
        steps.append((count, 1))
      }
    }
    // Only steps that are wide count: a slope is many narrow ones.
    let wide = steps.filter { 10 * $0.count >= inner.count }
    let covered = wide.reduce(0) { $0 + $1.count }
    guard wide.count <= mostSteps, Double(covered) >= share * Double(inner.count) else {
      return nil
    }
    let highest = inner.indices.max { (counts[$0], $1) < (counts[$1], $0) } ?? columns.lowerBound
    return Bar(width: columns.count, rows: longestRun(highest, parts, labels))
  }

  /// The longest stretch of a column that belongs to something.
  private static func longestRun(
    _ column: Int, _ parts: SubjectParts, _ labels: Set<Int32>
  ) -> Range<Int> {
    var (longest, start) = (0..<0, 0)
    for y in 0...parts.height {
      let isIn = y < parts.height && labels.contains(parts.labels[y * parts.width + column])
      if isIn { continue }
      if y - start > longest.count { longest = start..<y }
      start = y + 1
    }
    return longest
  }
}
