internal import Files
package import Model

/// What this machine knows of the team's store: the segments it has read, the records and files in
/// the store, and the marks on files that are about to be deleted. It is stored in the file
/// `remote.sqlite` in the library's folder.
///
/// Most of it can be learned from the store again, so the file may be deleted. It only states what
/// is certain: a record that is noted as known was read from the store or acknowledged by it. An
/// instance may only be used by one thread.
package final class RemoteState {
  private let database: Database
  private var prepared: [String: Statement] = [:]
  /// Whether records and files that are noted also count as found again.
  private(set) var isReadingAgain = false

  /// The version of the tables. A file with another version is created again.
  private static let version = 5
  private static let tables = """
    CREATE TABLE meta(key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
    CREATE TABLE seen(segment BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE known(record BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE clean(segment BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE stored(blob BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE scrubbed(erasure BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE unclean(key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE mark(name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE marked(key TEXT PRIMARY KEY, mark TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE machine(id TEXT PRIMARY KEY, by TEXT NOT NULL, host TEXT NOT NULL, joined INTEGER NOT NULL)
      STRICT, WITHOUT ROWID;
    CREATE TABLE gone(id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE push(segment BLOB PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL, count INTEGER NOT NULL)
      STRICT, WITHOUT ROWID;
    CREATE TABLE report(key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE sighting(place TEXT, erasure BLOB, PRIMARY KEY(place, erasure)) STRICT, WITHOUT ROWID;
    CREATE TABLE arriving(blob BLOB NOT NULL) STRICT;
    CREATE TABLE waiting(record BLOB PRIMARY KEY, line BLOB NOT NULL, held INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE refused(record BLOB PRIMARY KEY, element TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE applied(record BLOB PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE made(element TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE acknowledged(segment BLOB NOT NULL UNIQUE, day TEXT NOT NULL, records BLOB NOT NULL,
      missing INTEGER NOT NULL) STRICT;
    CREATE INDEX acknowledged_day ON acknowledged(day);
    CREATE INDEX acknowledged_missing ON acknowledged(segment) WHERE missing<>0;
    CREATE TABLE foreign_record(record BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE unsigned(record BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE unsigned_end(key BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE forgone(signature BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
    """

  /// The name of the file, and the suffixes of the files that SQLite keeps beside it.
  static let name = "remote.sqlite"
  private static let suffixes = ["", "-journal", "-wal", "-shm"]

  /// Opens the existing state of a library; `nil` if nothing is known of the store yet.
  package convenience init?(existingOf library: FilePath, place: String) throws {
    guard Self.isUsable(library.appending(Self.name.utf8), place: place) else { return nil }
    try self.init(of: library, place: place)
  }

  /// Opens the state of a library, or creates an empty one.
  ///
  /// - Parameter place: The text that identifies the store. The state of another store is deleted.
  package init(of library: FilePath, place: String) throws {
    let path = library.appending(Self.name.utf8)
    if !Self.isUsable(path, place: place) { try Self.create(path, in: library, place: place) }
    database = try Database(path, .readWrite, timeoutMilliseconds: LibraryStore.lockTimeout)
    try database.run(Self.settings)
  }

  /// Whether a file is of this version and about this store.
  private static func isUsable(_ path: FilePath, place: String) -> Bool {
    guard FileSystem.status(path)?.isFile == true,
      let database = try? Database(
        path, .readWrite, timeoutMilliseconds: LibraryStore.lockTimeout),
      let found = try? database.prepare("PRAGMA user_version").all([], { $0.integer(0) }),
      let known = try? database.prepare("SELECT value FROM meta WHERE key='place'").all(
        [], { $0.text(0) })
    else { return false }
    return found == [version] && known == [place]
  }

  private static func create(_ path: FilePath, in library: FilePath, place: String) throws {
    try remove(from: library)
    try FileSystem.createOwn(path, [], isDurable: false)
    let database = try Database(path, .create, timeoutMilliseconds: LibraryStore.lockTimeout)
    try database.run("BEGIN; \(tables) PRAGMA user_version=\(version);")
    try database.prepare("INSERT INTO meta(key, value) VALUES('place', ?)").run([place])
    try database.run("COMMIT")
  }

  private static let settings =
    "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"

  /// Deletes the state of a library.
  package static func remove(from library: FilePath) throws {
    for suffix in suffixes { try FileSystem.remove(library.appending("\(name)\(suffix)".utf8)) }
  }

  /// Runs `body` in a transaction: the state changes completely or not at all.
  package func transaction<Value>(_ body: () throws -> Value) throws -> Value {
    try LibraryStore.translating {
      try database.run("BEGIN IMMEDIATE")
      do {
        let value = try body()
        try database.run("COMMIT")
        return value
      } catch {
        try? database.run("ROLLBACK")
        throw error
      }
    }
  }

  func statement(_ sql: String) throws -> Statement {
    if let statement = prepared[sql] { return statement }
    let statement = try database.prepare(sql)
    prepared[sql] = statement
    return statement
  }

  func run(_ sql: String, _ values: [any SQLConvertible]) throws {
    try statement(sql).run(values)
  }

  func exists(_ sql: String, _ values: [any SQLConvertible]) throws -> Bool {
    var isFound = false
    try statement(sql).forEachRow(values) { _ in
      isFound = true
      return false
    }
    return isFound
  }

  /// A single value; `nil` if none was set.
  func value(_ key: String) throws -> String? {
    try statement("SELECT value FROM meta WHERE key=?").all([key]) { $0.text(0) }.first
  }

  func set(_ key: String, _ value: String) throws {
    try run("INSERT OR REPLACE INTO meta(key, value) VALUES(?, ?)", [key, value])
  }

  // MARK: Records

  /// Whether a segment of the store has been read, or was written from here.
  package func hasSeen(_ segment: Digest) throws -> Bool {
    try exists("SELECT 1 FROM seen WHERE segment=?", [segment])
  }

  /// Notes that a segment has been read or written.
  package func recordSeen(_ segment: Digest) throws {
    try run("INSERT OR IGNORE INTO seen(segment) VALUES(?)", [segment])
  }

  /// Whether the store has a record.
  package func isKnown(_ record: Digest) throws -> Bool {
    try exists("SELECT 1 FROM known WHERE record=?", [DigestPrefix(record)])
  }

  /// Notes that the store has records. Adding many is faster in the order of their digests.
  package func recordKnown(_ records: some Collection<DigestPrefix>) throws {
    try add(records, to: "known", "record")
  }

  /// Notes that the store has files. Adding many is faster in the order of their digests.
  package func recordStored(_ blobs: some Collection<DigestPrefix>) throws {
    try add(blobs, to: "stored", "blob")
  }

  private func add(
    _ names: some Collection<DigestPrefix>, to table: String, _ column: String
  ) throws {
    for table in isReadingAgain ? [table, "again_\(table)"] : [table] {
      let statement = try statement("INSERT OR IGNORE INTO \(table)(\(column)) VALUES(?)")
      for name in names { try statement.run([name]) }
    }
  }

  /// Whether the store has all records of a local segment.
  func isClean(_ segment: Digest) throws -> Bool {
    try exists("SELECT 1 FROM clean WHERE segment=?", [segment])
  }

  /// Notes that the store has all records of a local segment.
  package func recordClean(_ segment: Digest) throws {
    try run("INSERT OR IGNORE INTO clean(segment) VALUES(?)", [segment])
  }

  /// The day of the last complete pull by the store's clock; `nil` if there was none.
  package var lastPull: Day? {
    get throws { try value("pull").flatMap { Day($0) } }
  }

  /// Notes the day of a complete pull.
  package func recordLastPull(_ day: Day) throws {
    try set("pull", day.description)
  }

  /// Forgets the day of the last pull, so the next one lists all segments.
  package func forgetLastPull() throws { try run("DELETE FROM meta WHERE key='pull'", []) }

  /// Whether everything that an erasure covers was removed from the store.
  package func isRewritten(_ erasure: Digest) throws -> Bool {
    try exists("SELECT 1 FROM scrubbed WHERE erasure=?", [erasure])
  }

  /// Records that everything that an erasure covers was removed from the store.
  package func markRewritten(_ erasure: Digest) throws {
    try run("INSERT OR IGNORE INTO scrubbed(erasure) VALUES(?)", [erasure])
  }

  /// The segments of the store with records that an erasure covers, as far as this machine knows.
  package var segmentsToRewrite: [String] {
    get throws { try statement("SELECT key FROM unclean ORDER BY key").all([]) { $0.text(0) } }
  }

  /// Marks a segment of the store that has records that an erasure covers.
  package func markNeedsRewrite(_ key: String) throws {
    try run("INSERT OR IGNORE INTO unclean(key) VALUES(?)", [key])
  }

  /// Forgets the mark of a segment that was rewritten without erased records.
  package func forgetNeedsRewrite(_ key: String) throws {
    try run("DELETE FROM unclean WHERE key=?", [key])
  }

  /// Begins to note what the store still has, while all of it is read again. What was known stays
  /// known until `finishReadingAgain()`.
  package func beginReadingAgain() throws {
    try endReadingAgain()
    try transaction { try settleArrivals() }
    for (table, column) in Self.readAgain {
      try database.run(
        "CREATE TEMP TABLE again_\(table)(\(column) BLOB PRIMARY KEY) STRICT, WITHOUT ROWID")
    }
    isReadingAgain = true
  }

  /// Forgets what was not found again.
  package func finishReadingAgain() throws {
    // The machine that wrote a lost record has signed it; the machine that sends it again must not.
    try run(
      """
      INSERT OR IGNORE INTO foreign_record(record)
        SELECT record FROM known WHERE record NOT IN (SELECT record FROM again_known)
      """, [])
    for (table, column) in Self.readAgain {
      try run(
        "DELETE FROM \(table) WHERE \(column) NOT IN (SELECT \(column) FROM again_\(table))", [])
    }
    try run("DELETE FROM clean", [])
  }

  /// Ends the reading, whether or not it was complete.
  package func endReadingAgain() throws {
    isReadingAgain = false
    for (table, _) in Self.readAgain { try database.run("DROP TABLE IF EXISTS again_\(table)") }
  }

  private static let readAgain = [("known", "record"), ("stored", "blob")]

  // MARK: Files

  /// Forgets that the store has files, so each is looked for again.
  package func forgetFiles(_ blobs: [Digest]) throws {
    for blob in blobs { try run("DELETE FROM stored WHERE blob=?", [DigestPrefix(blob)]) }
  }

  /// Whether the store has a file because a record there names it. A mark may condemn it later.
  package func isStored(_ blob: Digest) throws -> Bool {
    try exists("SELECT 1 FROM stored WHERE blob=?", [DigestPrefix(blob)])
  }

  // MARK: Marks

  /// Whether a mark has been read.
  package func hasMark(_ name: String) throws -> Bool {
    try exists("SELECT 1 FROM mark WHERE name=?", [name])
  }

  /// Notes a mark with the keys that it condemns.
  ///
  /// - Parameter isUrgent: Whether it replaces another mark of the same key.
  package func recordMark(_ name: String, keys: [String], isUrgent: Bool) throws {
    try run("INSERT OR IGNORE INTO mark(name) VALUES(?)", [name])
    for key in keys {
      try run("INSERT OR IGNORE INTO marked(key, mark) VALUES(?, ?)", [key, name])
      if isUrgent { try run("UPDATE marked SET mark=? WHERE key=?", [name, key]) }
    }
  }

  /// The mark that condemns a key; `nil` if there is none.
  package func mark(of key: String) throws -> String? {
    try statement("SELECT mark FROM marked WHERE key=?").all([key]) { $0.text(0) }.first
  }

  /// Whether a mark condemns a key.
  package func isMarked(_ key: String) throws -> Bool {
    try exists("SELECT 1 FROM marked WHERE key=?", [key])
  }

  /// Whether a mark condemns a key that begins with a text.
  package func hasMarkedKey(beginning text: String) throws -> Bool {
    try exists("SELECT 1 FROM marked WHERE key>=?1 AND key<?2", [text, text + "\u{7F}"])
  }
}
