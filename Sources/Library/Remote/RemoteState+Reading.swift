package import Model

/// The state that makes a pull read segments again that this machine has already read.
extension RemoteState {
  /// The generation of the library's index when the library last had all records that the store is
  /// known to have; `nil` before the first complete pull.
  package var indexGeneration: UInt64? {
    get throws { try value("index").flatMap { UInt64($0) } }
  }

  /// Notes the index's generation in a library that has all records that the store is known to
  /// have.
  package func recordIndexGeneration(_ generation: UInt64) throws {
    try set("index", "\(generation)")
  }

  /// Calls `body` with the records that the store is known to have, until it returns `false`.
  func forEachKnown(_ body: ([UInt8]) throws -> Bool) throws {
    try statement("SELECT record FROM known ORDER BY record").forEachRow([]) { row in
      try body(row.bytes(0))
    }
  }

  /// Notes that a segment is no longer in the store, or has changed there. If it appears again, it
  /// is read again.
  package func forgetSeen(_ segment: Digest) throws {
    try run("DELETE FROM seen WHERE segment=?", [segment])
  }

  // MARK: Arrivals

  /// Notes files that the store has, before the records that name them are in the library: if the
  /// pull is killed in between, these files are known not to be lost.
  ///
  /// It only appends, which is fast even for the millions of files of a first pull.
  package func recordArriving(_ blobs: some Sequence<DigestPrefix>) throws {
    let statement = try statement("INSERT INTO arriving(blob) VALUES(?)")
    for blob in blobs { try statement.run([blob]) }
  }

  /// Moves the files that were noted as arriving to those that the store has. The caller has begun
  /// a transaction.
  package func settleArrivals() throws {
    for table in isReadingAgain ? ["stored", "again_stored"] : ["stored"] {
      try run(
        "INSERT OR IGNORE INTO \(table)(blob) SELECT DISTINCT blob FROM arriving ORDER BY blob", [])
    }
    try run("DELETE FROM arriving", [])
  }

  /// Whether a killed pull has left arrivals to be settled.
  package var hasArrivals: Bool {
    get throws { try exists("SELECT 1 FROM arriving LIMIT 1", []) }
  }
}
