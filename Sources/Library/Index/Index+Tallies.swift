internal import Model

/// The key by which elements with a tag are counted: the folded tag, the kind of the elements, and
/// whether they are retired (1) or not (0).
struct TagTally: Hashable {
  let tag: String
  let kind: Int
  let retired: Int
}

/// The number of elements of each kind and with each tag. The index stores these numbers, because
/// counting takes too long in a large library.
extension Index {
  /// Counts elements of a kind that were added or removed in this transaction.
  ///
  /// - Parameters:
  ///   - kind: The number of the kind.
  ///   - retired: 1 if the elements are retired, otherwise 0.
  ///   - step: How many were added, or removed if negative.
  func adjustTally(_ kind: Int, _ retired: Int, by step: Int) {
    tallies[kind << 1 | retired, default: 0] += step
  }

  /// Counts elements with a folded tag that were added or removed in this transaction.
  func adjustTally(_ tag: String, _ kind: Int, _ retired: Int, by step: Int) {
    tagTallies[TagTally(tag: tag, kind: kind, retired: retired), default: 0] += step
  }

  /// Writes the counts of this transaction to the tables; called before it is committed.
  func writeTallies() throws {
    for (key, step) in tallies where step != 0 {
      try run(
        """
        INSERT INTO tally(kind, retired, elements) VALUES(?1, ?2, ?3)
        ON CONFLICT(kind, retired) DO UPDATE SET elements = elements + ?3
        """, [.integer(key >> 1), .integer(key & 1), .integer(step)])
    }
    for (key, step) in tagTallies where step != 0 { try write(key, step) }
    (tallies, tagTallies) = ([:], [:])
  }

  /// Adds a step to the stored count of a tag.
  private func write(_ key: TagTally, _ step: Int) throws {
    let keyValues: [SQLValue] = [.text(key.tag), .integer(key.kind), .integer(key.retired)]
    try run(
      """
      INSERT INTO tagged(text, kind, retired, elements) VALUES(?1, ?2, ?3, ?4)
      ON CONFLICT(text, kind, retired) DO UPDATE SET elements = elements + ?4
      """, keyValues + [.integer(step)])
    // An unused tag must not stay in the file: it may be a person's name.
    if step < 0 {
      try run(
        "DELETE FROM tagged WHERE text=? AND kind=? AND retired=? AND elements<=0", keyValues)
    }
  }
}
