package import Model

/// What goes along with elements from one library to another.
extension Contents {
  /// A record by its name.
  package func record(_ digest: Digest) throws -> Record? { try index.record(digest) }

  /// What providers hold of an element, and what ended such records.
  package func registrationRecords(of element: ULID) throws -> [Digest] {
    guard let number = try index.number(ifKnown: element) else { return [] }
    return try withEnds(
      try index.all(
        "SELECT record FROM registration WHERE element=? ORDER BY at, record", [.integer(number)]
      ) { try $0.digest(0) })
  }

  /// What shortened the history of an element.
  package func erasureRecords(of element: ULID) throws -> [Digest] {
    guard let number = try index.number(ifKnown: element) else { return [] }
    return try index.all(
      "SELECT record FROM erasure WHERE element=? ORDER BY record", [.integer(number)]
    ) { try $0.digest(0) }
  }

  /// How a file was made, what was made of it, and what was dismissed of it; with what ended such records.
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

  private func withEnds(_ records: [Digest]) throws -> [Digest] {
    try records.flatMap { record in
      try [record]
        + index.all("SELECT record FROM withdrawal WHERE target=?", [.digest(record)]) {
          try $0.digest(0)
        }
    }
  }
}
