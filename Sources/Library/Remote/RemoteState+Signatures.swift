package import Model

/// The records that this machine has to sign, and those that it must not sign.
extension RemoteState {
  // MARK: Who wrote what

  /// Notes records that this machine didn't write, or has signed.
  package func recordForeign(_ records: [Digest]) throws {
    let statement = try statement("INSERT OR IGNORE INTO foreign_record(record) VALUES(?)")
    for record in records { try statement.run([DigestPrefix(record)]) }
  }

  /// Whether this machine didn't write a record, or has signed it. If the store lacks such a
  /// record, it once had it.
  package func isForeign(_ record: Digest) throws -> Bool {
    try exists("SELECT 1 FROM foreign_record WHERE record=?", [DigestPrefix(record)])
  }

  /// Whether the signatures in the library were searched for records that others have written.
  package var knowsSignedRecords: Bool { get throws { try value("signed") != nil } }

  /// Notes that the signatures in the library were searched.
  package func recordKnowsSignedRecords() throws { try set("signed", "1") }

  // MARK: What remains to be signed

  /// Notes a record in the store that the next push signs.
  package func recordUnsigned(_ record: Digest) throws {
    try run("INSERT OR IGNORE INTO unsigned(record) VALUES(?)", [record])
  }

  /// Whether there is anything to sign besides new records.
  package var hasUnsigned: Bool {
    get throws {
      try exists("SELECT 1 FROM unsigned UNION ALL SELECT 1 FROM unsigned_end LIMIT 1", [])
    }
  }

  /// The records in the store that are still to be signed.
  package func unsignedRecords(limit: Int) throws -> [Digest] {
    try statement("SELECT record FROM unsigned ORDER BY record LIMIT ?").all([limit]) {
      try $0.digest(0)
    }
  }

  /// Notes that records in the store have been signed.
  package func forgetUnsigned(_ records: [Digest]) throws {
    for record in records { try run("DELETE FROM unsigned WHERE record=?", [record]) }
  }

  /// Notes an ended key that the next push must state.
  package func recordUnsignedEnd(of key: SigningKey) throws {
    try run("INSERT OR IGNORE INTO unsigned_end(key) VALUES(?)", [key.bytes])
  }

  /// The ended keys that no push has stated yet.
  package func unsignedEnds() throws -> [SigningKey] {
    try statement("SELECT key FROM unsigned_end ORDER BY key").all([]) { $0.bytes(0) }.compactMap {
      SigningKey(bytes: $0)
    }
  }

  /// Forgets ended keys that a push has stated.
  package func forgetUnsignedEnds(of keys: [SigningKey]) throws {
    for key in keys { try run("DELETE FROM unsigned_end WHERE key=?", [key.bytes]) }
  }

  // MARK: Signatures that are lost

  /// Notes signatures that others have seen and that may be lost everywhere, so they aren't
  /// reported again.
  package func forgo(_ signatures: some Sequence<Digest>) throws {
    for signature in signatures {
      try run("INSERT OR IGNORE INTO forgone(signature) VALUES(?)", [signature])
    }
  }

  /// Whether a missing signature has been reported already, and the records of this library were
  /// sent again.
  package func isForgone(_ signature: Digest) throws -> Bool {
    try exists("SELECT 1 FROM forgone WHERE signature=?", [signature])
  }
}
