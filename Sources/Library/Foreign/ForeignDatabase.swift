internal import CSQLite
internal import Files
package import Model

/// A database of another program, which is read and never written, neither the file nor beside it.
///
/// The file may come from anyone. Only whole tables are read, without joins and indices; values of
/// other types than expected are reported as such; memory and work are bounded.
///
/// ```swift
/// let database = try ForeignDatabase(vault)
/// try database.read("picture", ["id", "file_path"]) { row in … }
/// ```
@safe
package final class ForeignDatabase {
  /// A value as it is stored.
  package enum Value: Hashable, Sendable {
    case null
    case integer(Int)
    case text(String)
    /// A number with a fraction, or bytes.
    case other

    package var integer: Int? { if case .integer(let number) = self { number } else { nil } }
    package var text: String? { if case .text(let text) = self { text } else { nil } }
  }

  private let path: FilePath
  private let database: Database
  private let meter: UnsafeMutablePointer<Int>

  /// The maximum length of a value or a row in bytes.
  private static let valueLimit: Int32 = 64 << 20
  /// The maximum length of a statement, including those that made the tables.
  private static let statementLimit: Int32 = 1 << 20
  /// The number of steps of SQLite's virtual machine after which reading stops.
  private static let stepLimit = 4_000_000_000
  /// The number of steps between two looks at the count.
  private static let stepsBetween: Int32 = 100_000

  /// Opens a file that no program is writing.
  ///
  /// - Throws: `ForeignDatabaseError` if it is not a database, or has changes in a file beside it.
  package init(_ path: FilePath) throws(ForeignDatabaseError) {
    guard let status = FileSystem.status(path) else {
      throw ForeignDatabaseError("\(path): no such file")
    }
    guard status.isFile else {
      throw ForeignDatabaseError("\(path) is \(status.kind.nameWithArticle)")
    }
    for suffix in ["-wal", "-journal"] {
      let beside = FilePath(bytes: path.bytes + Array(suffix.utf8))
      guard let beside, let status = FileSystem.status(beside) else { continue }
      if !status.isFile || status.byteCount > 0 {
        throw ForeignDatabaseError(
          "\(path) has changes in \(beside.name.text) that are not part of it yet",
          fix: "quit the program that uses it; if none does, start and quit it once")
      }
    }
    self.path = path
    database = try Self.opened(path)
    unsafe meter = .allocate(capacity: 1)
    unsafe meter.initialize(to: 0)
    unsafe sqlite3_progress_handler(
      database.handle, Self.stepsBetween,
      { meter in
        guard let meter = unsafe meter?.assumingMemoryBound(to: Int.self) else { return 1 }
        unsafe meter.pointee += Int(ForeignDatabase.stepsBetween)
        return unsafe meter.pointee > ForeignDatabase.stepLimit || Task.isCancelled ? 1 : 0
      }, meter)
  }

  deinit {
    unsafe sqlite3_progress_handler(database.handle, 0, nil, nil)
    unsafe meter.deallocate()
  }

  /// Opens the file with its limits.
  private static func opened(_ path: FilePath) throws(ForeignDatabaseError) -> Database {
    do throws(IndexError) {
      let database = try Database(path, .immutable, timeoutMilliseconds: 0)
      unsafe limit(database.handle)
      try database.run(
        """
        PRAGMA trusted_schema=OFF; PRAGMA query_only=ON; PRAGMA cell_size_check=ON;
        PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0; PRAGMA cache_size=-16384;
        """)
      return database
    } catch {
      throw ForeignDatabaseError("\(path): \(words(error))")
    }
  }

  private static func limit(_ handle: OpaquePointer) {
    unsafe castbook_sqlite_distrust(handle)
    let limits: [(Int32, Int32)] = [
      (SQLITE_LIMIT_LENGTH, valueLimit), (SQLITE_LIMIT_SQL_LENGTH, statementLimit),
      (SQLITE_LIMIT_EXPR_DEPTH, 100), (SQLITE_LIMIT_COMPOUND_SELECT, 4),
      (SQLITE_LIMIT_ATTACHED, 0), (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100),
      (SQLITE_LIMIT_TRIGGER_DEPTH, 1), (SQLITE_LIMIT_WORKER_THREADS, 0),
    ]
    for (kind, value) in limits { unsafe sqlite3_limit(handle, kind, value) }
  }

  // MARK: Tables

  /// Returns the columns of a table that can be read, or `nil` if there is no such table. A view
  /// or a virtual table counts as none, and a computed column as none either.
  package func columns(of table: String) throws -> Set<String>? {
    let found = try rows(
      "SELECT type, sql FROM sqlite_schema WHERE name=?1 COLLATE NOCASE", [table], count: 2)
    guard let made = found.first, made[0] == .text("table"),
      made[1].text?.uppercased().hasPrefix("CREATE TABLE") == true
    else { return nil }
    let names = try rows("SELECT name FROM pragma_table_info(?1)", [table], count: 1)
    return Set(names.compactMap(\.first?.text))
  }

  /// Reads some columns of all rows of a table. Columns that the table doesn't have are null.
  ///
  /// - Parameters:
  ///   - needed: The columns that the table must have.
  ///   - others: Columns that it may have.
  ///   - limit: The maximum number of rows.
  /// - Throws: `ForeignDatabaseError` if the table or a needed column is missing, or if it can't
  ///   be read; `CancellationError`; and what `each` throws.
  package func read(
    _ table: String, _ needed: [String], _ others: [String] = [], limit: Int,
    each: ([Value]) throws -> Void
  ) throws {
    guard let columns = try columns(of: table) else {
      throw ForeignDatabaseError("\(path) has no table \"\(table)\"")
    }
    if let missing = needed.first(where: { !columns.contains($0) }) {
      throw ForeignDatabaseError("\(path): its table \"\(table)\" has no column \"\(missing)\"")
    }
    let selected = (needed + others).map { columns.contains($0) ? "\"\($0)\"" : "NULL" }
    var count = 0
    try forEachRow(
      "SELECT \(selected.joined(separator: ", ")) FROM \"\(table)\" NOT INDEXED", [],
      count: selected.count
    ) { row in
      count += 1
      guard count <= limit else {
        throw ForeignDatabaseError("\(path): its table \"\(table)\" has more than \(limit) rows")
      }
      try each(row)
    }
  }

  private func rows(_ sql: String, _ values: [String], count: Int) throws -> [[Value]] {
    var found: [[Value]] = []
    try forEachRow(sql, values, count: count) { row in
      if found.count < 4096 { found.append(row) }
    }
    return found
  }

  private func forEachRow(
    _ sql: String, _ values: [String], count: Int, _ each: ([Value]) throws -> Void
  ) throws {
    do {
      try database.prepare(sql).forEachRow(values) { row in
        try each((0..<count).map { row.stored($0) })
        return true
      }
    } catch let error as IndexError {
      try Task.checkCancellation()
      throw ForeignDatabaseError("\(path): \(Self.words(error))")
    }
  }

  /// Returns what went wrong, in words that don't name the library's own index.
  private static func words(_ error: IndexError) -> String {
    switch error {
    case .damaged(let what): "is not a database, or damaged (\(sanitized(what)))"
    case .busy, .replaced: "another program is writing it"
    case .readOnly: "needs to be repaired by its own program first"
    case .diskFull: "no space is left"
    case .cannotOpen: "can't be opened"
    case .other(let words):
      words == "interrupted" ? "takes too long to read" : "can't be read (\(sanitized(words)))"
    }
  }
}

/// Why the database of another program can't be read.
package struct ForeignDatabaseError: Error {
  package let message: String
  /// What to do about it, or `nil`.
  package let fix: String?

  init(_ message: String, fix: String? = nil) {
    self.message = message
    self.fix = fix
  }
}
