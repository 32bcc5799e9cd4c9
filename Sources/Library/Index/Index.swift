internal import Files
internal import Model

/// The index of a library, the file `catalog.sqlite`, which makes searching fast.
///
/// Everything in it follows from the log and the files, so it is rebuilt when it is missing or
/// damaged. Only one thread may use it at a time; `LibraryStore` hands it out under its lock.
// `@unchecked`, because several threads use the statements of one connection in turn. SQLite allows
// that, and the lock of `LibraryStore` ensures it, but the compiler can't verify it.
final class Index: @unchecked Sendable {
  let database: Database
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
  /// The prepared statements by the address of their static text.
  private var prepared: [UInt: Statement] = [:]
  /// The few prepared statements whose text is composed at run time.
  private var composed: [String: Statement] = [:]
  /// The text of every statement that was prepared. Tests use it to check SQLite's query plans.
  private(set) var statementTexts: [String] = []

  init(_ database: consuming Database, log: RecordLog, file: FileStatus? = nil) {
    self.database = database
    self.log = log
    self.file = file
  }

  /// The statement with a static text, prepared at its first use. The address of the text is the
  /// key, which is quicker than comparing texts.
  private func statement(_ sql: StaticString) throws(IndexError) -> Statement {
    let key = unsafe UInt(bitPattern: sql.utf8Start)
    if let statement = prepared[key] { return statement }
    let text = sql.description
    let statement = try database.prepare(text)
    prepared[key] = statement
    statementTexts.append(text)
    return statement
  }

  /// Runs a statement and ignores any rows.
  func run(_ sql: StaticString, _ values: [any SQLConvertible] = []) throws(IndexError) {
    try statement(sql).run(values)
  }

  /// Runs a query and returns what `read` makes of its first row; `nil` if it has no rows.
  ///
  /// ```swift
  /// let last = try index.first("SELECT id, entries FROM part") { ($0.integer(0), $0.integer(1)) }
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
  /// let days = try index.all("SELECT name FROM day WHERE seen>?", [0]) { Day($0.text(0)) }
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
  /// let count = try index.integer("SELECT count(*) FROM record") ?? 0
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

  /// Runs a query for digests of records and reads those of one kind from the log.
  ///
  /// ```swift
  /// let takes: [Take] = try index.records("SELECT record FROM take WHERE bundle=?", [bundle])
  /// ```
  func records<Content: RecordContent>(
    _ sql: StaticString, _ values: [any SQLConvertible] = []
  ) throws -> [Content] {
    try digests(sql, values).compactMap { try record($0)?.content as? Content }
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
    statementTexts.append(sql)
    return statement
  }

  // MARK: Transactions

  /// Begins a transaction that may write and forgets what is known of an earlier state.
  func begin() throws(IndexError) {
    (tallies, tagTallies) = ([:], [:])
    (knownErasures, knownWeaknesses) = (nil, nil)
    try database.run("BEGIN IMMEDIATE")
  }

  /// Writes the counts of this transaction and commits it.
  func commit() throws {
    departingSegments = []
    try writeTallies()
    try database.run("COMMIT")
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
    try? database.run("ROLLBACK")
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
    let application = try integer("PRAGMA application_id") ?? 0
    let version = try integer("PRAGMA user_version") ?? 0
    return (application, version)
  }

  /// Whether the library has an erasure.
  var hasErasures: Bool {
    get throws {
      if let knownErasures { return knownErasures }
      let found = try exists("SELECT 1 FROM erasure LIMIT 1")
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
      let found = try exists("SELECT 1 FROM weakness LIMIT 1")
      knownWeaknesses = found
      return found
    }
  }

  /// Records that a picture has a weakness from now on.
  func noteWeakness() { knownWeaknesses = true }

  // MARK: Small values

  /// The integer with a key in the table `meta`; `nil` if there is none.
  func metaInteger(_ key: String) throws -> Int? {
    try integer("SELECT value FROM meta WHERE key=?", [key])
  }

  /// Stores an integer with a key in the table `meta`.
  func setMeta(_ key: String, _ value: Int) throws {
    try run("INSERT OR REPLACE INTO meta(key, value) VALUES(?, ?)", [key, value])
  }

  /// The text with a key in the table `meta`; `nil` if there is none.
  func metaText(_ key: String) throws -> String? {
    try first("SELECT value FROM meta WHERE key=?", [key]) { $0.text(0) }
  }

  /// Stores a text with a key in the table `meta`.
  func setMeta(_ key: String, _ value: String) throws {
    try run("INSERT OR REPLACE INTO meta(key, value) VALUES(?, ?)", [key, value])
  }
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
      try run(
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
    try run(
      """
      INSERT INTO tagged(text, kind, retired, elements) VALUES(?1, ?2, ?3, ?4)
      ON CONFLICT(text, kind, retired) DO UPDATE SET elements = elements + ?4
      """, keyValues + [step])
    // An unused tag must not stay in the file: it may be a person's name.
    if step < 0 {
      try run("DELETE FROM tagged WHERE text=? AND kind=? AND retired=? AND elements<=0", keyValues)
    }
  }
}
