internal import Files
package import Model

/// The cost of the jobs that were begun in any of a user's libraries within the last day. It is a
/// file in the user's folder, so a limit covers all libraries.
///
/// It is kept only while there is a limit. For its own jobs, a library relies on its own records.
package struct SpendingLedger: Hashable, Sendable {
  private let path: FilePath

  /// - Parameter path: The file, whether or not it exists.
  package init(at path: FilePath) { self.path = path }

  /// The file: `spending/1`.
  struct Page: Hashable {
    var entries: [Entry] = []
  }

  /// A job that was begun.
  struct Entry: Hashable {
    let job: ULID
    let at: Instant
    let cost: Cost
  }

  /// The longest file that is read, in bytes.
  private static let maximumBytes = 16 << 20
  private static let lockMilliseconds = 10_000

  /// Reads and changes the entries while no other command does.
  ///
  /// - Throws: `InvalidLedger` if the file can't be read or written: a limit that may be exceeded
  ///   must not be ignored.
  func change<Value>(_ body: (inout [Entry]) throws -> Value) throws -> Value {
    let lock: FileLock?
    do throws(FileError) {
      try FileSystem.createFolders(path.folder)
      lock = try FileLock(path.folder, timeoutMilliseconds: Self.lockMilliseconds)
    } catch {
      throw InvalidLedger(path: path, reason: error.reason)
    }
    guard let lock else { throw InvalidLedger(path: path, reason: "is in use by another command") }
    return try withExtendedLifetime(lock) {
      var entries = try read()
      let before = entries
      let value = try body(&entries)
      if entries != before { try write(entries) }
      return value
    }
  }

  /// Returns the jobs that were begun since a time.
  ///
  /// - Throws: `InvalidLedger` if the file can't be read.
  func entries(since start: Instant) throws -> [Entry] { try read().filter { $0.at >= start } }

  private func read() throws(InvalidLedger) -> [Entry] {
    let bytes: [UInt8]
    switch TextFile.read(path, limit: Self.maximumBytes) {
    case .failure(.notFound): return []
    case .failure(let failure): throw InvalidLedger(path: path, reason: failure.message)
    case .success(let read): bytes = read
    }
    guard let json = try? JSONParser.parse(bytes, bounds: JSONParser.Bounds(depth: 8)),
      let page = Page(json: json)
    else { throw InvalidLedger(path: path, reason: "is damaged") }
    return page.entries
  }

  private func write(_ entries: [Entry]) throws(InvalidLedger) {
    let json = Page(entries: entries).json
    do throws(FileError) {
      try AtomicFile.writePrivate(
        Array("\(json.indentedText)\n".utf8), to: path, replacing: true)
    } catch {
      throw InvalidLedger(path: path, reason: error.reason)
    }
  }

  /// Why the ledger can't be used, in which case nothing is sent.
  package struct InvalidLedger: CastbookError {
    package let path: FilePath
    package let reason: String

    package var message: String { "\(path): \(reason)" }
    package var blame: Blame { .failure }
    package var rule: String { "send.bad-limits" }
    package var fix: String? { "correct or delete it; it only has what was begun within a day" }
  }
}

extension SpendingLedger.Page: StoredObject {
  init(_ fields: inout Fields<Self>) throws(RecordError) {
    try fields.schema("spending/1")
    entries = try fields.required("jobs", \.entries)
  }
}

extension SpendingLedger.Entry: StoredObject {
  init(_ fields: inout Fields<Self>) throws(RecordError) {
    job = try fields.required("job", \.job)
    at = try fields.required("at", \.at)
    let amount = try fields.required("amount", \.cost.amount)
    let currency = try fields.required("currency", \.cost.currency)
    guard let cost = Cost(amount: amount, currency: currency) else {
      throw RecordError("spending: an amount is invalid")
    }
    self.cost = cost
  }
}
