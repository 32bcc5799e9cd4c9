/// Rows for one table that are inserted 64 at a time, which costs a third of inserting them one by
/// one. A row whose key is already in the table is skipped.
///
/// ```swift
/// var rows = RowBatch("holding(blob,element)", columns: 2)
/// try rows.add([blob, element], to: index)
/// try rows.flush(to: index)
/// ```
struct RowBatch {
  private let table: String
  private let columnCount: Int
  /// The statement that inserts as many rows as are inserted at a time.
  private lazy var wholeStatement = statement(rows: Self.rowCount)
  private var values: [any SQLConvertible] = []

  /// The number of rows that one statement inserts.
  private static let rowCount = 64

  /// Creates an empty batch.
  ///
  /// - Parameters:
  ///   - table: The table's name, followed by its columns in parentheses if not all are given.
  ///   - columns: The number of values in a row.
  init(_ table: String, columns: Int) {
    self.table = table
    columnCount = columns
    values.reserveCapacity(columns * Self.rowCount)
  }

  /// Adds a row, and inserts the waiting rows if there are enough of them.
  mutating func add(_ row: [any SQLConvertible], to index: Index) throws {
    values += row
    guard values.count == columnCount * Self.rowCount else { return }
    try index.sql.run(composed: wholeStatement, values)
    values.removeAll(keepingCapacity: true)
  }

  /// Inserts all rows that are still waiting.
  mutating func flush(to index: Index) throws {
    let one = statement(rows: 1)
    for start in stride(from: 0, to: values.count, by: columnCount) {
      try index.sql.run(composed: one, Array(values[start..<start + columnCount]))
    }
    values.removeAll(keepingCapacity: true)
  }

  /// The statement that inserts a number of rows.
  private func statement(rows: Int) -> String {
    let row = "(" + repeatElement("?", count: columnCount).joined(separator: ",") + ")"
    return "INSERT OR IGNORE INTO \(table) VALUES"
      + repeatElement(row, count: rows).joined(separator: ",")
  }
}
