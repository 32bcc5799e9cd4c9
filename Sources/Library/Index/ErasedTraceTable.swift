package import Model

/// The digests of what erasures have removed, as the index stores them.
package struct ErasedTraceTable {
  let index: Index
  private var sql: Statements { index.sql }

  /// The meaning of a digest in the table `erased`.
  private enum Role {
    static let file = 1
    static let bundle = 2
  }

  /// Stores the digests that an erasure states.
  func add(_ traces: ErasedTraces, of erasure: Digest) throws {
    for (digests, role) in [(traces.files, Role.file), (traces.bundles, Role.bundle)] {
      for digest in digests {
        try sql.run(
          "INSERT OR IGNORE INTO erased(digest, role, record) VALUES(?, ?, ?)",
          [digest, role, erasure])
      }
    }
  }

  /// The digests of all erasures, grouped by whether the element's clips are erased as well.
  func all() throws -> [(traces: ErasedTraces, takes: Bool)] {
    var found: [Bool: ErasedTraces] = [:]
    try sql.forEach(
      """
      SELECT erased.digest, erased.role, EXISTS (
        SELECT 1 FROM erasure JOIN erasure AS other ON other.element=erasure.element
        WHERE erasure.record=erased.record AND other.takes<>0)
      FROM erased
      """
    ) { row in
      let digest = try row.digest(0)
      if row.integer(1) == Role.file {
        found[row.flag(2), default: ErasedTraces()].files.append(digest)
      } else {
        found[row.flag(2), default: ErasedTraces()].bundles.append(digest)
      }
      return true
    }
    return found.map { ($0.value, $0.key) }
  }

  /// The files that erasures state.
  package func files() throws -> [Digest] {
    try sql.digests("SELECT DISTINCT digest FROM erased WHERE role=1 ORDER BY digest")
  }

  /// Whether an erasure states a digest.
  func contains(_ digest: Digest) throws -> Bool {
    try sql.exists("SELECT 1 FROM erased WHERE digest=?", [digest])
  }

  /// Whether there may be records about files or bundles that earlier erasures removed. This quick
  /// check may find too much, but never too little.
  func mayHaveLateRecords() throws -> Bool {
    guard try index.hasErasures else { return false }
    return try sql.exists(
      """
      SELECT 1 WHERE EXISTS (
          SELECT 1 FROM erased CROSS JOIN blob ON blob.digest=erased.digest
          CROSS JOIN mention ON mention.blob=blob.id
          WHERE erased.role=1
            AND NOT EXISTS (SELECT 1 FROM holding WHERE holding.blob=blob.id))
        OR EXISTS (
          SELECT 1 FROM erased CROSS JOIN take ON take.bundle=erased.digest
          WHERE erased.role=2
            AND (EXISTS (SELECT 1 FROM remark WHERE remark.record=take.record)
              OR take.blob IS NOT NULL AND EXISTS (
                SELECT 1 FROM erasure JOIN erasure AS other ON other.element=erasure.element
                WHERE erasure.record=erased.record AND other.takes<>0)))
        OR EXISTS (
          SELECT 1 FROM erased CROSS JOIN comment ON comment.bundle=erased.digest
          WHERE erased.role=2
            AND (EXISTS (SELECT 1 FROM remark WHERE remark.record=comment.record)
              OR comment.blob IS NOT NULL AND EXISTS (
                SELECT 1 FROM erasure JOIN erasure AS other ON other.element=erasure.element
                WHERE erasure.record=erased.record AND other.takes<>0)))
      """)
  }
}
