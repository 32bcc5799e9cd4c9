package import Model

extension Contents {
  /// The statement of a project that it uses an element.
  package struct Use: Sendable {
    package let project: ULID
    /// The path of the project when the record was written.
    package let path: String
    package let revision: Digest
    package let at: Instant
    /// The digest of the record that states the use.
    package let record: Digest
  }

  /// A registration, which states that a provider holds an element or a file, and the digest of its
  /// record.
  package struct StoredRegistration: Sendable {
    package let registration: Registration
    package let record: Digest
  }

  // MARK: Records that accompany elements to another library

  /// The digests of an element's registrations with providers, oldest first, each followed by the
  /// records that withdrew it.
  package func registrationRecords(of element: ULID) throws -> [Digest] {
    try withEnds(
      index.sql.digests(
        "SELECT record FROM registration WHERE element=? ORDER BY at, record",
        [index.numbers.number(ifKnown: element)]))
  }

  /// The digests of the records that erased an element or the beginning of its history.
  package func erasureRecords(of element: ULID) throws -> [Digest] {
    try index.sql.digests(
      "SELECT record FROM erasure WHERE element=? ORDER BY record",
      [index.numbers.number(ifKnown: element)])
  }

  /// The digests of the records about a file: how it was derived, what was derived from it, and
  /// which findings on it were dismissed; each is followed by the records that withdrew it.
  package func fileRecords(of blob: Digest) throws -> [Digest] {
    let number = try index.numbers.number(ifKnown: blob)
    return try withEnds(
      index.sql.digests("SELECT record FROM derivation WHERE result=?", [number])
        + index.sql.digests(
          "SELECT record FROM derivation WHERE source=? ORDER BY result, at, record", [number])
        + index.sql.digests(
          "SELECT record FROM dismissal WHERE blob=? ORDER BY rule, at, record", [number]))
  }

  /// Each record followed by the records that withdrew it.
  private func withEnds(_ records: [Digest]) throws -> [Digest] {
    try records.flatMap { record in
      try [record] + index.sql.digests("SELECT record FROM withdrawal WHERE target=?", [record])
    }
  }
}

extension [Take] {
  /// The takes that count, from a list with the newest first: of several ratings of a file from one
  /// bundle, only the last.
  var lastRatings: [Take] {
    var seen: Set<[Digest]> = []
    return filter { take in take.blob.map { seen.insert([take.export, $0]).inserted } ?? true }
  }
}
