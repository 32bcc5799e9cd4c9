package import Model

/// Proposes the roles of the views on a sheet, by their number and arrangement.
///
/// `docs/split.md` contains the table. Where the arrangement is ambiguous the role is `unsorted`,
/// for the user to correct.
package enum PanelRoles {
  /// Returns a role for each panel, in the same order.
  package static func proposed(for finding: PanelDetection, kind: ElementKind?) -> [Role] {
    let rows = finding.columnCounts
    guard rows.count > 0, kind != .place, kind != .voice else {
      return finding.panels.map { _ in .unsorted }
    }
    let isProduct = kind == .product
    if let single = rows.first, rows.count == 1 { return turnaround(single, isProduct) }
    if let bodyRow = fullBodyRow(finding) {
      return rows.enumerated().flatMap { row, count in
        row == bodyRow
          ? turnaround(count, isProduct)
          : [Role](repeating: isProduct ? .detail : .expression, count: count)
      }
    }
    // A grid of equal views is one turnaround, read row by row.
    return turnaround(rows.reduce(0, +), isProduct)
  }

  /// Returns the customary order of views in a turnaround with `count` views.
  private static func turnaround(_ count: Int, _ isProduct: Bool) -> [Role] {
    switch (count, isProduct) {
    case (2, _): [.front, .back]
    case (3, _): [.front, .side, .back]
    case (4, false): [.front, .threeQuarter, .side, .back]
    case (4, true): [.front, .side, .back, .top]
    case (5, false): [.front, .threeQuarter, .side, .back, .unsorted]
    case (5, true): [.front, .threeQuarter, .side, .back, .top]
    default: [Role](repeating: .unsorted, count: count)
    }
  }

  /// Returns the index of the row whose views are at least a fourth larger than those of all other
  /// rows, or `nil` when there is no such row.
  private static func fullBodyRow(_ finding: PanelDetection) -> Int? {
    var heights: [Int] = []
    for panel in finding.panels {
      while heights.count <= panel.row { heights.append(0) }
      heights[panel.row] = max(heights[panel.row], panel.box.height)
    }
    guard let tallest = heights.max() else { return nil }
    let large = heights.indices.filter { heights[$0] * 5 > tallest * 4 }
    return large.count == 1 ? large[0] : nil
  }
}
