internal import Model

/// The table `meta`: single values, each with a key.
struct MetaTable {
  let sql: Statements

  /// The integer with a key; `nil` if there is none.
  func integer(_ key: String) throws -> Int? {
    try sql.integer("SELECT value FROM meta WHERE key=?", [key])
  }

  /// Stores an integer with a key.
  func set(_ key: String, _ value: Int) throws {
    try sql.run("INSERT OR REPLACE INTO meta(key, value) VALUES(?, ?)", [key, value])
  }

  /// The text with a key; `nil` if there is none.
  func text(_ key: String) throws -> String? {
    try sql.first("SELECT value FROM meta WHERE key=?", [key]) { $0.text(0) }
  }

  /// Stores a text with a key.
  func set(_ key: String, _ value: String) throws {
    try sql.run("INSERT OR REPLACE INTO meta(key, value) VALUES(?, ?)", [key, value])
  }

  // MARK: Tables

  /// The key for the number of tables and indexes.
  private static let tables = "tables"

  /// The number of tables and indexes in the file.
  private func countTables() throws -> Int {
    try sql.integer("SELECT count(*) FROM sqlite_schema") ?? 0
  }

  /// Stores the number of tables and indexes, once all have been created.
  func recordTableCount() throws { try set(Self.tables, countTables()) }

  /// Whether the file still has as many tables and indexes as were noted.
  var hasAllTables: Bool { get throws { try integer(Self.tables) == countTables() } }
}
