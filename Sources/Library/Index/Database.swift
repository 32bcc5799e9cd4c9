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
  init(_ code: Int32, _ handle: OpaquePointer?) {
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
      if SystemErrorCode.isFileMissing(reason) {
        self = .replaced
        return
      }
      self =
        SystemErrorCode.isOutOfSpace(reason)
        ? .diskFull
        : .other("\(words) (\(code))" + (reason == 0 ? "" : ": \(SystemErrorCode.message(reason))"))
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
