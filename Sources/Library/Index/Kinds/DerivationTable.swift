package import Model

/// The table `derivation`: which files were made from which.
package struct DerivationTable {
  let index: Index
  private var sql: Statements { index.sql }

  func add(_ derivation: Derivation, _ digest: Digest) throws {
    try sql.run(
      "INSERT OR IGNORE INTO derivation(source, result, at, record) VALUES(?, ?, ?, ?)",
      [
        index.numbers.number(of: derivation.from), index.numbers.number(of: derivation.blob),
        derivation.at,
        digest,
      ])
  }

  /// Removes the rows of a record.
  func remove(_ derivation: Derivation, _ digest: Digest) throws {
    try sql.run(
      "DELETE FROM derivation WHERE source=? AND result=? AND record=?",
      [
        index.numbers.number(ifKnown: derivation.from),
        index.numbers.number(ifKnown: derivation.blob), digest,
      ])
  }

  /// The derivations that produced a file, oldest first: what it was made from.
  package func origins(of blob: Digest, limit: Int) throws -> [Derivation] {
    let found: [Derivation] = try index.records.all(
      """
      SELECT record FROM derivation
      WHERE result=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=derivation.record)
      LIMIT ?
      """, [index.numbers.number(ifKnown: blob), limit])
    return found.sorted { ($0.at, $0.blob.hex) < ($1.at, $1.blob.hex) }
  }

  /// The records of the derivations of one file from another.
  package func records(of blob: Digest, from original: Digest) throws -> [Digest] {
    try sql.digests(
      """
      SELECT record FROM derivation WHERE source=? AND result=?
        AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=derivation.record)
      """, [index.numbers.number(ifKnown: original), index.numbers.number(ifKnown: blob)])
  }

  /// The derivations from a file, oldest first: what was made from it.
  package func results(of blob: Digest, limit: Int) throws -> [Derivation] {
    let found: [Derivation] = try index.records.all(
      """
      SELECT record FROM derivation
      WHERE source=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=derivation.record)
      LIMIT ?
      """, [index.numbers.number(ifKnown: blob), limit])
    return found.sorted { ($0.at, $0.blob.hex) < ($1.at, $1.blob.hex) }
  }

  /// The files that were made from a file, including those whose derivation was withdrawn.
  func resultFiles(of blob: Digest) throws -> [Digest] {
    try sql.digests(
      """
      SELECT DISTINCT blob.digest FROM derivation JOIN blob ON blob.id=derivation.result
      WHERE derivation.source=?
      """, [index.numbers.number(ifKnown: blob)])
  }

  /// The files from which a file was made, including those whose derivation was withdrawn.
  func sourceFiles(of blob: Digest) throws -> [Digest] {
    try sql.digests(
      """
      SELECT DISTINCT blob.digest FROM derivation JOIN blob ON blob.id=derivation.source
      WHERE derivation.result=?
      """, [index.numbers.number(ifKnown: blob)])
  }
}
