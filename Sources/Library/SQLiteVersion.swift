internal import CSQLite

/// The SQLite that the index is kept by.
package enum SQLiteVersion {
  package static var text: String { unsafe String(cString: sqlite3_libversion()) }
}
