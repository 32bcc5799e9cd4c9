internal import Model

/// The files that the records of the index keep.
extension BlobTable {
  /// Returns whether a record in the index keeps a file or a related one: a file that it was made
  /// from, or one that was made from it.
  ///
  /// Dismissals, derivations and uploads to providers mention a file without keeping it: if they
  /// arrive after an erasure of the file, they must not bring it back. Only in a library without
  /// erasures do they keep it, because the record that keeps it may still arrive.
  func isNamed(_ blob: Digest) throws -> Bool {
    guard let number = try index.numbers.number(ifKnown: blob) else { return false }
    if try !index.hasErasures, try index.sql.exists("SELECT 1 FROM mention WHERE blob=?", [number])
    {
      return true
    }
    var seen: Set<Int> = [number]
    var pending = [number]
    while let file = pending.popLast() {
      if try isHeld(file) { return true }
      for relative in try relatives(of: file) where seen.insert(relative).inserted {
        pending.append(relative)
      }
    }
    return false
  }

  /// Returns whether an element has or had a file, or another record names it and isn't just a
  /// statement about it.
  private func isHeld(_ blob: Int) throws -> Bool {
    try index.sql.exists(
      """
      SELECT 1 WHERE EXISTS (SELECT 1 FROM holding WHERE blob=?1)
        OR EXISTS (
          SELECT 1 FROM mention CROSS JOIN record ON record.digest=mention.record
          WHERE mention.blob=?1 AND record.kind NOT IN (2, 4) AND NOT (record.kind=3 AND EXISTS (
            SELECT 1 FROM registration
            WHERE registration.record=mention.record AND registration.element IS NULL)))
      """, [blob])
  }

  /// The files that a file was made from and those that were made from it.
  private func relatives(of blob: Int) throws -> [Int] {
    try index.sql.integers(
      """
      SELECT source FROM derivation WHERE result=?1 UNION SELECT result FROM derivation WHERE source=?1
      """, [blob])
  }

  /// The missing or unexamined files that are only mentioned, without a record that keeps them.
  ///
  /// Such files exist only after an erasure.
  func absentUnnamed() throws -> Set<Digest> {
    guard try index.hasErasures else { return [] }
    let stated = try index.sql.all(
      """
      SELECT blob.digest, blob.examined FROM blob WHERE +blob.examined<1
        AND blob.id IN (
          SELECT blob FROM dismissal UNION SELECT source FROM derivation
          UNION SELECT result FROM derivation
          UNION SELECT blob FROM registration WHERE blob IS NOT NULL AND element IS NULL)
        AND NOT EXISTS (SELECT 1 FROM holding WHERE holding.blob=blob.id)
      """
    ) { try $0.digest(0) }
    return Set(try stated.filter { try !isNamed($0) })
  }
}
