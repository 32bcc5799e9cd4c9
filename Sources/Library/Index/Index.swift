internal import Files
internal import Model

/// The index of a library, the file `catalog.sqlite`, which makes searching fast.
///
/// Everything in it follows from the log and the files, so it is rebuilt when it is missing or
/// damaged. Only one thread may use it at a time; `LibraryStore` hands it out under its lock.
// `@unchecked`, because several threads use the statements of one connection in turn. SQLite allows
// that, and the lock of `LibraryStore` ensures it, but the compiler can't verify it.
final class Index: @unchecked Sendable {
  /// The connection to the file and its prepared statements.
  let sql: Statements
  /// The log from which records are read; the index contains only their locations.
  let log: RecordLog
  /// The status of the file when it was opened; `nil` for a temporary index.
  let file: FileStatus?
  /// Whether only this machine writes to the file system.
  var isOnLocalDisk = false
  /// The number of entries added minus the number removed since the last commit. The key is the
  /// kind's number shifted left by one bit, plus 1 for retired elements.
  var tallies: [Int: Int] = [:]
  /// The number of elements with each tag added minus the number removed since the last commit.
  var tagTallies: [TagTally: Int] = [:]
  /// The fast path for an empty index; `nil` unless the index is being filled from the log.
  var filling: IndexFilling?
  /// The numbers of segments that will be removed at the end of this transaction. Their records are
  /// found in other segments by then, so they are not noted as copies.
  var departingSegments: Set<Int> = []
  /// For an index made from the log alone: how many records are in the index on disk and not in the
  /// log.
  var lostRecordCount = 0
  /// Whether the library has an erasure; `nil` until that is needed. It is cached because every
  /// record depends on it and hardly any library has one.
  private var knownErasures: Bool?
  /// Whether any picture is weak; `nil` until that is needed. While an index is filled from the log
  /// no picture is, which saves many queries.
  private var knownWeaknesses: Bool?

  init(_ database: consuming Database, log: RecordLog, file: FileStatus? = nil) {
    sql = Statements(database)
    self.log = log
    self.file = file
  }

  // MARK: Tables

  var meta: MetaTable { MetaTable(sql: sql) }
  var search: SearchTable { SearchTable(sql: sql) }
  var days: DayTable { DayTable(sql: sql) }
  var segments: SegmentTable { SegmentTable(sql: sql, log: log) }
  var faults: FaultTable { FaultTable(sql: sql, log: log) }

  /// Runs a query for digests of records and reads those of one kind from the log.
  ///
  /// ```swift
  /// let takes: [Take] = try index.records("SELECT record FROM take WHERE bundle=?", [bundle])
  /// ```
  func records<Content: RecordContent>(
    _ query: StaticString, _ values: [any SQLConvertible] = []
  ) throws -> [Content] {
    try sql.digests(query, values).compactMap { try record($0)?.content as? Content }
  }

  // MARK: Transactions

  /// Begins a transaction that may write and forgets what is known of an earlier state.
  func begin() throws(IndexError) {
    (tallies, tagTallies) = ([:], [:])
    (knownErasures, knownWeaknesses) = (nil, nil)
    try sql.database.run("BEGIN IMMEDIATE")
  }

  /// Writes the counts of this transaction and commits it.
  func commit() throws {
    departingSegments = []
    try writeTallies()
    try sql.database.run("COMMIT")
  }

  /// Calls `body` in a transaction, which is rolled back if `body` throws.
  func transaction(_ body: () throws -> Void) throws {
    try begin()
    do {
      try body()
      try commit()
    } catch {
      rollBack()
      throw error
    }
  }

  /// Rolls back the transaction, if there is one.
  func rollBack() {
    departingSegments = []
    (tallies, tagTallies) = ([:], [:])
    try? sql.database.run("ROLLBACK")
  }

  // MARK: Opening

  /// Configures a new connection.
  ///
  /// Deleted data is overwritten (`secure_delete`), so that nothing of what was erased remains. If
  /// several machines may write to the file system, the index uses a rollback journal, because the
  /// shared memory of write-ahead logging does not work across machines. A file is converted once.
  static func tune(_ database: borrowing Database, isShared: Bool) throws(IndexError) {
    try database.run(
      """
      PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;
      PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA mmap_size=67108864;
      PRAGMA trusted_schema=OFF;
      """)
    try database.run(
      isShared
        ? "PRAGMA mmap_size=0; PRAGMA journal_mode=DELETE;"
        : "PRAGMA journal_mode=WAL; PRAGMA journal_size_limit=16777216;")
  }

  /// The numbers in the file's header that identify its application and the version of its tables.
  func fileIdentification() throws -> (application: Int, version: Int) {
    let application = try sql.integer("PRAGMA application_id") ?? 0
    let version = try sql.integer("PRAGMA user_version") ?? 0
    return (application, version)
  }

  /// Whether the library has an erasure.
  var hasErasures: Bool {
    get throws {
      if let knownErasures { return knownErasures }
      let found = try sql.exists("SELECT 1 FROM erasure LIMIT 1")
      knownErasures = found
      return found
    }
  }

  /// Records that the library has an erasure from now on.
  func noteErasure() { knownErasures = true }

  /// Whether any picture has a weakness.
  var hasWeaknesses: Bool {
    get throws {
      if let knownWeaknesses { return knownWeaknesses }
      let found = try sql.exists("SELECT 1 FROM weakness LIMIT 1")
      knownWeaknesses = found
      return found
    }
  }

  /// Records that a picture has a weakness from now on.
  func noteWeakness() { knownWeaknesses = true }

}

/// The key by which elements with a tag are counted: the folded tag, the kind of the elements, and
/// whether they are retired (1) or not (0).
struct TagTally: Hashable {
  let tag: String
  let kind: Int
  let retired: Int
}

/// The number of elements of each kind and with each tag. The index stores these numbers, because
/// counting takes too long in a large library.
extension Index {
  /// Counts elements of a kind that were added or removed in this transaction.
  ///
  /// - Parameters:
  ///   - kind: The number of the kind.
  ///   - retired: 1 if the elements are retired, otherwise 0.
  ///   - step: How many were added, or removed if negative.
  func adjustTally(_ kind: Int, _ retired: Int, by step: Int) {
    tallies[kind << 1 | retired, default: 0] += step
  }

  /// Counts elements with a folded tag that were added or removed in this transaction.
  func adjustTally(_ tag: String, _ kind: Int, _ retired: Int, by step: Int) {
    tagTallies[TagTally(tag: tag, kind: kind, retired: retired), default: 0] += step
  }

  /// Writes the counts of this transaction to the tables; called before it is committed.
  func writeTallies() throws {
    for (key, step) in tallies where step != 0 {
      try sql.run(
        """
        INSERT INTO tally(kind, retired, elements) VALUES(?1, ?2, ?3)
        ON CONFLICT(kind, retired) DO UPDATE SET elements = elements + ?3
        """, [key >> 1, key & 1, step])
    }
    for (key, step) in tagTallies where step != 0 { try write(key, step) }
    (tallies, tagTallies) = ([:], [:])
  }

  /// Adds a step to the stored count of a tag.
  private func write(_ key: TagTally, _ step: Int) throws {
    let keyValues: [any SQLConvertible] = [key.tag, key.kind, key.retired]
    try sql.run(
      """
      INSERT INTO tagged(text, kind, retired, elements) VALUES(?1, ?2, ?3, ?4)
      ON CONFLICT(text, kind, retired) DO UPDATE SET elements = elements + ?4
      """, keyValues + [step])
    // An unused tag must not stay in the file: it may be a person's name.
    if step < 0 {
      try sql.run(
        "DELETE FROM tagged WHERE text=? AND kind=? AND retired=? AND elements<=0", keyValues)
    }
  }
}
