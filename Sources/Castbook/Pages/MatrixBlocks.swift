/// Which file may go where, as a part of a page: nothing where only one target is asked.
struct MatrixBlocks {
  private let matrix: CheckMatrix

  /// More targets than these have numbers above their columns.
  private static let mostNamedColumns = 6

  init(_ matrix: CheckMatrix) { self.matrix = matrix }

  var blocks: [PageDocument.Block] {
    guard matrix.shown.count > 1, !matrix.rows.isEmpty else { return [] }
    let isNamed = matrix.shown.count <= Self.mostNamedColumns
    let columns = isNamed ? matrix.shown.map { [$0] } : matrix.groups
    let table = PageDocument.Block.matrix(
      header: columns.indices.map { isNamed ? matrix.list(columns[$0]) : String($0 + 1) },
      rows: matrix.rows.map { row in
        (row.path.text, columns.map { matrix.kinds[row.kind].cells[$0[0]] })
      })
    return [.heading("Which file may go where"), table] + (isNamed ? [] : [legend(columns)])
      + [
        .paragraph(verdict),
        .paragraph(
          "✓ passes, ! passes with something to watch, ? passes as far as known (no limit of that "
            + "target for such a file is known), ✗ is refused, – has no slot there."),
      ]
  }

  private func legend(_ groups: [[Int]]) -> PageDocument.Block {
    .list(
      groups.enumerated().map { index, group in
        "\(index + 1): \(matrix.total(of: group[0]).words) pass, \(matrix.list(group))"
      })
  }

  private var verdict: String {
    let words = matrix.verdict
    return words.prefix(1).uppercased() + words.dropFirst() + "."
  }
}
