internal import Model

/// What is counted of each tag: elements of a kind, retired or not.
struct TagTally: Hashable {
  let tag: String
  let kind: Int
  let retired: Int
}

/// How many elements there are is kept rather than counted: in a large library that takes too long.
extension Index {
  func count(_ kind: Int, _ retired: Int, by step: Int) {
    tallies[kind << 1 | retired, default: 0] += step
  }

  func count(_ tag: String, _ kind: Int, _ retired: Int, by step: Int) {
    tagTallies[TagTally(tag: tag, kind: kind, retired: retired), default: 0] += step
  }

  /// Writes down how many entries came and went; before a transaction ends.
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

  private func write(_ key: TagTally, _ step: Int) throws {
    let place: [SQLValue] = [.text(key.tag), .integer(key.kind), .integer(key.retired)]
    try run(
      """
      INSERT INTO tagged(text, kind, retired, elements) VALUES(?1, ?2, ?3, ?4)
      ON CONFLICT(text, kind, retired) DO UPDATE SET elements = elements + ?4
      """, place + [.integer(step)])
    // A tag that nobody has any more may be a name.
    if step < 0 {
      try run(
        "DELETE FROM tagged WHERE text=? AND kind=? AND retired=? AND elements<=0", place)
    }
  }
}
