package import Model

extension Contents {
  /// The number of weak pictures of an element, and the most severe finding on them.
  package struct WeakPictures: Hashable, Sendable {
    package let pictures: Int
    package let severity: Severity
    package let rule: RuleID
  }

  /// The weak pictures of an element; `nil` if it has none.
  package func weakPictures(of entry: ElementSummary) throws -> WeakPictures? {
    try index.sql.first(
      "SELECT pictures, severity, rule FROM weak WHERE kind=? AND retired=? AND entry=?",
      [entry.kind, entry.isRetired, entry.position]
    ) { row in
      WeakPictures(
        pictures: row.integer(0), severity: Severity(indexNumber: row.integer(1)),
        rule: RuleID(rawValue: row.text(2)))
    }
  }

  /// The user's decision that a finding on a file is not to be reported again.
  package struct StoredDismissal: Hashable, Sendable {
    package let record: Digest
    package let rule: RuleID
    package let reason: String
    package let at: Instant
  }

  /// The dismissals of findings on a file that have not been withdrawn. Of several for one rule,
  /// the newest one comes first and is the one that counts.
  package func dismissals(of blob: Digest) throws -> [StoredDismissal] {
    try index.sql.all(
      """
      SELECT record, rule, reason, at FROM dismissal
      WHERE blob=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=dismissal.record)
      ORDER BY rule DESC, at DESC, record DESC
      """, [index.numbers.number(ifKnown: blob)], read: dismissed)
  }

  /// Every dismissal of a finding on a file, in the order of rules and times, with the record that
  /// withdrew it, if any.
  package func allDismissals(
    of blob: Digest
  ) throws -> [(dismissed: StoredDismissal, end: Withdrawal?)] {
    let found = try index.sql.all(
      "SELECT record, rule, reason, at FROM dismissal WHERE blob=? ORDER BY rule, at, record",
      [index.numbers.number(ifKnown: blob)], read: dismissed)
    return try found.map { ($0, try end(of: $0.record)) }
  }

  /// Reads a dismissal from the columns `record`, `rule`, `reason` and `at`.
  private func dismissed(_ row: borrowing Row) throws -> StoredDismissal {
    StoredDismissal(
      record: try row.digest(0), rule: RuleID(rawValue: row.text(1)), reason: row.text(2),
      at: row.instant(3))
  }

  /// The first withdrawal of a record; `nil` if there is none.
  private func end(of record: Digest) throws -> Withdrawal? {
    let ends: [Withdrawal] = try index.records.all(
      "SELECT record FROM withdrawal WHERE target=?", [record])
    return ends.min { $0.at < $1.at }
  }
}

extension LibraryStore {
  /// Stores the measured scores of files and no other facts. Throws if the library is read-only.
  package func recordScores(_ facts: [FileFacts]) throws {
    try Self.translating {
      if let obstacle { throw obstacle }
      try withTransaction { index in
        try index.scores.store(facts)
        try index.commit()
      }
    }
  }
}
