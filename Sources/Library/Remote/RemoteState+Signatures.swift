package import Model

/// What this machine has to sign, and what it must not.
extension RemoteState {
  // MARK: Who wrote what

  /// Notes records that this machine didn't write, or has signed.
  package func noteForeign(_ records: [Digest]) throws {
    let statement = try statement("INSERT OR IGNORE INTO foreign_record(record) VALUES(?)")
    for record in records { try statement.run([DigestPrefix(record)]) }
  }

  /// Whether a record that the store lacks was not written here: the store had it once.
  package func isForeign(_ record: Digest) throws -> Bool {
    try exists("SELECT 1 FROM foreign_record WHERE record=?", [DigestPrefix(record)])
  }

  /// Whether the signatures in the library were looked through for records that others have written.
  package var knowsSignedRecords: Bool { get throws { try value("signed") != nil } }

  /// Notes that they were.
  package func noteKnowsSignedRecords() throws { try set("signed", "1") }

  // MARK: What remains to be signed

  /// Notes a record in the store that the next push signs.
  package func noteUnsigned(_ record: Digest) throws {
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

  /// Notes a key that the next push says has ended.
  package func noteUnsignedEnd(of key: SigningKey) throws {
    try run("INSERT OR IGNORE INTO unsigned_end(key) VALUES(?)", [key.bytes])
  }

  /// The keys that have ended, as no push has stated yet.
  package func unsignedEnds() throws -> [SigningKey] {
    try statement("SELECT key FROM unsigned_end ORDER BY key").all([]) { $0.bytes(0) }.compactMap {
      SigningKey(bytes: $0)
    }
  }

  /// Notes that a push has stated that keys have ended.
  package func forgetUnsignedEnds(of keys: [SigningKey]) throws {
    for key in keys { try run("DELETE FROM unsigned_end WHERE key=?", [key.bytes]) }
  }

  // MARK: Signatures that are lost

  /// Notes signatures that others have seen and that no one may have any more, so that they aren't reported again.
  package func forgo(_ signatures: some Sequence<Digest>) throws {
    for signature in signatures {
      try run("INSERT OR IGNORE INTO forgone(signature) VALUES(?)", [signature])
    }
  }

  /// Whether the absence of a signature has been reported, and what is here was sent again.
  package func isForgone(_ signature: Digest) throws -> Bool {
    try exists("SELECT 1 FROM forgone WHERE signature=?", [signature])
  }
}
