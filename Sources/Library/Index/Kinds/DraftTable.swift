package import Model

/// The table `draft`: the shot files that belong to no project.
package struct DraftTable {
  let index: Index
  private var sql: Statements { index.sql }

  func add(_ draft: Draft, _ digest: Digest) throws {
    try sql.run(
      "INSERT OR IGNORE INTO draft(draft, record, at, parent, shown) VALUES(?, ?, ?, ?, ?)",
      [
        draft.draft, digest, draft.at, draft.parent,
        !draft.isRemoved && !draft.name.isEmpty ? 1 : 0,
      ])
  }

  /// Removes the row of a record.
  func remove(_ draft: Draft, _ digest: Digest) throws {
    try sql.run("DELETE FROM draft WHERE draft=? AND record=?", [draft.draft, digest])
  }

  /// The latest records of all drafts, newest first, each with its digest. A draft that was changed
  /// on two machines has two.
  package func latest(limit: Int) throws -> [(draft: Draft, record: Digest)] {
    try read(
      sql.digests(
        """
        SELECT record FROM draft WHERE shown=1
          AND NOT EXISTS (SELECT 1 FROM draft AS later WHERE later.parent=draft.record)
          AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=draft.record)
        ORDER BY at DESC, record DESC LIMIT ?
        """, [limit]))
  }

  /// The latest records of one draft, also those that say that it was removed.
  package func latest(of draft: ULID) throws -> [(draft: Draft, record: Digest)] {
    try read(
      sql.digests(
        """
        SELECT record FROM draft WHERE draft=?
          AND NOT EXISTS (SELECT 1 FROM draft AS later WHERE later.parent=draft.record)
          AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=draft.record)
        """, [draft])
    ).sorted { ($1.draft.at, $1.record.hex) < ($0.draft.at, $0.record.hex) }
  }

  private func read(_ digests: [Digest]) throws -> [(draft: Draft, record: Digest)] {
    try digests.compactMap { digest in
      guard case .draft(let draft)? = try index.records.read(digest) else { return nil }
      return (draft, digest)
    }
  }
}
