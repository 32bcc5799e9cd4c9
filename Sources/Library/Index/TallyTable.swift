/// The number of elements of each kind and with each tag. The index stores these numbers, because
/// counting takes too long in a large library.
final class TallyTable {
  private let sql: Statements
  /// The number of entries added minus the number removed since the last commit. The key is the
  /// kind's number shifted left by one bit, plus 1 for retired elements.
  private var tallies: [Int: Int] = [:]
  /// The number of elements with each tag added minus the number removed since the last commit.
  private var tagTallies: [TagTally: Int] = [:]

  init(_ sql: Statements) { self.sql = sql }

  /// Forgets what this transaction added and removed.
  func reset() { (tallies, tagTallies) = ([:], [:]) }

  /// Counts elements of a kind that were added or removed in this transaction.
  ///
  /// - Parameters:
  ///   - kind: The number of the kind.
  ///   - retired: 1 if the elements are retired, otherwise 0.
  ///   - step: How many were added, or removed if negative.
  func adjust(_ kind: Int, _ retired: Int, by step: Int) {
    tallies[kind << 1 | retired, default: 0] += step
  }

  /// Counts elements with a folded tag that were added or removed in this transaction.
  func adjust(_ tag: String, _ kind: Int, _ retired: Int, by step: Int) {
    tagTallies[TagTally(tag: tag, kind: kind, retired: retired), default: 0] += step
  }

  /// Writes the counts of this transaction to the tables; called before it is committed.
  func write() throws {
    for (key, step) in tallies where step != 0 {
      try sql.run(
        """
        INSERT INTO tally(kind, retired, elements) VALUES(?1, ?2, ?3)
        ON CONFLICT(kind, retired) DO UPDATE SET elements = elements + ?3
        """, [key >> 1, key & 1, step])
    }
    for (key, step) in tagTallies where step != 0 { try write(key, step) }
    reset()
  }

  /// Adds a step to the stored count of a tag.
  private func write(_ key: TagTally, _ step: Int) throws {
    let keyValues: [any SQLConvertible] = [key.tag, key.kind, key.retired]
    try sql.run(
      """
      INSERT INTO tagged(text, kind, retired, elements) VALUES(?1, ?2, ?3, ?4)
      ON CONFLICT(text, kind, retired) DO UPDATE SET elements = elements + ?4
      """, keyValues + [step])
    // An unused tag must not stay in the file: it may be a person's name.
    if step < 0 {
      try sql.run(
        "DELETE FROM tagged WHERE text=? AND kind=? AND retired=? AND elements<=0", keyValues)
    }
  }
}

/// The key by which elements with a tag are counted: the folded tag, the kind of the elements, and
/// whether they are retired (1) or not (0).
private struct TagTally: Hashable {
  let tag: String
  let kind: Int
  let retired: Int
}
