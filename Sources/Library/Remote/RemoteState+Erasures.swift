package import Model

/// Teammates' erasures that were read from the store and are not in the library yet.
extension RemoteState {
  /// An erasure that is not in the library yet.
  package struct WaitingErasure: Sendable {
    package let record: Digest
    package let line: [UInt8]
    /// Whether it waits for the user's decision; if not, the pull that read it hasn't reached it
    /// yet.
    package let isHeld: Bool
    /// Whether it waits as one of too many, regardless of what is learned about it later.
    package let isOneOfMany: Bool
  }

  /// Notes an erasure that has been read, unless it is known or was refused.
  package func recordWaiting(_ record: Digest, _ line: [UInt8]) throws {
    guard try !isRefused(record) else { return }
    try run("INSERT OR IGNORE INTO waiting(record, line, held) VALUES(?, ?, 0)", [record, line])
  }

  /// The erasures that wait.
  package func waitingErasures() throws -> [WaitingErasure] {
    try statement("SELECT record, line, held FROM waiting ORDER BY record").all([]) { row in
      WaitingErasure(
        record: try row.digest(0), line: row.bytes(1), isHeld: row.flag(2),
        isOneOfMany: row.integer(2) == Self.oneOfMany)
    }
  }

  /// The number of erasures that wait for the user's decision.
  package var heldErasureCount: Int {
    get throws {
      try statement("SELECT count(*) FROM waiting WHERE held<>0").all([]) { $0.integer(0) }.first
        ?? 0
    }
  }

  /// Notes that an erasure waits for the user's decision, alone or as one of many.
  package func hold(_ erasure: Digest, isOneOfMany: Bool) throws {
    try run(
      "UPDATE waiting SET held=? WHERE record=?",
      [isOneOfMany ? Self.oneOfMany : Self.alone, erasure])
  }

  private static let oneOfMany = 1
  private static let alone = 2

  /// Notes that an erasure is now in the library, with the time by the store's clock.
  ///
  /// - Parameter isFelt: Whether it removed anything.
  package func recordApplication(_ erasure: Digest, at moment: Instant, isFelt: Bool) throws {
    try run("DELETE FROM waiting WHERE record=?", [erasure])
    guard isFelt else { return }
    try run("INSERT OR IGNORE INTO applied(record, at) VALUES(?, ?)", [erasure, moment])
  }

  /// The number of erasures since a time that removed anything; earlier ones are forgotten.
  package func appliedErasureCount(since moment: Instant) throws -> Int {
    try run("DELETE FROM applied WHERE at<?", [moment])
    return try statement("SELECT count(*) FROM applied").all([]) { $0.integer(0) }.first ?? 0
  }

  /// Notes that the user refuses an erasure of an element, which has no effect here.
  package func refuse(_ erasure: Digest, of element: ULID) throws {
    try run("DELETE FROM waiting WHERE record=?", [erasure])
    try run(
      "INSERT OR IGNORE INTO refused(record, element) VALUES(?, ?)", [erasure, element.text])
  }

  /// The elements whose erasures the user has refused.
  package func elementsWithRefusedErasures() throws -> Set<ULID> {
    Set(
      try statement("SELECT element FROM refused").all([]) { $0.text(0) }.compactMap { ULID($0) })
  }

  /// The erasures that the user has refused.
  package func refusedErasures() throws -> [Digest] {
    try statement("SELECT record FROM refused ORDER BY record").all([]) { try $0.digest(0) }
  }

  /// Whether the user has refused an erasure.
  package func isRefused(_ erasure: Digest) throws -> Bool {
    try exists("SELECT 1 FROM refused WHERE record=?", [erasure])
  }

  /// Notes that the first revision of an element was written to the store from here.
  package func recordMade(_ element: ULID) throws {
    try run("INSERT OR IGNORE INTO made(element) VALUES(?)", [element.text])
  }

  /// The elements that this machine made.
  package func madeElements() throws -> [ULID] {
    try statement("SELECT element FROM made ORDER BY element").all([]) { $0.text(0) }.compactMap {
      ULID($0)
    }
  }

  /// Whether this machine made an element.
  package func hasMade(_ element: ULID) throws -> Bool {
    try exists("SELECT 1 FROM made WHERE element=?", [element.text])
  }
}
