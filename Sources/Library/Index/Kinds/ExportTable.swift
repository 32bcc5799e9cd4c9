package import Model

/// The tables `export` and `exported`: the exports of bundles, and the elements in them.
package struct ExportTable {
  let index: Index
  private var sql: Statements { index.sql }

  /// Indexes an export and the revisions that it contains.
  func add(_ export: ExportRecord, _ digest: Digest) throws {
    try sql.run(
      "INSERT OR IGNORE INTO export(bundle, at, record, target, project) VALUES(?, ?, ?, ?, ?)",
      [export.bundle, export.at, digest, export.target, export.project])
    for element in export.elements {
      try sql.run(
        "INSERT OR IGNORE INTO exported(element, at, record, revision) VALUES(?, ?, ?, ?)",
        [index.numbers.number(of: element.element), export.at, digest, element.revision])
    }
  }

  /// Removes the rows of a record.
  func remove(_ export: ExportRecord, _ digest: Digest) throws {
    try sql.run("DELETE FROM export WHERE bundle=? AND record=?", [export.bundle, digest])
    for part in export.elements {
      try sql.run(
        "DELETE FROM exported WHERE element=? AND record=?",
        [index.numbers.number(ifKnown: part.element), digest])
    }
  }

  /// The exports that contained an element, newest first.
  package func of(_ element: ULID, limit: Int) throws -> [ExportRecord] {
    try index.records.all(
      """
      SELECT record FROM exported
      WHERE element=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=exported.record)
      ORDER BY at DESC, record DESC LIMIT ?
      """, [index.numbers.number(ifKnown: element), limit])
  }

  /// The exports that contained a file or one that was made from it, newest first.
  package func naming(_ blob: Digest, limit: Int) throws -> [ExportRecord] {
    let found: [ExportRecord] = try index.records.all(
      """
      SELECT record.digest FROM mention JOIN record ON record.digest=mention.record
      WHERE mention.blob=? AND record.kind=6
        AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=mention.record) LIMIT ?
      """, [index.numbers.number(ifKnown: blob), limit])
    return found.sorted { $0.at > $1.at }
  }

  /// The exports of a bundle, newest first.
  package func ofBundle(_ bundle: Digest, limit: Int) throws -> [ExportRecord] {
    try index.records.all(
      """
      SELECT record FROM export
      WHERE bundle=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=export.record)
      ORDER BY at DESC, record DESC LIMIT ?
      """, [bundle, limit])
  }

  /// The exports at or after a time, of a project and for a target, newest first. A condition that
  /// is `nil` accepts every export.
  package func all(
    since moment: Instant? = nil, project: ULID? = nil, target: String? = nil, limit: Int
  ) throws -> [ExportRecord] {
    try index.records.all(
      """
      SELECT record FROM export
      WHERE at>=?1 AND (?2 IS NULL OR project=?2) AND (?3 IS NULL OR target=?3)
        AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=export.record)
      ORDER BY at DESC LIMIT ?4
      """, [moment ?? Instant(milliseconds: 0), project, target, limit])
  }

  /// The digests of exported bundles that begin with some bytes, in ascending order.
  package func bundles(beginning prefix: [UInt8], limit: Int) throws -> [Digest] {
    try sql.digests(
      "SELECT DISTINCT bundle FROM export WHERE bundle BETWEEN ? AND ? ORDER BY bundle LIMIT ?",
      [prefix, prefix.lastDigestBytes, limit])
  }
}
