internal import Model

/// Where views lie, and what speaks for it.
struct PanelLayout {
  /// Rows from the top, each from the left.
  var rows: [[SheetRegion]] = []
  /// How views were told apart, once for each time.
  var means: [PanelMeans] = []
  var sureness = 0.0

  static let none = PanelLayout()

  var count: Int { rows.reduce(0) { $0 + $1.count } }

  /// In the pixels of the original: no view loses a column, and no band comes along.
  func finding(_ picture: AnalysisPicture) -> PanelFinding {
    guard count > 1, sureness >= PanelFinding.least else { return .single(picture.original) }
    let (size, original) = (picture.size, picture.original)
    let panels = rows.enumerated().flatMap { row, regions in
      regions.enumerated().map { column, region in
        let x = Self.scaled(region.columns, from: size.width, to: original.width)
        let y = Self.scaled(region.rows, from: size.height, to: original.height)
        return Panel(
          box: PixelBox(x: x.lowerBound, y: y.lowerBound, width: x.count, height: y.count),
          row: row, column: column)
      }
    }
    let counts = means.reduce(into: [PanelMeans: Int]()) { $0[$1, default: 0] += 1 }
    let ordered = PanelMeans.allCases.filter { counts[$0] != nil }
      .sorted { (counts[$0] ?? 0) > (counts[$1] ?? 0) }
    return PanelFinding(
      original: original, panels: panels, means: ordered,
      sureness: (sureness * 10_000).rounded() / 10_000)
  }

  private static func scaled(_ range: Range<Int>, from side: Int, to whole: Int) -> Range<Int> {
    let first = (2 * range.lowerBound * whole + side) / (2 * side)
    let last = (2 * range.upperBound * whole + side) / (2 * side)
    let start = min(first, whole - 1)
    return start..<min(whole, max(last, start + 1))
  }

  // MARK: Evidence

  /// How evenly it is divided: the farthest that a view's breadth, or a row's height, is from the mean, as a
  /// share of it.
  private var unevenness: Double {
    func farthest(_ sides: [Int]) -> Double {
      let mean = Double(sides.reduce(0, +)) / Double(max(1, sides.count))
      return sides.map { abs(Double($0) - mean) / max(1, mean) }.max() ?? 0
    }
    let heights = rows.map { $0.map(\.height).max() ?? 0 }
    return max(farthest(heights), rows.map { farthest($0.map(\.width)) }.max() ?? 0)
  }

  /// How sure bands, lines and seams make it that this is a sheet. One line may run across any photograph:
  /// several, or one right through the middle, hardly do.
  static func sureness(of separators: [Separator], _ layout: PanelLayout) -> Double {
    guard !separators.isEmpty, layout.count > 1 else { return 0 }
    // More are a pattern, or a sheet of contacts: those are asked about.
    let ofCount = layout.count > mostViews ? 0.45 : 1
    let strengths = separators.map(\.strength)
    let mean = strengths.reduce(0, +) / Double(strengths.count)
    let base = (mean + (strengths.min() ?? 0)) / 2
    let uneven = layout.unevenness
    let regular = 1 - min(1, uneven / 0.5)
    let isStacked = layout.rows.allSatisfy { $0.count == 1 }
    let gutters = separators.count { $0.isGutter }
    if 2 * gutters > separators.count {
      let shape = layout.count > 2 ? 0.7 + 0.3 * regular : uneven < 0.03 ? 0.8 : 0.3 + 0.2 * regular
      return clamped((base - 0.35) / 0.4) * shape * (isStacked ? 0.6 : 1) * ofCount
    }
    let shape =
      switch layout.count {
      case 2: uneven < 0.012 ? 0.75 : 0.2
      case 3: uneven < 0.02 ? 1 : 0.35 + 0.5 * regular
      default: 0.4 + 0.6 * regular
      }
    return clamped((base - 0.55) / 0.25) * shape * (isStacked ? 0.6 : 1) * ofCount
  }

  private static let mostViews = 24

  private static func clamped(_ value: Double) -> Double { min(1, max(0, value)) }
}
