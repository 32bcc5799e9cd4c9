internal import Files
internal import Model

/// The index of a library, `catalog.sqlite`: what makes finding quick. It holds nothing that does not
/// follow from the records and the blobs, and is made anew when it is missing.
///
/// One thread uses it at a time: the store hands it out under its lock.
// Its statements belong to a connection that several threads use in turn, which SQLite allows and the
// compiler can't see.
final class Index: @unchecked Sendable {
  let database: Database
  let log: RecordLog
  /// The file it was opened from; nothing for a passing one.
  let file: FileStatus?
  /// Whether no other machine writes to its file system.
  var isOnOwnDisk = false
  /// Entries that came and went since the last commit, by kind and whether they are retired.
  var tallies: [Int: Int] = [:]
  /// The same of each tag.
  var tagTallies: [TagTally: Int] = [:]
  /// While it is filled from nothing.
  var filling: IndexFilling?
  /// Segments that go at the end of this transaction: what stands in them stands elsewhere by then.
  var departing: Set<Int> = []
  /// Of an index made from the log alone: how many records the one on disk has that the log has not.
  var missingRecords = 0
  /// Whether anything was ever erased; nothing until somebody asks. Hardly any library has erasures, and
  /// each record would ask for them.
  private var knownErasures: Bool?
  /// Whether any picture is weak; nothing until somebody asks. While a library is made anew from its log
  /// none is, and nothing is looked up for that.
  private var knownWeaknesses: Bool?
  private var prepared: [UInt: Statement] = [:]
  /// Those whose texts are put together, of which there are few.
  private var composed: [String: Statement] = [:]
  /// Every statement that was run, for tests that ask how SQLite goes about it.
  private(set) var texts: [String] = []

  init(_ database: consuming Database, log: RecordLog, file: FileStatus? = nil) {
    self.database = database
    self.log = log
    self.file = file
  }

  /// A statement, prepared at its first use.
  private func statement(_ sql: StaticString) throws(IndexError) -> Statement {
    let key = unsafe UInt(bitPattern: sql.utf8Start)
    if let statement = prepared[key] { return statement }
    let text = sql.description
    let statement = try database.prepare(text)
    prepared[key] = statement
    texts.append(text)
    return statement
  }

  /// Runs a statement for what it does.
  func run(_ sql: StaticString, _ values: [SQLValue] = []) throws(IndexError) {
    try statement(sql).run(values)
  }

  /// What `read` makes of the first row; nothing when there is none.
  func first<Value>(
    _ sql: StaticString, _ values: [SQLValue] = [], read: (borrowing Row) throws -> Value
  ) throws -> Value? {
    var found: Value?
    try statement(sql).rows(values) { row in
      found = try read(row)
      return false
    }
    return found
  }

  /// What `read` makes of every row.
  func all<Value>(
    _ sql: StaticString, _ values: [SQLValue] = [], read: (borrowing Row) throws -> Value
  ) throws -> [Value] {
    var found: [Value] = []
    try statement(sql).rows(values) { row in
      found.append(try read(row))
      return true
    }
    return found
  }

  /// Rows until `each` says to stop.
  func each(
    _ sql: StaticString, _ values: [SQLValue] = [], _ body: (borrowing Row) throws -> Bool
  ) throws {
    try statement(sql).rows(values, each: body)
  }

  /// The same for a statement whose text depends on what is asked.
  func all<Value>(
    composed sql: String, _ values: [SQLValue], read: (borrowing Row) throws -> Value
  ) throws -> [Value] {
    var found: [Value] = []
    try statement(composed: sql).rows(values) { row in
      found.append(try read(row))
      return true
    }
    return found
  }

  /// How many rows a question has, and a sum of them that does not depend on their order.
  func sum(of question: String) throws -> RowSum {
    var sum = RowSum()
    try database.prepare(question).rows { row in
      sum.count += 1
      sum.sum &+= row.sum(columns: row.columnCount)
      return true
    }
    return sum
  }

  /// What equal rows have in common, whatever their order.
  struct RowSum: Hashable {
    var count = 0
    var sum: UInt64 = 0
  }

  func run(composed sql: String, _ values: [SQLValue] = []) throws(IndexError) {
    try statement(composed: sql).run(values)
  }

  private func statement(composed sql: String) throws(IndexError) -> Statement {
    if let statement = composed[sql] { return statement }
    let statement = try database.prepare(sql)
    composed[sql] = statement
    texts.append(sql)
    return statement
  }

  // MARK: Transactions

  func begin() throws(IndexError) {
    (tallies, tagTallies) = ([:], [:])
    (knownErasures, knownWeaknesses) = (nil, nil)
    try database.run("BEGIN IMMEDIATE")
  }

  func commit() throws {
    departing = []
    try writeTallies()
    try database.run("COMMIT")
  }

  func rollBack() {
    departing = []
    (tallies, tagTallies) = ([:], [:])
    try? database.run("ROLLBACK")
  }

  // MARK: Opening

  /// Tunes a connection; what is deleted is overwritten, so that what was erased is nowhere.
  ///
  /// Where several machines may write, SQLite's shared memory would lead astray: a file that has it goes
  /// over to a journal, once.
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

  /// What a file's own marks say of it.
  func marks() throws -> (application: Int, version: Int) {
    let application = try first("PRAGMA application_id") { $0.integer(0) } ?? 0
    let version = try first("PRAGMA user_version") { $0.integer(0) } ?? 0
    return (application, version)
  }

  var hasErasures: Bool {
    get throws {
      if let knownErasures { return knownErasures }
      let found = try first("SELECT 1 FROM erasure LIMIT 1") { _ in true } ?? false
      knownErasures = found
      return found
    }
  }

  func noteErasure() { knownErasures = true }

  var hasWeaknesses: Bool {
    get throws {
      if let knownWeaknesses { return knownWeaknesses }
      let found = try first("SELECT 1 FROM weakness LIMIT 1") { _ in true } ?? false
      knownWeaknesses = found
      return found
    }
  }

  func noteWeakness() { knownWeaknesses = true }

  // MARK: Small values

  func value(_ key: String) throws -> Int? {
    try first("SELECT value FROM meta WHERE key=?", [.text(key)]) { $0.integer(0) }
  }

  func set(_ key: String, _ value: Int) throws {
    try run("INSERT OR REPLACE INTO meta(key, value) VALUES(?, ?)", [.text(key), .integer(value)])
  }

  func text(_ key: String) throws -> String? {
    try first("SELECT value FROM meta WHERE key=?", [.text(key)]) { $0.text(0) }
  }

  func set(_ key: String, _ value: String) throws {
    try run("INSERT OR REPLACE INTO meta(key, value) VALUES(?, ?)", [.text(key), .text(value)])
  }
}
