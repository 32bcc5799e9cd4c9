package import Model

/// Records that accompany elements when they are copied to another library.
extension Contents {
  /// The record with a digest; `nil` if the library does not have it.
  package func record(_ digest: Digest) throws -> Record? { try index.record(digest) }

  /// The digests of an element's registrations with providers, oldest first, each followed by the
  /// records that withdrew it.
  package func registrationRecords(of element: ULID) throws -> [Digest] {
    guard let number = try index.number(ifKnown: element) else { return [] }
    return try withEnds(
      try index.digests(
        "SELECT record FROM registration WHERE element=? ORDER BY at, record", [.integer(number)]
      ))
  }

  /// The digests of the records that erased an element or the beginning of its history.
  package func erasureRecords(of element: ULID) throws -> [Digest] {
    guard let number = try index.number(ifKnown: element) else { return [] }
    return try index.digests(
      "SELECT record FROM erasure WHERE element=? ORDER BY record", [.integer(number)]
    )
  }

  /// The digests of the records about a file: how it was derived, what was derived from it, and
  /// which findings on it were dismissed; each is followed by the records that withdrew it.
  package func fileRecords(of blob: Digest) throws -> [Digest] {
    guard let number = try index.number(ifKnown: blob) else { return [] }
    let found = try [
      "SELECT record FROM derivation WHERE result=?",
      "SELECT record FROM derivation WHERE source=? ORDER BY result, at, record",
      "SELECT record FROM dismissal WHERE blob=? ORDER BY rule, at, record",
    ].flatMap { text in
      try index.all(composed: text, [.integer(number)]) { try $0.digest(0) }
    }
    return try withEnds(found)
  }

  /// Each record followed by the records that withdrew it.
  private func withEnds(_ records: [Digest]) throws -> [Digest] {
    try records.flatMap { record in
      try [record]
        + index.digests("SELECT record FROM withdrawal WHERE target=?", [.digest(record)])
    }
  }
}
