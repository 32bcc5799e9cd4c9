package import Model

/// The table `comment`: what people wrote about takes.
package struct CommentTable {
  let index: Index
  private var sql: Statements { index.sql }

  func add(_ comment: TakeComment, _ digest: Digest) throws {
    try sql.run(
      "INSERT OR IGNORE INTO comment(bundle, at, record, blob) VALUES(?, ?, ?, ?)",
      [
        comment.export, comment.at, digest, comment.blob.map { try index.numbers.number(of: $0) },
      ])
  }

  /// Removes the row of a record.
  func remove(_ comment: TakeComment, _ digest: Digest) throws {
    try sql.run(
      "DELETE FROM comment WHERE bundle=? AND at=? AND record=?",
      [comment.export, comment.at, digest])
  }

  /// The comments on the takes of a bundle, oldest first, each with the digest of its record.
  /// Those that were withdrawn or erased are left out.
  package func ofBundle(
    _ bundle: Digest, limit: Int
  ) throws -> [(comment: TakeComment, record: Digest)] {
    try sql.digests(
      """
      SELECT record FROM comment
      WHERE bundle=? AND blob IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=comment.record)
      ORDER BY at, record LIMIT ?
      """, [bundle, limit]
    ).compactMap { digest in
      guard case .comment(let comment)? = try index.records.read(digest), !comment.text.isEmpty
      else { return nil }
      return (comment, digest)
    }
  }
}
