internal import Model

/// A possible arrangement of views, and the evidence for it.
struct PanelLayout {
  /// The rows from the top, each with its views from the left.
  var rows: [[SheetRegion]] = []
  /// The cues that separate the views, one for each separation.
  var cues: [PanelCue] = []
  /// The confidence in this layout, from 0 to 1.
  var confidence = 0.0

  /// The layout without any views.
  static let empty = PanelLayout()

  var count: Int { rows.reduce(0) { $0 + $1.count } }

  /// Converts the layout to pixels of the original.
  ///
  /// Edges are rounded so that a view loses no column and no part of a band is included.
  func detection(in picture: AnalysisPicture) -> PanelDetection {
    guard count > 1, confidence >= PanelDetection.minimumConfidence else {
      return .noPanels(in: picture.original)
    }
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
    let counts = cues.reduce(into: [PanelCue: Int]()) { $0[$1, default: 0] += 1 }
    let ordered = PanelCue.allCases.filter { counts[$0] != nil }
      .sorted { (counts[$0] ?? 0) > (counts[$1] ?? 0) }
    return PanelDetection(
      original: original, panels: panels, cues: ordered,
      confidence: (confidence * 10_000).rounded() / 10_000)
  }

  /// Scales a range to another side length; the result is never empty.
  private static func scaled(_ range: Range<Int>, from side: Int, to whole: Int) -> Range<Int> {
    let first = (2 * range.lowerBound * whole + side) / (2 * side)
    let last = (2 * range.upperBound * whole + side) / (2 * side)
    let start = min(first, whole - 1)
    return start..<min(whole, max(last, start + 1))
  }

  // MARK: Evidence

  /// The greatest deviation of a view's width or a row's height from the mean, as a share of the
  /// mean.
  private var unevenness: Double {
    func farthest(_ sides: [Int]) -> Double {
      let mean = Double(sides.reduce(0, +)) / Double(max(1, sides.count))
      return sides.map { abs(Double($0) - mean) / max(1, mean) }.max() ?? 0
    }
    let heights = rows.map { $0.map(\.height).max() ?? 0 }
    return max(farthest(heights), rows.map { farthest($0.map(\.width)) }.max() ?? 0)
  }

  /// Returns the confidence that separators indicate a sheet.
  ///
  /// One line may cross any photograph; several lines, or one exactly in the middle, hardly ever
  /// do.
  static func confidence(of separators: [Separator], _ layout: PanelLayout) -> Double {
    guard !separators.isEmpty, layout.count > 1 else { return 0 }
    // More views are a pattern or a contact sheet; the user is asked about those.
    let countFactor = layout.count > maximumViews ? 0.45 : 1
    let strengths = separators.map(\.strength)
    let mean = strengths.reduce(0, +) / Double(strengths.count)
    let base = (mean + (strengths.min() ?? 0)) / 2
    let deviation = layout.unevenness
    let regularity = 1 - min(1, deviation / 0.5)
    let isStacked = layout.rows.allSatisfy { $0.count == 1 }
    let gutters = separators.count { $0.isGutter }
    if 2 * gutters > separators.count {
      let shape =
        layout.count > 2 ? 0.7 + 0.3 * regularity : deviation < 0.03 ? 0.8 : 0.3 + 0.2 * regularity
      return clamped((base - 0.35) / 0.4) * shape * (isStacked ? 0.6 : 1) * countFactor
    }
    let shape =
      switch layout.count {
      case 2: deviation < 0.012 ? 0.75 : 0.2
      case 3: deviation < 0.02 ? 1 : 0.35 + 0.5 * regularity
      default: 0.4 + 0.6 * regularity
      }
    return clamped((base - 0.55) / 0.25) * shape * (isStacked ? 0.6 : 1) * countFactor
  }

  /// The maximum number of views of a sheet that is cut without asking.
  private static let maximumViews = 24

  /// Returns a value clamped to 0...1.
  private static func clamped(_ value: Double) -> Double { min(1, max(0, value)) }
}
