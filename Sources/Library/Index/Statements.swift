internal import Files
internal import Model

/// The connection to the file of an index with the statements that were prepared for it.
///
/// Every table runs its statements here, so that each is prepared only once.
final class Statements {
  let database: Database
  /// The prepared statements by the address of their static text.
  private var prepared: [UInt: Statement] = [:]
  /// The few prepared statements whose text is composed at run time.
  private var composed: [String: Statement] = [:]
  /// The text of every statement that was prepared. Tests use it to check SQLite's query plans.
  private(set) var preparedTexts: [String] = []

  init(_ database: consuming Database) { self.database = database }

  /// The statement with a static text, prepared at its first use. The address of the text is the
  /// key, which is quicker than comparing texts.
  private func statement(_ sql: StaticString) throws(IndexError) -> Statement {
    let key = unsafe UInt(bitPattern: sql.utf8Start)
    if let statement = prepared[key] { return statement }
    let text = sql.description
    let statement = try database.prepare(text)
    prepared[key] = statement
    preparedTexts.append(text)
    return statement
  }

  /// Runs a statement and ignores any rows.
  func run(_ sql: StaticString, _ values: [any SQLConvertible] = []) throws(IndexError) {
    try statement(sql).run(values)
  }

  /// Runs a query and returns what `read` makes of its first row; `nil` if it has no rows.
  ///
  /// ```swift
  /// let last = try sql.first("SELECT id, day FROM segment") { ($0.integer(0), $0.text(1)) }
  /// ```
  func first<Value>(
    _ sql: StaticString, _ values: [any SQLConvertible] = [], read: (borrowing Row) throws -> Value
  ) throws -> Value? {
    var found: Value?
    try statement(sql).forEachRow(values) { row in
      found = try read(row)
      return false
    }
    return found
  }

  /// Runs a query and returns what `read` makes of each row.
  ///
  /// ```swift
  /// let days = try sql.all("SELECT name FROM day WHERE seen>?", [0]) { Day($0.text(0)) }
  /// ```
  func all<Value>(
    _ sql: StaticString, _ values: [any SQLConvertible] = [], read: (borrowing Row) throws -> Value
  ) throws -> [Value] {
    try statement(sql).all(values, read)
  }

  /// Runs a query and returns the digest in the first column of each row.
  func digests(_ sql: StaticString, _ values: [any SQLConvertible] = []) throws -> [Digest] {
    try all(sql, values) { try $0.digest(0) }
  }

  /// Runs a query and returns the integer in the first column of its first row; `nil` if it has no
  /// rows.
  ///
  /// ```swift
  /// let count = try sql.integer("SELECT count(*) FROM record") ?? 0
  /// ```
  func integer(_ sql: StaticString, _ values: [any SQLConvertible] = []) throws -> Int? {
    try first(sql, values) { $0.integer(0) }
  }

  /// Runs a query and returns the integer in the first column of each row.
  func integers(_ sql: StaticString, _ values: [any SQLConvertible] = []) throws -> [Int] {
    try all(sql, values) { $0.integer(0) }
  }

  /// Runs a query and returns the text in the first column of each row.
  func texts(_ sql: StaticString, _ values: [any SQLConvertible] = []) throws -> [String] {
    try all(sql, values) { $0.text(0) }
  }

  /// Runs a query and returns whether it has any row.
  func exists(_ sql: StaticString, _ values: [any SQLConvertible] = []) throws -> Bool {
    try first(sql, values) { _ in true } ?? false
  }

  /// Runs a query and calls `body` with each row until it returns `false`.
  func forEach(
    _ sql: StaticString, _ values: [any SQLConvertible] = [], _ body: (borrowing Row) throws -> Bool
  ) throws {
    try statement(sql).forEachRow(values, each: body)
  }

  /// Runs a query whose text is composed at run time and returns what `read` makes of each row.
  func all<Value>(
    composed sql: String, _ values: [any SQLConvertible], read: (borrowing Row) throws -> Value
  ) throws -> [Value] {
    try statement(composed: sql).all(values, read)
  }

  /// The number of rows of a query and a checksum of them that does not depend on their order.
  func checksum(of query: String) throws -> RowChecksum {
    var sum = RowChecksum()
    try database.prepare(query).forEachRow { row in
      sum.count += 1
      sum.sum &+= row.checksum(columns: row.columnCount)
      return true
    }
    return sum
  }

  /// The number and the checksum of the rows of a query. Equal rows in any order have an equal
  /// `RowChecksum`.
  struct RowChecksum: Hashable {
    var count = 0
    var sum: UInt64 = 0
  }

  /// Runs a statement whose text is composed at run time and ignores any rows.
  func run(composed sql: String, _ values: [any SQLConvertible] = []) throws(IndexError) {
    try statement(composed: sql).run(values)
  }

  /// The statement with a text, prepared at its first use.
  private func statement(composed sql: String) throws(IndexError) -> Statement {
    if let statement = composed[sql] { return statement }
    let statement = try database.prepare(sql)
    composed[sql] = statement
    preparedTexts.append(sql)
    return statement
  }
}
