package import Model

/// The table `take`: the files that came back for bundles.
package struct TakeTable {
  let index: Index
  private var sql: Statements { index.sql }

  func add(_ take: Take, _ digest: Digest) throws {
    try sql.run(
      "INSERT OR IGNORE INTO take(bundle, at, record, blob, result) VALUES(?, ?, ?, ?, ?)",
      [
        take.export, take.at, digest, take.blob.map { try index.numbers.number(of: $0) },
        take.result.rawValue,
      ])
  }

  /// Removes the rows of a record.
  func remove(_ take: Take, _ digest: Digest) throws {
    try sql.run("DELETE FROM take WHERE bundle=? AND record=?", [take.export, digest])
  }

  /// The takes that a provider returned for a bundle, newest first. Of several ratings of a file
  /// only the last one counts.
  package func ofBundle(_ bundle: Digest, limit: Int) throws -> [Take] {
    let found: [Take] = try index.records.all(
      """
      SELECT record FROM take
      WHERE bundle=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=take.record)
      ORDER BY at DESC, record DESC LIMIT ?
      """, [bundle, limit])
    return found.lastRatings
  }

  /// The takes whose result is a file, newest first, one for each bundle: the last rating counts.
  package func of(_ blob: Digest, limit: Int) throws -> [Take] {
    let found: [Take] = try index.records.all(
      """
      SELECT record FROM take
      WHERE blob=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=take.record) LIMIT ?
      """, [index.numbers.number(ifKnown: blob), limit])
    return found.sorted { $0.at > $1.at }.lastRatings
  }

  /// The number of ratings of a file that came back from a bundle.
  package func ratingCount(of blob: Digest, from bundle: Digest) throws -> Int {
    try sql.integer(
      """
      SELECT count(*) FROM take WHERE bundle=? AND blob=?
        AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=take.record)
      """, [bundle, index.numbers.number(ifKnown: blob)]) ?? 0
  }

  /// The files of takes whose digests begin with some bytes.
  package func files(beginning bytes: [UInt8], limit: Int) throws -> [Digest] {
    guard !bytes.isEmpty, bytes.count <= 32 else { return [] }
    let end = bytes + Array(repeating: UInt8.max, count: 32 - bytes.count)
    return try sql.digests(
      """
      SELECT digest FROM blob WHERE digest>=? AND digest<=?
        AND EXISTS (SELECT 1 FROM take WHERE take.blob=blob.id) LIMIT ?
      """, [bytes, end, limit])
  }

  /// The record of the last rating of a file that came back from a bundle; `nil` if there is none.
  package func lastRecord(of blob: Digest, from bundle: Digest) throws -> Digest? {
    try sql.digests(
      """
      SELECT record FROM take WHERE bundle=? AND blob=?
        AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=take.record)
      ORDER BY at DESC, record DESC LIMIT 1
      """, [bundle, index.numbers.number(ifKnown: blob)]
    ).first
  }
}
