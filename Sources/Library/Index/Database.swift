internal import CSQLite
internal import Files
package import Model

/// One connection to SQLite, opened without SQLite's own mutex: only one thread may use it at a
/// time.
@safe
struct Database: ~Copyable, @unchecked Sendable {
  // A connection may move between threads as long as only one uses it at a time. The lock of
  // `LibraryStore` ensures that.
  let handle: OpaquePointer

  /// How a database file is opened.
  enum Mode {
    /// Opens an existing file for reading and writing.
    case readWrite
    /// Opens a file for reading and writing and creates it if it does not exist.
    case create
    /// Writes nothing to the file. SQLite may create files beside it, which it needs to read while
    /// other processes write.
    case readOnly
    /// Writes nothing, neither to the file nor beside it. No process may write to the file while it
    /// is open, because SQLite does not look for changes or locks.
    case immutable
  }

  /// Opens a database file.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - mode: Whether the file may be created or written.
  ///   - lockTimeout: How long a statement waits for another process to release its lock, in
  ///     milliseconds, before it throws `IndexError.busy`.
  init(_ path: FilePath, _ mode: Mode, timeoutMilliseconds: Int) throws(IndexError) {
    var handle: OpaquePointer?
    let flags =
      switch mode {
      case .readWrite: SQLITE_OPEN_READWRITE
      case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      case .readOnly: SQLITE_OPEN_READONLY
      case .immutable: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
      }
    let name =
      mode == .immutable ? FilePath(Self.uri(path, query: "immutable=1")) ?? path : path
    let code = unsafe name.withCString { text in
      unsafe sqlite3_open_v2(text, &handle, flags | SQLITE_OPEN_NOMUTEX, nil)
    }
    guard code == SQLITE_OK, let handle = unsafe handle else {
      let error = unsafe IndexError(code, handle)
      unsafe sqlite3_close_v2(handle)
      throw error
    }
    unsafe sqlite3_busy_timeout(handle, Int32(timeoutMilliseconds))
    unsafe sqlite3_extended_result_codes(handle, 1)
    unsafe self.handle = handle
  }

  deinit { unsafe sqlite3_close_v2(handle) }

  /// A temporary database without a name, which SQLite keeps in the system's folder for temporary
  /// files and deletes when the connection is closed.
  static func temporary() throws(IndexError) -> Database {
    var handle: OpaquePointer?
    let flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI
    let code = unsafe sqlite3_open_v2("", &handle, flags, nil)
    guard code == SQLITE_OK, let handle = unsafe handle else {
      throw unsafe IndexError(code, handle)
    }
    return unsafe Database(handle)
  }

  private init(_ handle: OpaquePointer) { unsafe self.handle = handle }

  /// A copy of a database in a temporary database. No process may write to the file meanwhile.
  static func copy(of path: FilePath) throws(IndexError) -> Database {
    let source = try Database(path, .immutable, timeoutMilliseconds: 0)
    let copy = try temporary()
    guard let backup = unsafe sqlite3_backup_init(copy.handle, "main", source.handle, "main") else {
      throw unsafe IndexError(sqlite3_errcode(copy.handle), copy.handle)
    }
    let code = unsafe sqlite3_backup_step(backup, -1)
    unsafe sqlite3_backup_finish(backup)
    guard code == SQLITE_DONE else { throw unsafe IndexError(code, copy.handle) }
    return copy
  }

  /// A path as a `file:` URI for SQLite, with a query such as `immutable=1`. Every byte other than
  /// an unreserved character or a slash is percent-encoded, so the path need not be valid UTF-8.
  static func uri(_ path: FilePath, query: String) -> String {
    var uri = Array("file:".utf8)
    for byte in path.bytes {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "-"):
        uri.append(byte)
      default: uri += Array("%\(Hex.text(of: [byte]))".utf8)
      }
    }
    return String(decoding: uri, as: UTF8.self) + "?" + query
  }

  /// Runs one or more statements without parameters and ignores any rows.
  func run(_ sql: String) throws(IndexError) {
    let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw unsafe IndexError(code, handle) }
  }

  /// Compiles a statement that will be run many times.
  func prepare(_ sql: String) throws(IndexError) -> Statement {
    var statement: OpaquePointer?
    let code = unsafe sqlite3_prepare_v3(
      handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard code == SQLITE_OK, let statement = unsafe statement else {
      throw unsafe IndexError(code, handle)
    }
    return unsafe Statement(statement, of: handle)
  }

  /// Runs `body` so that statements fail at once, instead of waiting, if another process has locked
  /// the database. For work that can be done at another time.
  func withoutWaiting(_ body: () -> Void) {
    unsafe sqlite3_busy_timeout(handle, 0)
    body()
    unsafe sqlite3_busy_timeout(handle, Int32(LibraryStore.lockTimeout))
  }

  /// The number of rows that the last `INSERT`, `UPDATE` or `DELETE` changed.
  var changedRowCount: Int { unsafe Int(sqlite3_changes64(handle)) }

  /// The row number of the last inserted row.
  var lastInsertedRow: Int { unsafe Int(sqlite3_last_insert_rowid(handle)) }
}

/// A compiled statement, prepared once and run many times. It may be released after its connection,
/// which `sqlite3_close_v2` allows.
@safe
final class Statement {
  private let statement: OpaquePointer
  private let connection: OpaquePointer

  fileprivate init(_ statement: OpaquePointer, of connection: OpaquePointer) {
    unsafe self.statement = statement
    unsafe self.connection = connection
  }

  deinit { unsafe sqlite3_finalize(statement) }

  /// Binds parameters and calls `each` with every row until it returns `false`. Afterwards the
  /// statement is reset, even if `each` throws, and can be run again.
  func forEachRow(
    _ values: [any SQLConvertible] = [], each: (borrowing Row) throws -> Bool
  ) throws {
    let isCounted = beginCount()
    defer { reset(isCounted: isCounted) }
    try bind(values)
    while try step() {
      guard try each(unsafe Row(statement)) else { return }
    }
  }

  /// Returns what `read` makes of each row.
  func all<Value>(
    _ values: [any SQLConvertible], _ read: (borrowing Row) throws -> Value
  ) throws -> [Value] {
    var found: [Value] = []
    try forEachRow(values) { row in
      found.append(try read(row))
      return true
    }
    return found
  }

  /// Binds parameters and runs the statement to its end, ignoring any rows.
  func run(_ values: [any SQLConvertible] = []) throws(IndexError) {
    let isCounted = beginCount()
    defer { reset(isCounted: isCounted) }
    try bind(values)
    while try step() {}
  }

  /// Sets the statement's count of steps to 0 if work is counted, and returns whether it is.
  private func beginCount() -> Bool {
    guard WorkMeter.isCounting else { return false }
    _ = takeSteps()
    return true
  }

  /// Makes the statement ready to be run again.
  private func reset(isCounted: Bool) {
    unsafe sqlite3_reset(statement)
    if isCounted { WorkMeter.noteStatement(steps: takeSteps()) }
  }

  /// Returns the steps of SQLite's virtual machine since it was asked last.
  private func takeSteps() -> Int {
    unsafe Int(sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 1))
  }

  /// Moves to the next row and returns whether there is one.
  private func step() throws(IndexError) -> Bool {
    let code = unsafe sqlite3_step(statement)
    guard code == SQLITE_ROW || code == SQLITE_DONE else {
      throw unsafe IndexError(code, connection)
    }
    return code == SQLITE_ROW
  }

  private func bind(_ values: [any SQLConvertible]) throws(IndexError) {
    for (index, value) in values.enumerated() {
      let code = bind(value.sqlValue, Int32(index + 1))
      guard code == SQLITE_OK else { throw unsafe IndexError(code, connection) }
    }
  }

  /// Binds one value and returns SQLite's result code.
  ///
  /// - Parameters:
  ///   - value: The value of the parameter.
  ///   - position: The number of the parameter; the first is 1.
  private func bind(_ value: SQLValue, _ position: Int32) -> Int32 {
    // SQLITE_TRANSIENT, a macro that Swift does not import: SQLite copies the bytes.
    let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    switch value {
    case .null: return unsafe sqlite3_bind_null(statement, position)
    case .integer(let number): return unsafe sqlite3_bind_int64(statement, position, Int64(number))
    case .text(let text):
      var text = text
      return text.withUTF8 { buffer in
        unsafe sqlite3_bind_text64(
          statement, position,
          UnsafeRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self),
          sqlite3_uint64(buffer.count), transient, UInt8(SQLITE_UTF8))
      }
    case .blob(let bytes):
      return unsafe bytes.withUnsafeBytes { buffer in
        unsafe sqlite3_bind_blob64(
          statement, position, buffer.baseAddress, sqlite3_uint64(buffer.count), transient)
      }
    }
  }
}

/// What can be given to a statement as a parameter.
///
/// ```swift
/// try index.run("INSERT INTO unnamed(digest, seen) VALUES(?, ?)", [digest, now])
/// ```
protocol SQLConvertible {
  var sqlValue: SQLValue { get }
}

/// The value of a statement's parameter.
enum SQLValue {
  case null
  case integer(Int)
  case text(String)
  case blob([UInt8])
}

extension Int: SQLConvertible { var sqlValue: SQLValue { .integer(self) } }
extension Bool: SQLConvertible { var sqlValue: SQLValue { .integer(self ? 1 : 0) } }
extension String: SQLConvertible { var sqlValue: SQLValue { .text(self) } }
extension [UInt8]: SQLConvertible { var sqlValue: SQLValue { .blob(self) } }
extension Digest: SQLConvertible { var sqlValue: SQLValue { .blob(bytes) } }
extension ULID: SQLConvertible { var sqlValue: SQLValue { .blob(bytes) } }
extension Day: SQLConvertible { var sqlValue: SQLValue { .text(description) } }
extension Instant: SQLConvertible { var sqlValue: SQLValue { .integer(milliseconds) } }
extension ElementKind: SQLConvertible { var sqlValue: SQLValue { .integer(indexNumber) } }

/// `nil` is null, which equals no value: `WHERE element=?` then finds no row.
extension Optional: SQLConvertible where Wrapped: SQLConvertible {
  var sqlValue: SQLValue { self?.sqlValue ?? .null }
}

/// The current row of a running statement. It is valid only until the statement's next step.
///
/// Columns are counted from 0. SQLite converts values of another type; a null becomes 0, `false` or
/// an empty text.
@safe
struct Row: ~Copyable {
  private let statement: OpaquePointer

  fileprivate init(_ statement: OpaquePointer) { unsafe self.statement = statement }

  func isNull(_ column: Int) -> Bool {
    unsafe sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL
  }

  func integer(_ column: Int) -> Int { unsafe Int(sqlite3_column_int64(statement, Int32(column))) }

  /// The integer in a column; `nil` if the column is null.
  func optionalInteger(_ column: Int) -> Int? { isNull(column) ? nil : integer(column) }

  func flag(_ column: Int) -> Bool { integer(column) != 0 }

  func text(_ column: Int) -> String {
    guard let start = unsafe sqlite3_column_text(statement, Int32(column)) else { return "" }
    let count = unsafe Int(sqlite3_column_bytes(statement, Int32(column)))
    return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// The text in a column; `nil` if the column is null.
  func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

  func bytes(_ column: Int) -> [UInt8] {
    guard let start = unsafe sqlite3_column_blob(statement, Int32(column)) else { return [] }
    let count = unsafe Int(sqlite3_column_bytes(statement, Int32(column)))
    return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
  }

  /// A 64-bit checksum of the first `columns` columns, their types included. Different rows are
  /// unlikely to have the same checksum; it offers no protection against deliberate collisions.
  func checksum(columns: Int) -> UInt64 {
    var sum: UInt64 = 0x9E37_79B9_7F4A_7C15
    for column in 0..<Int32(columns) {
      let kind = unsafe sqlite3_column_type(statement, column)
      sum = Self.mixed(sum ^ UInt64(kind))
      if kind == SQLITE_INTEGER {
        sum = Self.mixed(sum ^ UInt64(bitPattern: unsafe sqlite3_column_int64(statement, column)))
        continue
      }
      guard let start = unsafe sqlite3_column_blob(statement, column) else { continue }
      let bytes = unsafe UnsafeRawBufferPointer(
        start: start, count: Int(sqlite3_column_bytes(statement, column)))
      var offset = 0
      while offset + 8 <= bytes.count {
        sum = Self.mixed(
          sum ^ (unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
        offset += 8
      }
      var rest = UInt64(bytes.count) << 56
      while offset < bytes.count {
        rest = rest << 8 ^ UInt64(unsafe bytes[offset])
        offset += 1
      }
      sum = Self.mixed(sum ^ rest)
    }
    return sum
  }

  /// A number of which every bit depends on every bit of the input: the finalizer of SplitMix64.
  private static func mixed(_ number: UInt64) -> UInt64 {
    var mixed = (number ^ (number >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// The number of columns of the row.
  var columnCount: Int { unsafe Int(sqlite3_column_count(statement)) }

  /// The digest in a column. Throws `IndexError.damaged(_:)` if the column does not contain 32
  /// bytes.
  func digest(_ column: Int) throws(IndexError) -> Digest {
    guard let digest = Digest(bytes: bytes(column)) else { throw .damaged("a name of 32 bytes") }
    return digest
  }

  /// The identity in a column. Throws `IndexError.damaged(_:)` if the column does not contain 16
  /// bytes.
  func identity(_ column: Int) throws(IndexError) -> ULID {
    guard let identity = ULID(bytes: bytes(column)) else { throw .damaged("a name of 16 bytes") }
    return identity
  }

  func instant(_ column: Int) -> Instant { Instant(milliseconds: integer(column)) }

  /// The segment whose day is in one column and whose digest is in the next.
  func segment(_ column: Int) throws(IndexError) -> RecordLog.Segment {
    guard let day = Day(text(column)) else { throw .damaged("a day") }
    return RecordLog.Segment(day: day, digest: try digest(column + 1))
  }
}

/// Why the index could not be opened, read or written.
package enum IndexError: CastbookError, Hashable {
  /// Another process kept the index locked for longer than the timeout.
  case busy
  /// Another process deleted or replaced the index's file while it was being opened or read.
  case replaced
  /// The file is not a database, has other tables, or contains an invalid value.
  case damaged(String)
  case readOnly
  case diskFull
  /// SQLite could not open the index, or open or create its files beside it.
  case cannotOpen
  /// Any other failure, in SQLite's words.
  case other(String)

  /// The error for a result code of SQLite, with the message of its connection if there is one.
  fileprivate init(_ code: Int32, _ handle: OpaquePointer?) {
    let words =
      unsafe handle.flatMap { unsafe sqlite3_errmsg($0) }.map { unsafe String(cString: $0) }
      ?? "error \(code)"
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
    // SQLITE_ERROR means a wrong statement. Ours are right, so tables are missing or different.
    case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_ERROR: self = .damaged(words)
    case SQLITE_READONLY: self = .readOnly
    case SQLITE_FULL: self = .diskFull
    case SQLITE_CANTOPEN: self = .cannotOpen
    case SQLITE_IOERR:
      // The system's own error says more: that no space is left, that permission is denied.
      let reason = unsafe handle.map { unsafe sqlite3_system_errno($0) } ?? 0
      // A file that was there is missing: another process deleted or replaced the index.
      if SystemError.isFileMissing(reason) {
        self = .replaced
        return
      }
      self =
        SystemError.isOutOfSpace(reason)
        ? .diskFull
        : .other("\(words) (\(code))" + (reason == 0 ? "" : ": \(SystemError.message(reason))"))
    default: self = .other(words)
    }
  }

  package var blame: Blame { .failure }

  package var rule: String {
    if case .damaged = self { "library.damaged" } else { "library.failed" }
  }

  package var fix: String? {
    if case .damaged = self {
      "castbook doctor shows the damage and how to repair it"
    } else {
      "check free space and write access, then run the command again"
    }
  }

  package var message: String {
    switch self {
    case .busy: "another program kept the index locked for too long"
    case .replaced: "the index was replaced in the meantime"
    case .damaged(let what): "the index is damaged (\(what))"
    case .readOnly: "the index is read-only"
    case .diskFull: "no space is left for the index"
    case .cannotOpen: "the index could not be opened"
    case .other(let words): "the index: \(words)"
    }
  }
}
