/// Rows for one table that are inserted many at a time, which costs a third of inserting them one by one.
/// A row that is there already is passed over.
struct RowBatch {
  private let table: String
  private let columnCount: Int
  private var values: [SQLValue] = []

  /// Rows of one statement.
  private static let rowCount = 64

  init(_ table: String, columns: Int) {
    self.table = table
    columnCount = columns
    values.reserveCapacity(columns * Self.rowCount)
  }

  mutating func add(_ row: [SQLValue], to index: Index) throws {
    values += row
    guard values.count == columnCount * Self.rowCount else { return }
    try index.run(composed: statement(rows: Self.rowCount), values)
    values.removeAll(keepingCapacity: true)
  }

  /// Inserts what still waits.
  mutating func flush(to index: Index) throws {
    let one = statement(rows: 1)
    for start in stride(from: 0, to: values.count, by: columnCount) {
      try index.run(composed: one, Array(values[start..<start + columnCount]))
    }
    values.removeAll(keepingCapacity: true)
  }

  private func statement(rows: Int) -> String {
    let row = "(" + repeatElement("?", count: columnCount).joined(separator: ",") + ")"
    return "INSERT OR IGNORE INTO \(table) VALUES"
      + repeatElement(row, count: rows).joined(separator: ",")
  }
}
