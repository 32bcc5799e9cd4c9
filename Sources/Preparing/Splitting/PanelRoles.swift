package import Model

/// What the views of a sheet probably show, by how many there are and how they stand. `docs/split.md` has the
/// table; where it is not sure it says `unsorted`, and the user says better.
package enum PanelRoles {
  /// A role for each panel, in the same order.
  package static func proposed(for finding: PanelFinding, kind: ElementKind?) -> [Role] {
    let rows = finding.columnsOfRows
    guard rows.count > 0, kind != .place, kind != .voice else {
      return finding.panels.map { _ in .unsorted }
    }
    let isProduct = kind == .product
    if let single = rows.first, rows.count == 1 { return turn(single, isProduct) }
    if let bodies = rowOfBodies(finding) {
      return rows.enumerated().flatMap { row, count in
        row == bodies
          ? turn(count, isProduct)
          : [Role](repeating: isProduct ? .detail : .expression, count: count)
      }
    }
    // A grid of one size is one turn, read row by row.
    return turn(rows.reduce(0, +), isProduct)
  }

  /// The usual order of so many views of one thing that is turned.
  private static func turn(_ count: Int, _ isProduct: Bool) -> [Role] {
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

  /// The row whose views are larger than those of all others; nothing where none are by a fourth.
  private static func rowOfBodies(_ finding: PanelFinding) -> Int? {
    var heights: [Int] = []
    for panel in finding.panels {
      while heights.count <= panel.row { heights.append(0) }
      heights[panel.row] = max(heights[panel.row], panel.box.height)
    }
    guard let most = heights.max() else { return nil }
    let large = heights.indices.filter { heights[$0] * 5 > most * 4 }
    return large.count == 1 ? large[0] : nil
  }
}
