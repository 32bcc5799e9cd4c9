package import Model

/// The scores of pictures, and the elements with weak pictures.
///
/// The table `weak` is kept up to date with every change, because finding weak elements would
/// otherwise mean checking every file of every element.
package struct ScoreTable {
  let index: Index
  private var sql: Statements { index.sql }

  /// Stores the measurements of files. A file that was not measured keeps its stored ones.
  func store(_ facts: [FileFacts]) throws {
    var changed: [Int] = []
    for facts in facts {
      guard let metric = facts.metric, let digest = facts.digest,
        let number = try index.numbers.number(ifKnown: digest)
      else { continue }
      let scores = facts.scores.map(StoredScores.text)
      // Nearly all are new, so inserting first is quicker.
      try sql.run(
        "INSERT OR IGNORE INTO score(blob, metric, scores) VALUES(?, ?, ?)",
        [number, metric, scores])
      if sql.database.changedRowCount == 0 {
        try sql.run("UPDATE score SET metric=?, scores=? WHERE blob=?", [metric, scores, number])
      }
      if try store(facts.weaknesses, of: number) { changed.append(number) }
    }
    if !changed.isEmpty { try updateWeakEntries(containingAny: changed) }
  }

  /// Stores the weaknesses of a file and returns whether they differ from those stored before.
  private func store(_ weaknesses: [Weakness], of blob: Int) throws -> Bool {
    if try weaknesses.isEmpty && !index.hasWeaknesses { return false }
    let known = try sql.all(
      "SELECT rule, severity, kinds FROM weakness WHERE blob=?", [blob]
    ) { Weakness(stored: $0.text(0), $0.integer(1), $0.integer(2)) }
    guard Set(known) != Set(weaknesses) else { return false }
    try sql.run("DELETE FROM weakness WHERE blob=?", [blob])
    for (position, weakness) in weaknesses.enumerated() {
      try sql.run(
        "INSERT OR IGNORE INTO weakness(blob, rule, place, severity, kinds) VALUES(?, ?, ?, ?, ?)",
        [blob, weakness.rule.rawValue, position, weakness.severity.indexNumber, weakness.kindBits])
    }
    index.recordWeakness()
    return true
  }

  /// The scores of a file and the version of the measures; `nil` if it was not measured. `scores`
  /// is `nil` if the picture could not be measured.
  package func of(_ digest: Digest) throws -> (metric: String, scores: PictureScores?)? {
    guard let number = try index.numbers.number(ifKnown: digest) else { return nil }
    return try sql.first("SELECT metric, scores FROM score WHERE blob=?", [number]) { row in
      (row.text(0), try row.optionalText(1).flatMap { try StoredScores.scores($0) })
    }
  }

  /// Pictures that were measured with another version of the measures and have a number greater
  /// than `number`, in ascending order. Paging by number lets a caller visit all of them while it
  /// updates their scores.
  package func outdated(after number: Int, limit: Int) throws -> [(number: Int, blob: Digest)] {
    try sql.all(
      """
      SELECT blob.id, blob.digest FROM score CROSS JOIN blob ON blob.id=score.blob
      WHERE score.blob>? AND score.metric<>? ORDER BY score.blob LIMIT ?
      """, [number, PictureScores.metric, limit]
    ) { ($0.integer(0), try $0.digest(1)) }
  }

  /// The number of pictures that were measured with another version of the measures.
  package func countOutdated() throws -> Int {
    try sql.integer("SELECT count(*) FROM score WHERE metric<>?", [PictureScores.metric]) ?? 0
  }

  /// Returns a fault when pictures have scores from another version of the measures.
  func faults() throws -> [LibraryFault] {
    let count = try countOutdated()
    return count == 0 ? [] : [.outdatedScores(count: count)]
  }

  // MARK: Elements with weak pictures

  /// Updates the table `weak` for all elements that currently contain one of some files.
  func updateWeakEntries(containingAny blobs: [Int]) throws {
    guard try index.hasWeaknesses else { return }
    var entries: [Int: Digest] = [:]
    for blob in blobs {
      let holders = try sql.all(
        """
        SELECT entry.id, entry.digest FROM holding JOIN entry ON entry.element=holding.element
        WHERE holding.blob=?
        """, [blob]
      ) { ($0.integer(0), try $0.digest(1)) }
      entries.merge(holders) { first, _ in first }
    }
    for (entry, digest) in entries.sorted(by: { $0.key < $1.key }) {
      // The files of a damaged record are unknown.
      guard case .revision(let revision) = try? index.records.read(digest) else { continue }
      try updateWeakEntry(revision, at: entry)
    }
  }

  /// Updates the table `weak` after a record was withdrawn, if that was a dismissal.
  func updateWeakEntries(afterWithdrawalOf record: Digest) throws {
    guard try index.hasWeaknesses else { return }
    let blobs = try sql.integers(
      """
      SELECT dismissal.blob FROM mention JOIN dismissal
        ON dismissal.blob=mention.blob AND dismissal.record=mention.record
      WHERE mention.record=?
      """, [record])
    try updateWeakEntries(containingAny: blobs)
  }

  /// Updates the row of an entry in the table `weak`: how many weak pictures it has, and which
  /// finding is the most severe. Dismissed findings don't count.
  func updateWeakEntry(_ revision: ElementRevision, at entry: Int) throws {
    guard try index.hasWeaknesses else { return }
    let (kind, retired) = (revision.kind.indexNumber, revision.retired ? 1 : 0)
    try removeWeakEntry(entry, kind, retired)
    var pictures = 0
    var worst: StoredWeakness?
    for digest in Set(revision.references.map(\.blob)) {
      guard let blob = try index.numbers.number(ifKnown: digest),
        let found = try weakness(of: blob, for: revision.kind)
      else { continue }
      pictures += 1
      worst = worst.map { min($0, found) } ?? found
    }
    guard let worst else { return }
    try sql.run(
      """
      INSERT OR IGNORE INTO weak(kind, retired, entry, pictures, severity, rule)
      VALUES(?, ?, ?, ?, ?, ?)
      """,
      [kind, retired, entry, pictures, worst.severity, worst.rule])
  }

  /// Removes the row of an entry from the table `weak`.
  func removeWeakEntry(_ entry: Int, _ kind: Int, _ retired: Int) throws {
    guard try index.hasWeaknesses else { return }
    try sql.run("DELETE FROM weak WHERE kind=? AND retired=? AND entry=?", [kind, retired, entry])
  }

  /// The most severe weakness of a file that is relevant to a kind of element and is not dismissed;
  /// `nil` if there is none.
  private func weakness(of blob: Int, for kind: ElementKind) throws -> StoredWeakness? {
    try sql.all(
      """
      SELECT severity, place, rule FROM weakness WHERE blob=? AND kinds&?<>0
        AND NOT EXISTS (SELECT 1 FROM dismissal
          WHERE dismissal.blob=weakness.blob AND dismissal.rule=weakness.rule
            AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE withdrawal.target=dismissal.record))
      """, [blob, 1 << kind.indexNumber]
    ) { StoredWeakness(severity: $0.integer(0), position: $0.integer(1), rule: $0.text(2)) }.min()
  }
}

/// A row of the table `weakness`. The more severe one compares as less, so that `min()` finds it.
private struct StoredWeakness: Comparable {
  let severity: Int
  /// The index of the weakness among those of its picture.
  let position: Int
  let rule: String

  static func < (left: StoredWeakness, right: StoredWeakness) -> Bool {
    (right.severity, left.position, left.rule) < (left.severity, right.position, right.rule)
  }
}

extension Weakness {
  /// The kinds to which the weakness is relevant, as a bit for each kind's number.
  fileprivate var kindBits: Int { kinds.reduce(0) { $0 | 1 << $1.indexNumber } }

  /// The weakness of a row with the columns `rule`, `severity` and `kinds`.
  fileprivate init(stored rule: String, _ severity: Int, _ bits: Int) {
    self.init(
      RuleID(rawValue: rule), Severity(indexNumber: severity),
      kinds: Set(ElementKind.allCases.filter { bits & 1 << $0.indexNumber != 0 }))
  }
}

extension Severity {
  /// The number of the severity in the index: the greater, the more severe.
  var indexNumber: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }

  /// The severity with a number; numbers out of range become the nearest severity.
  init(indexNumber: Int) { self = indexNumber >= 2 ? .error : indexNumber == 1 ? .warning : .note }
}
