internal import CSQLite
internal import Files
internal import Model

/// One connection to the index. SQLite serves one thread at a time here: whoever holds it.
@safe
struct Database: ~Copyable, @unchecked Sendable {
  // A connection may pass from thread to thread as long as one uses it at a time; the store's lock
  // sees to that.
  let handle: OpaquePointer

  enum Mode {
    case readWrite
    case create
    /// Nothing in it is written; beside it lies what SQLite needs to read while others write.
    case readOnly
    /// Nobody writes it while it is open, and nothing is written beside it.
    case immutable
  }

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
      mode == .immutable ? FilePath(Self.address(path, "immutable=1")) ?? path : path
    let code = unsafe name.withCString { text in
      unsafe sqlite3_open_v2(text, &handle, flags | SQLITE_OPEN_NOMUTEX, nil)
    }
    guard code == SQLITE_OK, let handle = unsafe handle else {
      let error = unsafe IndexError(code, handle)
      unsafe sqlite3_close_v2(handle)
      throw error
    }
    unsafe sqlite3_busy_timeout(handle, Int32(patienceMilliseconds))
    unsafe sqlite3_extended_result_codes(handle, 1)
    unsafe self.handle = handle
  }

  deinit { unsafe sqlite3_close_v2(handle) }

  /// A database that has no name and goes with its user: SQLite keeps it where the system keeps such
  /// things.
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

  /// A copy of a database that nobody writes meanwhile, in one without a name.
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

  /// A path as SQLite's URIs take it, with what is asked of it: `immutable=1` says that nobody writes to
  /// the file.
  static func address(_ path: FilePath, _ question: String) -> String {
    var name = Array("file:".utf8)
    for byte in path.bytes {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "-"):
        name.append(byte)
      default: name += Array("%\(Hex.text(of: [byte]))".utf8)
      }
    }
    return String(decoding: name, as: UTF8.self) + "?" + question
  }

  /// Runs statements without parameters and without rows that matter.
  func run(_ sql: String) throws(IndexError) {
    let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw unsafe IndexError(code, handle) }
  }

  func prepare(_ sql: String) throws(IndexError) -> Statement {
    var statement: OpaquePointer?
    let code = unsafe sqlite3_prepare_v3(
      handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard code == SQLITE_OK, let statement = unsafe statement else {
      throw unsafe IndexError(code, handle)
    }
    return unsafe Statement(statement, of: handle)
  }

  /// Runs what need not be done now: it fails where another process would have to be waited for.
  func withoutWaiting(_ body: () -> Void) {
    unsafe sqlite3_busy_timeout(handle, 0)
    body()
    unsafe sqlite3_busy_timeout(handle, Int32(LibraryStore.patienceMilliseconds))
  }

  /// Rows that the last statement inserted, changed or removed.
  var changes: Int { unsafe Int(sqlite3_changes64(handle)) }

  /// The number of the row that was inserted last.
  var lastRow: Int { unsafe Int(sqlite3_last_insert_rowid(handle)) }
}

/// A statement, prepared once and run often.
@safe
final class Statement {
  private let statement: OpaquePointer
  private let connection: OpaquePointer

  fileprivate init(_ statement: OpaquePointer, of connection: OpaquePointer) {
    unsafe self.statement = statement
    unsafe self.connection = connection
  }

  deinit { unsafe sqlite3_finalize(statement) }

  /// Binds parameters, calls `each` for every row until it says to stop, and leaves the statement ready
  /// for the next run.
  func rows(
    _ values: [SQLValue] = [], each: (borrowing Row) throws -> Bool
  ) throws {
    defer { unsafe sqlite3_reset(statement) }
    for (place, value) in values.enumerated() {
      let code = bind(value, Int32(place + 1))
      guard code == SQLITE_OK else { throw unsafe IndexError(code, connection) }
    }
    while true {
      let code = unsafe sqlite3_step(statement)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else { throw unsafe IndexError(code, connection) }
      guard try each(unsafe Row(statement)) else { return }
    }
  }

  /// Runs it for what it does.
  func run(_ values: [SQLValue] = []) throws(IndexError) {
    defer { unsafe sqlite3_reset(statement) }
    for (place, value) in values.enumerated() {
      let code = bind(value, Int32(place + 1))
      guard code == SQLITE_OK else { throw unsafe IndexError(code, connection) }
    }
    while true {
      let code = unsafe sqlite3_step(statement)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else { throw unsafe IndexError(code, connection) }
    }
  }

  private func bind(_ value: SQLValue, _ place: Int32) -> Int32 {
    // SQLITE_TRANSIENT: SQLite copies what it is given.
    let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    switch value {
    case .null: return unsafe sqlite3_bind_null(statement, place)
    case .integer(let number): return unsafe sqlite3_bind_int64(statement, place, Int64(number))
    case .text(let text):
      var text = text
      return text.withUTF8 { buffer in
        unsafe sqlite3_bind_text64(
          statement, place,
          UnsafeRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self),
          sqlite3_uint64(buffer.count), transient, UInt8(SQLITE_UTF8))
      }
    case .blob(let bytes):
      return unsafe bytes.withUnsafeBytes { buffer in
        unsafe sqlite3_bind_blob64(
          statement, place, buffer.baseAddress, sqlite3_uint64(buffer.count), transient)
      }
    }
  }
}

/// What a statement's parameter stands for.
enum SQLValue {
  case null
  case integer(Int)
  case text(String)
  case blob([UInt8])

  static func integer(_ number: Int?) -> SQLValue { number.map { .integer($0) } ?? .null }
  static func text(_ text: String?) -> SQLValue { text.map { .text($0) } ?? .null }
  static func blob(_ bytes: [UInt8]?) -> SQLValue { bytes.map { .blob($0) } ?? .null }
  static func digest(_ digest: Digest?) -> SQLValue { blob(digest?.bytes) }
  static func identity(_ identity: ULID?) -> SQLValue { blob(identity?.bytes) }
  static func flag(_ flag: Bool) -> SQLValue { .integer(flag ? 1 : 0) }
}

/// A row that a statement stands at; it is gone with the next step.
@safe
struct Row: ~Copyable {
  private let statement: OpaquePointer

  fileprivate init(_ statement: OpaquePointer) { unsafe self.statement = statement }

  func isNull(_ column: Int) -> Bool {
    unsafe sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL
  }

  func integer(_ column: Int) -> Int { unsafe Int(sqlite3_column_int64(statement, Int32(column))) }

  func integer(ifAny column: Int) -> Int? { isNull(column) ? nil : integer(column) }

  func flag(_ column: Int) -> Bool { integer(column) != 0 }

  func text(_ column: Int) -> String {
    guard let start = unsafe sqlite3_column_text(statement, Int32(column)) else { return "" }
    let count = unsafe Int(sqlite3_column_bytes(statement, Int32(column)))
    return unsafe String(
      decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  func text(ifAny column: Int) -> String? { isNull(column) ? nil : text(column) }

  func bytes(_ column: Int) -> [UInt8] {
    guard let start = unsafe sqlite3_column_blob(statement, Int32(column)) else { return [] }
    let count = unsafe Int(sqlite3_column_bytes(statement, Int32(column)))
    return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
  }

  /// A number that follows from all columns: other rows hardly ever have the same.
  func sum(columns: Int) -> UInt64 {
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
      var place = 0
      while place + 8 <= bytes.count {
        sum = Self.mixed(
          sum ^ (unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
        place += 8
      }
      var rest = UInt64(bytes.count) << 56
      while place < bytes.count {
        rest = rest << 8 ^ UInt64(unsafe bytes[place])
        place += 1
      }
      sum = Self.mixed(sum ^ rest)
    }
    return sum
  }

  /// Every bit depends on every bit of what comes in: the end of SplitMix64.
  private static func mixed(_ number: UInt64) -> UInt64 {
    var mixed = (number ^ (number >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  var columnCount: Int { unsafe Int(sqlite3_column_count(statement)) }

  func digest(_ column: Int) throws(IndexError) -> Digest {
    guard let digest = Digest(bytes: bytes(column)) else { throw .damaged("a name of 32 bytes") }
    return digest
  }

  func identity(_ column: Int) throws(IndexError) -> ULID {
    guard let identity = ULID(bytes: bytes(column)) else { throw .damaged("a name of 16 bytes") }
    return identity
  }
}

/// Why the index did not do as it was told.
enum IndexError: Error, Hashable {
  /// Another process held it for too long.
  case busy
  /// Another took its place while it was being opened.
  case replaced
  /// It is no database, or holds what it can't.
  case damaged(String)
  case readOnly
  case full
  /// It, or what SQLite keeps beside it, could not be opened or made.
  case unopenable
  case other(String)

  fileprivate init(_ code: Int32, _ handle: OpaquePointer?) {
    let words =
      unsafe handle.flatMap { unsafe sqlite3_errmsg($0) }.map { unsafe String(cString: $0) }
      ?? "error \(code)"
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
    // An error in a statement: all of ours are right, so tables are missing or other ones.
    case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_ERROR: self = .damaged(words)
    case SQLITE_READONLY: self = .readOnly
    case SQLITE_FULL: self = .full
    case SQLITE_CANTOPEN: self = .unopenable
    case SQLITE_IOERR:
      // What the system said tells more: that no space is left, that the folder is forbidden.
      let reason = unsafe handle.map { unsafe sqlite3_system_errno($0) } ?? 0
      // What was there is gone: somebody deleted the index, or put another in its place.
      if SystemError.isFileMissing(reason) {
        self = .replaced
        return
      }
      self =
        SystemError.isOutOfSpace(reason)
        ? .full
        : .other("\(words) (\(code))" + (reason == 0 ? "" : ": \(SystemError.message(reason))"))
    default: self = .other(words)
    }
  }
}

extension IndexError: CustomStringConvertible {
  var description: String {
    switch self {
    case .busy: "another program kept the index locked for too long"
    case .replaced: "the index was replaced in the meantime"
    case .damaged(let what): "the index is damaged (\(what))"
    case .readOnly: "the index is read-only"
    case .full: "no space is left for the index"
    case .unopenable: "the index could not be opened"
    case .other(let words): "the index: \(words)"
    }
  }
}
