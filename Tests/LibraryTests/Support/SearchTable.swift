import CSQLite
import Library

/// A full-text table with the index's own settings, in memory.
final class SearchTable {
  private var database: OpaquePointer?
  private var documents: [Int: String] = [:]

  /// An error of SQLite.
  struct Refusal: Error, CustomStringConvertible {
    let description: String
  }

  init() throws {
    guard sqlite3_open(":memory:", &database) == SQLITE_OK else {
      throw Refusal(description: "no database")
    }
    _ = try rows(
      of: "CREATE VIRTUAL TABLE texts USING fts5(text, \(Schema.searchOptions))", [])
  }

  convenience init(_ texts: [String]) throws {
    try self.init()
    for (number, text) in texts.enumerated() { try add(text, as: number) }
  }

  deinit { sqlite3_close_v2(database) }

  func add(_ text: String, as number: Int) throws {
    try add(document: SearchText.document(text), as: number)
  }

  func add(document: String, as number: Int) throws {
    documents[number] = document
    _ = try rows(
      of: "INSERT INTO texts (rowid, text) VALUES (?2, ?1)", [document, String(number)])
  }

  /// The row numbers of the texts that a query finds; `nil` if the query is empty.
  func numbers(for words: String) throws -> [Int]? {
    guard let query = SearchText.query(words) else { return nil }
    return try rows(of: "SELECT rowid FROM texts WHERE texts MATCH ?1 ORDER BY 1", [query.match])
      .filter { query.isConfirmed(by: [documents[$0] ?? ""]) }
  }

  /// The first column of all rows.
  private func rows(of statement: String, _ values: [String]) throws -> [Int] {
    var prepared: OpaquePointer?
    guard sqlite3_prepare_v2(database, statement, -1, &prepared, nil) == SQLITE_OK else {
      throw refusal(statement, values)
    }
    defer { sqlite3_finalize(prepared) }
    // SQLite copies the text: this is SQLITE_TRANSIENT, which is a cast in C.
    let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    for (index, value) in values.enumerated() {
      sqlite3_bind_text(prepared, Int32(index + 1), value, Int32(value.utf8.count), copied)
    }
    var numbers: [Int] = []
    while true {
      switch sqlite3_step(prepared) {
      case SQLITE_ROW: numbers.append(Int(sqlite3_column_int64(prepared, 0)))
      case SQLITE_DONE: return numbers
      default: throw refusal(statement, values)
      }
    }
  }

  private func refusal(_ statement: String, _ values: [String]) -> Refusal {
    Refusal(description: "\(String(cString: sqlite3_errmsg(database))): \(statement) \(values)")
  }
}
