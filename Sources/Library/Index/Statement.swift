internal import CSQLite
internal import Model

/// A compiled statement, prepared once and run many times. It may be released after its connection,
/// which `sqlite3_close_v2` allows.
@safe
final class Statement {
  private let statement: OpaquePointer
  private let connection: OpaquePointer

  init(_ statement: OpaquePointer, of connection: OpaquePointer) {
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
    if isCounted { WorkMeter.recordStatement(steps: takeSteps()) }
  }

  /// Returns the steps of SQLite's virtual machine since the last call.
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

/// A value that can be a parameter of a statement.
///
/// ```swift
/// try sql.run("INSERT INTO unnamed(digest, seen) VALUES(?, ?)", [digest, now])
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

  /// The value in a column as it is stored, if it is an integer or a text.
  func stored(_ column: Int) -> ForeignDatabase.Value {
    switch unsafe sqlite3_column_type(statement, Int32(column)) {
    case SQLITE_INTEGER: .integer(integer(column))
    case SQLITE_TEXT: .text(text(column))
    case SQLITE_NULL: .null
    default: .other
    }
  }

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

  /// A number whose every bit depends on every bit of the input: the finalizer of SplitMix64.
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
