package import Model

/// What makes a pull read segments again that this machine has read before.
extension RemoteState {
  /// The index of the library when all records were there that the store is known to have; `nil` before the first
  /// complete pull.
  package var indexGeneration: UInt64? {
    get throws { try value("index").flatMap { UInt64($0) } }
  }

  /// Notes the index of a library that has all records that the store is known to have.
  package func noteIndexGeneration(_ generation: UInt64) throws {
    try set("index", "\(generation)")
  }

  /// Passes on the records that the store is known to have, until `body` returns `false`.
  func forEachKnown(_ body: ([UInt8]) throws -> Bool) throws {
    try statement("SELECT record FROM known ORDER BY record").forEachRow([]) { row in
      try body(row.bytes(0))
    }
  }

  /// Notes that a segment is no longer in the store, or not as it was read. If it comes again, it is read again.
  package func forgetSeen(_ segment: Digest) throws {
    try run("DELETE FROM seen WHERE segment=?", [segment])
  }

  // MARK: Arrivals

  /// Notes that the store has files, before the records that name them are part of the library: if the pull is killed in
  /// between, these files are known not to be lost.
  ///
  /// It only appends, which is quick for the millions of a first pull.
  package func noteArriving(_ blobs: some Sequence<DigestPrefix>) throws {
    let statement = try statement("INSERT INTO arriving(blob) VALUES(?)")
    for blob in blobs { try statement.run([blob]) }
  }

  /// Sorts the files that have been noted as arriving among those that the store has. The caller has begun a transaction.
  package func settleArrivals() throws {
    for table in isReadingAgain ? ["stored", "again_stored"] : ["stored"] {
      try run(
        "INSERT OR IGNORE INTO \(table)(blob) SELECT DISTINCT blob FROM arriving ORDER BY blob", [])
    }
    try run("DELETE FROM arriving", [])
  }

  /// Whether a pull that was killed has left arrivals to be settled.
  package var hasArrivals: Bool {
    get throws { try exists("SELECT 1 FROM arriving LIMIT 1", []) }
  }
}
