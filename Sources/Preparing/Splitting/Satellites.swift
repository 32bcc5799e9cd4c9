/// What stands beside a figure and belongs to it: a staff, a sword, a bag, a hat on the floor, a pet. It is much lower
/// than the figures of its row, or as tall and much thinner.
struct Satellites {
  /// The rows without them.
  private(set) var rows: [[SubjectView]]
  /// Those of each row.
  private(set) var ofRows: [[SubjectView]]

  /// A figure has so much of the area of the larger ones, and of their height.
  private static let leastArea = 0.35
  private static let leastHeight = 0.55
  /// How far a low thing and a thin one may be from their figure, as shares of a figure's height.
  private static let farthestLow = 0.35
  private static let farthestThin = 0.2
  /// A thing is thin that has less of the width of a figure.
  private static let thin = 0.4
  /// Or one that fills so little, such as a bow.
  private static let slight = 0.25
  /// A thin thing is much nearer to its figure than figures are to each other: the narrow side of a product, which is a
  /// view, is not.
  private static let nearer = 0.6

  init(_ rows: [[SubjectView]]) {
    self.rows = []
    ofRows = []
    for row in rows {
      let (figures, satellites) = Self.parted(row)
      self.rows.append(figures)
      ofRows.append(satellites)
    }
  }

  private static func parted(
    _ row: [SubjectView]
  ) -> (figures: [SubjectView], satellites: [SubjectView]) {
    guard row.count > 2 else { return (row, []) }
    let areas = row.map(\.area).sorted(by: >)
    let larger = areas.prefix((areas.count + 1) / 2)
    let area = Double(larger[larger.count - 1])
    let wide = row.filter { Double($0.area) >= leastArea * area }
    let height = Double(median(wide.map(\.box.height)))
    let figures = wide.filter { Double($0.box.height) >= leastHeight * height }
    guard figures.count > 1, row.count <= 3 * figures.count else { return (row, []) }
    let measures = Measures(figures, height: height)
    var kept: [SubjectView] = []
    var satellites: [SubjectView] = []
    for view in row {
      let isFigure = figures.contains { $0.labels == view.labels }
      let belongs = !isFigure && Double(view.area) < 0.6 * area && measures.belongs(view)
      if belongs { satellites.append(view) } else { kept.append(view) }
    }
    // Details stand over each other: what is beside a figure stands on the floor, or is held.
    let areDetails = satellites.contains { one in
      satellites.contains { $0.labels != one.labels && isOver(one, $0) }
    }
    return areDetails ? (row, []) : (kept, satellites)
  }

  /// Whether two of about one size are over each other.
  private static func isOver(_ one: SubjectView, _ other: SubjectView) -> Bool {
    let shared = one.box.columns.clamped(to: other.box.columns).count
    let (low, tall) = (
      min(one.box.height, other.box.height), max(one.box.height, other.box.height)
    )
    return 2 * shared > min(one.box.width, other.box.width) && 10 * low > 6 * tall
  }

  private static func median(_ numbers: [Int]) -> Int {
    numbers.isEmpty ? 0 : numbers.sorted()[numbers.count / 2]
  }

  /// The sizes of the figures of a row.
  private struct Measures {
    let figures: [SubjectView]
    let height: Double
    let width: Double
    let area: Int
    /// Between neighbors, in the median.
    let gap: Double

    init(_ figures: [SubjectView], height: Double) {
      self.figures = figures
      self.height = height
      width = Double(Satellites.median(figures.map(\.box.width)))
      area = Satellites.median(figures.map(\.area))
      gap = Double(
        Satellites.median(
          zip(figures, figures.dropFirst()).map { left, right in
            max(0, right.box.columns.lowerBound - left.box.columns.upperBound)
          }))
    }

    func belongs(_ view: SubjectView) -> Bool {
      let gaps = figures.filter { figure in
        let shared = figure.box.rows.clamped(to: view.box.rows).count
        return 2 * shared > view.box.height
      }.map { Double(view.box.gap(to: $0.box)) }.sorted()
      guard let nearest = gaps.first else { return false }
      if Double(view.box.height) < leastHeight * height {
        return nearest <= farthestLow * height
      }
      let share = Double(view.area) / Double(max(1, area))
      let isThin =
        Double(view.box.width) < Satellites.thin * width
        || share < Satellites.slight && Double(view.box.width) < 0.75 * width
      guard isThin else { return false }
      return nearest <= farthestThin * height && nearest <= nearer * gap
    }
  }
}

extension SheetRegion {
  /// How far apart two boxes are from left to right; 0 where they share columns.
  func gap(to other: SheetRegion) -> Int {
    max(
      columns.lowerBound - other.columns.upperBound, other.columns.lowerBound - columns.upperBound,
      0)
  }
}
