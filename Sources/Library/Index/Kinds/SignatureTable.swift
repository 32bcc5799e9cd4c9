package import Model

/// The tables `signature`, `ended` and `cited`: the signatures of records.
package struct SignatureTable {
  let index: Index
  private var sql: Statements { index.sql }

  /// Indexes a signature and the earlier ones that it names.
  func add(_ signature: RecordSignature, _ digest: Digest) throws {
    try sql.run(
      "INSERT OR IGNORE INTO signature(record, key, at) VALUES(?, ?, ?)",
      [digest, signature.key.bytes, signature.at])
    for key in signature.ended {
      try sql.run(
        "INSERT OR IGNORE INTO ended(key, by, record) VALUES(?, ?, ?)",
        [key.bytes, signature.key.bytes, digest])
    }
    for previous in signature.previous {
      try sql.run("INSERT OR IGNORE INTO cited(record, by) VALUES(?, ?)", [previous, digest])
    }
  }

  /// The records of all signatures, whether or not they are genuine.
  package func all() throws -> [Digest] {
    try sql.digests("SELECT record FROM signature ORDER BY record")
  }

  /// The records of the signatures with a key that end other keys.
  package func thatEndKeys(by key: SigningKey) throws -> [Digest] {
    try sql.digests(
      "SELECT DISTINCT record FROM ended WHERE by=? ORDER BY record", [key.bytes])
  }

  /// The signatures that no other signature names, latest first: a new signature must name them.
  package func last(limit: Int) throws -> [Digest] {
    try sql.digests(
      """
      SELECT record FROM signature WHERE record NOT IN (SELECT record FROM cited)
      ORDER BY at DESC, record LIMIT ?
      """, [limit])
  }

  /// The missing signatures that others name, each with one that names it.
  package func absent() throws -> [(signature: Digest, namedBy: Digest)] {
    try sql.all(
      """
      SELECT record, by FROM cited WHERE record NOT IN (SELECT record FROM signature)
      ORDER BY record, by
      """
    ) { (try $0.digest(0), try $0.digest(1)) }
  }
}
