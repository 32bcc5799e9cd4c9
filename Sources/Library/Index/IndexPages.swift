internal import CSQLite
internal import Files
internal import Model

/// The pages of the file of an index, from which an erasure removes what is left of deleted rows.
struct IndexPages {
  let index: Index
  private var sql: Statements { index.sql }

  /// Overwrites what is left in the unused parts of the pages. No other process may have the file
  /// open.
  func overwriteGaps() throws {
    guard let gaps = try PageGaps(of: sql.database) else { return }
    try gaps.overwrite(gaps.dirtyPages())
  }

  /// Releases all pages that SQLite keeps in memory.
  func releaseMemory() { unsafe _ = sqlite3_db_release_memory(sql.database.handle) }

  /// A number that changes when another connection changes the file.
  func dataVersion() throws -> Int { try sql.integer("PRAGMA data_version") ?? 0 }

  /// Moves SQLite's write-ahead log into the database and truncates it.
  ///
  /// Returns `false` when another process still reads from the log.
  func truncateWAL() throws -> Bool {
    try sql.first("PRAGMA wal_checkpoint(TRUNCATE)") { $0.integer(0) == 0 } ?? true
  }

  /// Truncates the write-ahead log, waiting for other readers at most for the given
  /// milliseconds.
  func truncateWAL(timeout: Int) throws -> Bool {
    try sql.database.run("PRAGMA busy_timeout=\(timeout)")
    defer { try? sql.database.run("PRAGMA busy_timeout=\(LibraryStore.lockTimeout)") }
    return try truncateWAL()
  }

  /// The pages with data in their free bytes, and the version of the file for which this is
  /// true.
  struct FoundGaps: Sendable {
    let pages: [Int]
    let version: Int
  }

  /// Finds, without a lock, the pages to overwrite; returns `nil` for a file whose pages can't be
  /// read.
  func findGaps() throws -> FoundGaps? {
    let version = try dataVersion()
    guard let gaps = try PageGaps(of: sql.database) else { return nil }
    return FoundGaps(pages: try gaps.dirtyPages(), version: version)
  }

  /// Overwrites the remains of deleted rows in the file, for the holder of the writer's lock.
  ///
  /// Returns `false` when another process reads the file, so this must be tried again.
  func overwriteDeleted(_ found: FoundGaps?, timeout: Int) throws -> Bool {
    guard try truncateWAL(timeout: timeout) else { return false }
    try sql.database.run("PRAGMA busy_timeout=\(timeout)")
    defer { try? sql.database.run("PRAGMA busy_timeout=\(LibraryStore.lockTimeout)") }
    guard try PageGaps(of: sql.database) != nil else {
      try sql.database.run("PRAGMA temp_store=FILE; VACUUM; PRAGMA temp_store=MEMORY;")
      try sql.run("DELETE FROM meta WHERE key=?", [Scrubbing.key])
      return try truncateWAL()
    }
    let hasJournal = try sql.first("PRAGMA journal_mode") { $0.text(0) != "wal" } ?? false
    let begin = hasJournal ? "BEGIN EXCLUSIVE" : "BEGIN IMMEDIATE"
    guard (try? sql.database.run(begin)) != nil else { return false }
    let result = Result { try overwriteInTransaction(found) }
    guard case .success(true) = result else {
      index.rollBack()
      return try result.get()
    }
    try sql.database.run("COMMIT")
    _ = try truncateWAL()
    return true
  }

  /// Overwrites the pages within a transaction; returns `false` when the file can't be changed
  /// directly.
  private func overwriteInTransaction(_ found: FoundGaps?) throws -> Bool {
    // Other processes occasionally store how much of the log they have seen, without the writer's
    // lock.
    guard try isWALEmpty() else { return false }
    guard let gaps = try PageGaps(of: sql.database) else { return false }
    // Pages in memory still have the deleted data. Other processes drop theirs after the commit.
    releaseMemory()
    let isCurrent = try found?.version == dataVersion()
    try gaps.overwrite(isCurrent ? found?.pages ?? [] : gaps.dirtyPages())
    releaseMemory()
    try sql.run("DELETE FROM meta WHERE key=?", [Scrubbing.key])
    try index.meta.set("overwritten", (try index.meta.integer("overwritten") ?? 0) + 1)
    return true
  }

  /// Returns whether SQLite's write-ahead log is empty or missing.
  private func isWALEmpty() throws -> Bool {
    try sql.first("PRAGMA database_list") { $0.text(2) }.flatMap { FilePath($0) }.map { path in
      let log = FilePath(bytes: path.bytes + Array("-wal".utf8))
      return (log.flatMap { FileSystem.status($0)?.byteCount } ?? 0) == 0
    } ?? true
  }
}
