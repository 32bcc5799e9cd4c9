/// The part of a page that shows which targets accept which file; empty for a single target.
struct MatrixBlocks {
  private let matrix: CheckMatrix

  /// The maximum number of columns that are headed by names; more columns get numbers and a legend.
  private static let maximumNamedColumns = 6

  /// Creates the blocks for a matrix.
  init(_ matrix: CheckMatrix) { self.matrix = matrix }

  /// The table with its heading, legend and verdict. Targets with equal results share a numbered
  /// column.
  var blocks: [PageDocument.Block] {
    guard matrix.shown.count > 1, !matrix.rows.isEmpty else { return [] }
    let isNamed = matrix.shown.count <= Self.maximumNamedColumns
    let columns = isNamed ? matrix.shown.map { [$0] } : matrix.groups
    let table = PageDocument.Block.matrix(
      header: columns.indices.map { isNamed ? matrix.list(columns[$0]) : String($0 + 1) },
      rows: matrix.rows.map { row in
        (row.path.text, columns.map { matrix.kinds[row.kind].cells[$0[0]] })
      })
    return [.heading("Which targets accept which file"), table] + (isNamed ? [] : [legend(columns)])
      + [
        .paragraph(verdict),
        .paragraph(
          "✓ passes, ! passes with a warning, ? passes as far as known (that target has no known "
            + "limit for such a file), ✗ not accepted, – no slot."),
      ]
  }

  /// Returns the list that explains the column numbers.
  private func legend(_ groups: [[Int]]) -> PageDocument.Block {
    .list(
      groups.enumerated().map { index, group in
        "\(index + 1): \(matrix.total(of: group[0]).words) pass, \(matrix.list(group))"
      })
  }

  /// The summary of the matrix as a sentence.
  private var verdict: String {
    let words = matrix.verdict
    return words.prefix(1).uppercased() + words.dropFirst() + "."
  }
}
