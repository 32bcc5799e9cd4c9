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
  let tallies: TallyTable
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
    tallies = TallyTable(sql)
    self.log = log
    self.file = file
  }

  // MARK: Tables

  var meta: MetaTable { MetaTable(sql: sql) }
  var search: SearchTable { SearchTable(sql: sql) }
  var days: DayTable { DayTable(sql: sql) }
  var segments: SegmentTable { SegmentTable(sql: sql, log: log) }
  var faults: FaultTable { FaultTable(sql: sql, log: log) }
  var numbers: NumberTable { NumberTable(index: self) }
  var records: RecordTable { RecordTable(index: self) }
  var revisions: RevisionTable { RevisionTable(index: self) }
  var blobs: BlobTable { BlobTable(index: self) }
  var unnamed: UnnamedTable { UnnamedTable(index: self) }
  var scores: ScoreTable { ScoreTable(index: self) }
  var uses: UseTable { UseTable(index: self) }
  var exports: ExportTable { ExportTable(index: self) }
  var takes: TakeTable { TakeTable(index: self) }
  var comments: CommentTable { CommentTable(index: self) }
  var drafts: DraftTable { DraftTable(index: self) }
  var derivations: DerivationTable { DerivationTable(index: self) }
  var jobs: JobTable { JobTable(index: self) }
  var registrations: RegistrationTable { RegistrationTable(index: self) }
  var signatures: SignatureTable { SignatureTable(index: self) }
  var erasures: ErasureTable { ErasureTable(index: self) }
  var erasedTraces: ErasedTraceTable { ErasedTraceTable(index: self) }

  // MARK: Work on several tables

  var refresh: IndexRefresh { IndexRefresh(index: self) }
  var pages: IndexPages { IndexPages(index: self) }
  var relationFaults: RelationFaults { RelationFaults(index: self) }

  // MARK: Transactions

  /// Begins a transaction that may write and forgets what is known of an earlier state.
  func begin() throws(IndexError) {
    tallies.reset()
    (knownErasures, knownWeaknesses) = (nil, nil)
    try sql.database.run("BEGIN IMMEDIATE")
  }

  /// Writes the counts of this transaction and commits it.
  func commit() throws {
    departingSegments = []
    try tallies.write()
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
    tallies.reset()
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
  func recordErasure() { knownErasures = true }

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
  func recordWeakness() { knownWeaknesses = true }

}
