import CSQLite
import Testing

/// SQLite, used directly on a file.
enum Database {
  /// Opens a file, creating it if it is missing, and runs statements.
  static func make(_ path: String, _ statements: String) throws {
    var database: OpaquePointer?
    defer { sqlite3_close_v2(database) }
    try #require(sqlite3_open(path, &database) == SQLITE_OK)
    let code = sqlite3_exec(database, statements, nil, nil, nil)
    try #require(code == SQLITE_OK, "\(String(cString: sqlite3_errmsg(database)))")
  }
}
