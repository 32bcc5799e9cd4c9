internal import Castbook
internal import CommandLineKit
internal import Model

/// Which file may go to which target, as lines for people.
///
/// With few targets, each has a column under its id. More targets are numbered and named below,
/// those with the same result for every file under one number. When that is too wide, or the files
/// are too many and too different, the table is transposed: one line per group of targets.
struct MatrixTable {
  private let matrix: CheckMatrix
  private let style: TerminalStyle
  private let width: Int

  /// The number of files above which they are grouped by outcome, and of outcomes above which the
  /// table is transposed.
  private static let maximumRows = 30
  /// The number of targets above which columns are numbered.
  private static let maximumNamedColumns = 6
  private static let maximumLabelWidth = 44
  private static let minimumLabelWidth = 20
  /// The minimum width of the reasons after a row of marks.
  private static let minimumReasonWidth = 24

  init(_ matrix: CheckMatrix, style: TerminalStyle) {
    self.matrix = matrix
    self.style = style
    width = style.columns
  }

  /// The table, what its marks mean, and the verdict. Empty for a single target or without files,
  /// since the lines above then say everything.
  var lines: [String] {
    guard matrix.shown.count > 1, !matrix.rows.isEmpty else { return [] }
    let table = uniform ?? named ?? numbered ?? transposed
    let explanation = matrix.explanation.map { style.styled("  \($0)", .dim) }
    return [""] + table.map(Columns.trimmed) + [explanation].compactMap(\.self)
      + Folding.lines(verdict, width: width)
  }

  /// How many files go where, as a sentence.
  private var verdict: String {
    let file = matrix.rows.count == 1 ? "\(sanitized(matrix.rows[0].path.text)) " : ""
    return file + matrix.verdict
  }

  // MARK: Rows

  /// A row of the table: a file, or all files with the same outcome.
  private struct Row {
    let label: String
    let kind: Int
  }

  /// One row per file, or one per outcome when there are many files, or `nil` when there are too
  /// many outcomes as well.
  private var rows: [Row]? {
    if matrix.rows.count <= Self.maximumRows {
      return matrix.rows.map { Row(label: sanitized($0.path.text), kind: $0.kind) }
    }
    guard matrix.kinds.count <= Self.maximumRows else { return nil }
    var first: [Int: String] = [:]
    for row in matrix.rows where first[row.kind] == nil {
      first[row.kind] = sanitized(row.path.text)
    }
    return matrix.kinds.indices.map { kind in
      let others = matrix.kinds[kind].count - 1
      let more = others == 0 ? "" : " and \(Quantity.grouped(others)) more"
      return Row(label: (first[kind] ?? "") + more, kind: kind)
    }
  }

  /// Returns the width of the labels when `used` columns are needed for the rest, or `nil` when
  /// too little is left for them.
  private func labelWidth(_ rows: [Row], used: Int) -> Int? {
    let longest = rows.map { displayWidth($0.label) }.max() ?? 0
    let room = width - used
    let fitting = min(longest, Self.maximumLabelWidth, room)
    return fitting < min(longest, Self.minimumLabelWidth) ? nil : fitting
  }

  /// Returns the label, truncated at its start if it is too long: file names differ at their ends.
  private func label(_ text: String, _ width: Int) -> String {
    var shortened = text
    if displayWidth(text) > width {
      while displayWidth(shortened) >= width, !shortened.isEmpty { shortened.removeFirst() }
      shortened = "…" + shortened
    }
    return Columns.padded(shortened, width)
  }

  // MARK: All targets alike

  /// The table when every file has the same result for all targets, otherwise `nil`.
  private var uniform: [String]? {
    let groups = matrix.groups
    guard groups.count == 1, let group = groups.first else { return nil }
    if matrix.rows.count == 1 { return transposedForOneFile(groups) }
    return style.folded(list(group), after: "  \(matrix.total(of: group[0]).words)  ")
  }

  // MARK: Columns under their ids

  /// The table with a column under the id of each target, or `nil` when it doesn't fit.
  private var named: [String]? {
    let shown = matrix.shown
    guard shown.count <= Self.maximumNamedColumns, let rows else { return nil }
    let slots =
      matrix.slotsDiffer
      ? shown.map { matrix.slots(of: $0).map(\.rawValue).joined(separator: ", ") } : []
    let widths = zip(shown, slots.isEmpty ? shown.map { _ in "" } : slots).map { target, slot in
      rows.map { displayWidth(matrix.kinds[$0.kind].cells[target].words) }
        .reduce(max(displayWidth(matrix.labels[target]), displayWidth(slot)), max)
    }
    let used = widths.reduce(2) { $0 + 2 + $1 }
    guard used + Self.minimumLabelWidth <= width,
      let labelWidth = labelWidth(rows, used: used)
    else { return nil }
    let indent = String(repeating: " ", count: 2 + labelWidth)
    let headers = [shown.map { matrix.labels[$0] }, slots].filter { !$0.isEmpty }.map { words in
      zip(words, widths).map { "  " + Columns.padded($0, $1) }.joined()
    }
    return headers.map { indent + style.styled(Columns.trimmed($0), .dim) }
      + rows.map { row in
        let cells = zip(shown, widths).map { target, width in
          "  " + cell(matrix.kinds[row.kind].cells[target], width)
        }
        return "  " + label(row.label, labelWidth) + cells.joined()
      }
  }

  // MARK: Numbered columns

  /// The table with numbered columns, or `nil` when it doesn't fit.
  private var numbered: [String]? {
    let groups = matrix.groups
    guard matrix.rows.count > 1, let rows else { return nil }
    let column = String(groups.count).count + 2
    let used = 2 + groups.count * column + 3 + Self.minimumReasonWidth
    guard let labelWidth = labelWidth(rows, used: used) else { return nil }
    let indent = String(repeating: " ", count: 2 + labelWidth)
    let header = groups.indices.map { Columns.leftPadded(String($0 + 1), column) }.joined()
    let reasonsAt = 2 + labelWidth + groups.count * column + 3
    var lines = [indent + style.styled(header, .dim)]
    for row in rows {
      let signs = groups.map { group in
        String(repeating: " ", count: column - 1) + sign(matrix.kinds[row.kind].cells[group[0]])
      }
      let reasons = matrix.reasons(in: row.kind, for: groups)
      let head = "  " + label(row.label, labelWidth) + signs.joined()
      let folded = style.folded(reasons, after: "\(head)   ", indent: reasonsAt)
      lines += folded.isEmpty ? [head] : folded
    }
    return lines + [""] + legend(groups)
  }

  /// Returns the targets behind each number, with their totals.
  private func legend(_ groups: [[Int]]) -> [String] {
    let totals = groups.map { matrix.total(of: $0[0]).words }
    let totalWidth = totals.map(displayWidth).max() ?? 0
    let numberWidth = String(groups.count).count
    return zip(groups, totals).enumerated().flatMap { index, pair in
      let head =
        "  \(Columns.leftPadded(String(index + 1), numberWidth))  "
        + "\(Columns.leftPadded(pair.1, totalWidth))  "
      return style.folded(list(pair.0), after: head)
    }
  }

  // MARK: A line a group of targets

  /// The table with one line per group of targets, the best first.
  private var transposed: [String] {
    let groups = matrix.groups.enumerated().sorted { left, right in
      let totals = [left, right].map { matrix.total(of: $0.element[0]) }
      if totals[1].isWorse(than: totals[0]) { return true }
      return !totals[0].isWorse(than: totals[1]) && left.offset < right.offset
    }.map(\.element)
    if matrix.rows.count == 1 { return transposedForOneFile(groups) }
    let nowhere = sanitized(matrix.refusedEverywhere)
    return groups.flatMap(transposedLines)
      + (nowhere.isEmpty
        ? []
        : style.folded(nowhere, after: "  \(Columns.leftPadded("nowhere", totalIndent - 4))  "))
  }

  /// Returns the transposed table of a single file, with its result for each group.
  private func transposedForOneFile(_ groups: [[Int]]) -> [String] {
    let cells = groups.map { matrix.kinds[0].cells[$0[0]] }
    let width = cells.map { displayWidth($0.words) }.max() ?? 0
    return zip(groups, cells).flatMap { group, shown in
      style.folded(list(group), after: "  \(cell(shown, width))  ", indent: width + 4)
    }
  }

  /// The indent of words after a total such as `240 of 310`.
  private var totalIndent: Int { max(11, 2 * Quantity.grouped(matrix.rows.count).count + 8) }

  /// Returns a group of targets with its total and the reasons for refusals.
  private func transposedLines(_ group: [Int]) -> [String] {
    let total = matrix.total(of: group[0])
    let head = "  \(Columns.leftPadded(total.words, totalIndent - 4))  "
    let refused = sanitized(matrix.refusals(of: group[0]))
    let remarks = [
      refused.isEmpty ? nil : "not \(refused)",
      total.unknown == 0 ? nil : "? \(Quantity.count(total.unknown, "file"))",
    ].compactMap(\.self)
    let indent = String(repeating: " ", count: displayWidth(head))
    return style.folded(list(group), after: head)
      + remarks.flatMap { style.folded($0, after: indent) }
  }

  // MARK: Words

  /// Returns the names of targets. "(yours)" stays on one line with the name it belongs to.
  private func list(_ group: [Int]) -> String {
    matrix.list(group).replacing(" (", with: "\u{a0}(")
  }

  /// Returns the mark of a cell, in its colour.
  private func sign(_ cell: CheckMatrix.Cell) -> String {
    switch cell {
    case .passes: style.styled(cell.symbol, .good)
    case .passesWithWarning: style.styled(cell.symbol, .warn)
    case .fails: style.styled(cell.symbol, .bad)
    case .noSlot, .notChecked, .unknown: style.styled(cell.symbol, .dim)
    }
  }

  /// Returns a cell: its mark and, where there is room, its words.
  private func cell(_ cell: CheckMatrix.Cell, _ width: Int) -> String {
    sign(cell) + Columns.padded(String(cell.words.dropFirst()), width - 1)
  }
}
