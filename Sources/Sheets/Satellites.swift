/// Separates figures from the things beside them that belong to them: a staff, a sword, a bag, a
/// hat on the floor, a pet.
///
/// A satellite is much lower than the figures of its row, or as tall and much thinner.
struct Satellites {
  private(set) var rows: [[SubjectView]]
  private(set) var satellitesByRow: [[SubjectView]]

  /// The minimum area of a figure, as a share of the larger figures' area.
  private static let minimumArea = 0.35
  /// The minimum height of a figure, as a share of the larger figures' height.
  private static let minimumHeight = 0.55
  /// The maximum distance of a low satellite from its figure, as a share of a figure's height.
  private static let maximumLowDistance = 0.35
  /// The maximum distance of a thin satellite from its figure, as a share of a figure's height.
  private static let maximumThinDistance = 0.2
  /// The width below which a thing is thin, as a share of a figure's width.
  private static let thinWidth = 0.4
  /// The area below which a thing counts as thin although it is wider, such as a bow; a share of a
  /// figure's area.
  private static let slightArea = 0.25
  /// The maximum distance of a thin satellite as a share of the gap between figures: it is much
  /// nearer to its figure than figures are to each other, unlike the narrow side view of a product.
  private static let maximumGapShare = 0.6

  /// Separates the figures and the satellites of each row.
  init(_ rows: [[SubjectView]]) {
    self.rows = []
    satellitesByRow = []
    for row in rows {
      let (figures, satellites) = Self.parted(row)
      self.rows.append(figures)
      satellitesByRow.append(satellites)
    }
  }

  /// Returns the figures and satellites of one row; a row of up to two views has no satellites.
  private static func parted(
    _ row: [SubjectView]
  ) -> (figures: [SubjectView], satellites: [SubjectView]) {
    guard row.count > 2 else { return (row, []) }
    let areas = row.map(\.area).sorted(by: >)
    let larger = areas.prefix((areas.count + 1) / 2)
    let area = Double(larger[larger.count - 1])
    let wide = row.filter { Double($0.area) >= minimumArea * area }
    let height = Double(median(wide.map(\.box.height)))
    let figures = wide.filter { Double($0.box.height) >= minimumHeight * height }
    guard figures.count > 1, row.count <= 3 * figures.count else { return (row, []) }
    let measures = Measures(figures, height: height)
    var kept: [SubjectView] = []
    var satellites: [SubjectView] = []
    for view in row {
      let isFigure = figures.contains { $0.labels == view.labels }
      let belongs = !isFigure && Double(view.area) < 0.6 * area && measures.belongs(view)
      if belongs { satellites.append(view) } else { kept.append(view) }
    }
    // Details are stacked: a satellite stands on the floor or is held.
    let areDetails = satellites.contains { first in
      satellites.contains { $0.labels != first.labels && isOver(first, $0) }
    }
    return areDetails ? (row, []) : (kept, satellites)
  }

  /// Returns whether two views of similar height are stacked.
  private static func isOver(_ first: SubjectView, _ second: SubjectView) -> Bool {
    let shared = first.box.columns.clamped(to: second.box.columns).count
    let (low, tall) = (
      min(first.box.height, second.box.height), max(first.box.height, second.box.height)
    )
    return 2 * shared > min(first.box.width, second.box.width) && 10 * low > 6 * tall
  }

  /// Returns the upper median, or 0 for no numbers.
  private static func median(_ numbers: [Int]) -> Int {
    numbers.isEmpty ? 0 : numbers.sorted()[numbers.count / 2]
  }

  /// The typical sizes of the figures of a row.
  private struct Measures {
    let figures: [SubjectView]
    let height: Double
    let width: Double
    let area: Int
    /// The median gap between neighbouring figures.
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

    /// Returns whether a view is near enough to a figure, and low or thin enough, to be its
    /// satellite.
    func belongs(_ view: SubjectView) -> Bool {
      let gaps = figures.filter { figure in
        let shared = figure.box.rows.clamped(to: view.box.rows).count
        return 2 * shared > view.box.height
      }.map { Double(view.box.gap(to: $0.box)) }.sorted()
      guard let nearest = gaps.first else { return false }
      if Double(view.box.height) < minimumHeight * height {
        return nearest <= maximumLowDistance * height
      }
      let share = Double(view.area) / Double(max(1, area))
      let isThin =
        Double(view.box.width) < Satellites.thinWidth * width
        || share < Satellites.slightArea && Double(view.box.width) < 0.75 * width
      guard isThin else { return false }
      return nearest <= maximumThinDistance * height && nearest <= maximumGapShare * gap
    }
  }
}

extension SheetRegion {
  /// Returns the horizontal distance of two boxes, or 0 when they share columns.
  func gap(to other: SheetRegion) -> Int {
    max(
      columns.lowerBound - other.columns.upperBound, other.columns.lowerBound - columns.upperBound,
      0)
  }
}
