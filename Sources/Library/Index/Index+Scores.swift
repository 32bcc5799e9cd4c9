internal import Model

/// What was measured of pictures, and which elements have weak ones. The latter is kept rather than sought:
/// that would mean to look at every file of every element.
extension Index {
  /// Notes what was measured; of what was not measured now the index keeps what it has.
  func storeScores(of facts: [FileFacts]) throws {
    var changed: [Int] = []
    for facts in facts {
      guard let metric = facts.metric, let digest = facts.digest,
        let number = try number(ifKnown: digest)
      else { continue }
      let scores = facts.scores.map(StoredScores.text)
      // Nearly all are new.
      try run(
        "INSERT OR IGNORE INTO score(blob, metric, scores) VALUES(?, ?, ?)",
        [.integer(number), .text(metric), .text(scores)])
      if database.changes == 0 {
        try run(
          "UPDATE score SET metric=?, scores=? WHERE blob=?",
          [.text(metric), .text(scores), .integer(number)])
      }
      if try store(facts.weaknesses, of: number) { changed.append(number) }
    }
    if !changed.isEmpty { try holdWeak(havingAny: changed) }
  }

  /// Whether they are others than before.
  private func store(_ weaknesses: [Weakness], of blob: Int) throws -> Bool {
    if try weaknesses.isEmpty && !hasWeaknesses { return false }
    let known = try all(
      "SELECT rule, severity, kinds FROM weakness WHERE blob=?", [.integer(blob)]
    ) { Weakness(stored: $0.text(0), $0.integer(1), $0.integer(2)) }
    guard Set(known) != Set(weaknesses) else { return false }
    try run("DELETE FROM weakness WHERE blob=?", [.integer(blob)])
    for (place, weakness) in weaknesses.enumerated() {
      try run(
        "INSERT OR IGNORE INTO weakness(blob, rule, place, severity, kinds) VALUES(?, ?, ?, ?, ?)",
        [
          .integer(blob), .text(weakness.rule.rawValue), .integer(place),
          .integer(weakness.severity.number), .integer(weakness.kindBits),
        ])
    }
    noteWeakness()
    return true
  }

  /// What was measured of a blob, and by which version; nothing when it was not.
  func scores(of digest: Digest) throws -> (metric: String, scores: PictureScores?)? {
    guard let number = try number(ifKnown: digest) else { return nil }
    return try first("SELECT metric, scores FROM score WHERE blob=?", [.integer(number)]) { row in
      (row.text(0), try row.text(ifAny: 1).flatMap { try StoredScores.scores($0) })
    }
  }

  /// Pictures that another version measured, behind a number, in order; one by one, for who looks at all
  /// of them.
  func outdatedScores(after number: Int, limit: Int) throws -> [(number: Int, blob: Digest)] {
    try all(
      """
      SELECT blob.id, blob.digest FROM score CROSS JOIN blob ON blob.id=score.blob
      WHERE score.blob>? AND score.metric<>? ORDER BY score.blob LIMIT ?
      """, [.integer(number), .text(PictureScores.metric), .integer(limit)]
    ) { ($0.integer(0), try $0.digest(1)) }
  }

  func countOutdatedScores() throws -> Int {
    try first(
      "SELECT count(*) FROM score WHERE metric<>?", [.text(PictureScores.metric)]
    ) { $0.integer(0) } ?? 0
  }

  // MARK: Elements with weak pictures

  /// Notes how many weak pictures the elements have that hold any of these files now.
  func holdWeak(havingAny blobs: [Int]) throws {
    guard try hasWeaknesses else { return }
    var entries: [Int: Digest] = [:]
    for blob in blobs {
      let holders = try all(
        """
        SELECT entry.id, entry.digest FROM holding JOIN entry ON entry.element=holding.element
        WHERE holding.blob=?
        """, [.integer(blob)]
      ) { ($0.integer(0), try $0.digest(1)) }
      entries.merge(holders) { first, _ in first }
    }
    for (entry, digest) in entries.sorted(by: { $0.key < $1.key }) {
      // Of a record that is damaged nobody knows the files.
      guard case .revision(let revision) = try? record(digest) else { continue }
      try holdWeak(revision, at: entry)
    }
  }

  /// The same after the end of a record, if that was a dismissal.
  func holdWeak(afterWithdrawalOf record: Digest) throws {
    guard try hasWeaknesses else { return }
    let blobs = try all(
      """
      SELECT dismissal.blob FROM mention JOIN dismissal
        ON dismissal.blob=mention.blob AND dismissal.record=mention.record
      WHERE mention.record=?
      """, [.digest(record)]
    ) { $0.integer(0) }
    try holdWeak(havingAny: blobs)
  }

  /// Notes how many weak pictures an entry has, and what is worst about them. What was dismissed is none.
  func holdWeak(_ revision: ElementRevision, at entry: Int) throws {
    guard try hasWeaknesses else { return }
    let (kind, retired) = (revision.kind.number, revision.retired ? 1 : 0)
    try dropWeak(entry, kind, retired)
    var pictures = 0
    var worst: StoredWeakness?
    for digest in Set(revision.references.map(\.blob)) {
      guard let blob = try number(ifKnown: digest),
        let found = try weakness(of: blob, for: revision.kind)
      else { continue }
      pictures += 1
      worst = worst.map { min($0, found) } ?? found
    }
    guard let worst else { return }
    try run(
      """
      INSERT OR IGNORE INTO weak(kind, retired, entry, pictures, severity, rule)
      VALUES(?, ?, ?, ?, ?, ?)
      """,
      [
        .integer(kind), .integer(retired), .integer(entry), .integer(pictures),
        .integer(worst.severity), .text(worst.rule),
      ])
  }

  func dropWeak(_ entry: Int, _ kind: Int, _ retired: Int) throws {
    guard try hasWeaknesses else { return }
    try run(
      "DELETE FROM weak WHERE kind=? AND retired=? AND entry=?",
      [.integer(kind), .integer(retired), .integer(entry)])
  }

  /// The worst of a file's weaknesses that nobody dismissed; nothing when there is none.
  private func weakness(of blob: Int, for kind: ElementKind) throws -> StoredWeakness? {
    try all(
      """
      SELECT severity, place, rule FROM weakness WHERE blob=? AND kinds&?<>0
        AND NOT EXISTS (SELECT 1 FROM dismissal
          WHERE dismissal.blob=weakness.blob AND dismissal.rule=weakness.rule
            AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE withdrawal.target=dismissal.record))
      """, [.integer(blob), .integer(1 << kind.number)]
    ) { StoredWeakness(severity: $0.integer(0), place: $0.integer(1), rule: $0.text(2)) }.min()
  }
}

/// A weakness as the index keeps it; what weighs more is less.
private struct StoredWeakness: Comparable {
  let severity: Int
  /// Where it stands among what is found of its picture.
  let place: Int
  let rule: String

  static func < (left: StoredWeakness, right: StoredWeakness) -> Bool {
    (right.severity, left.place, left.rule) < (left.severity, right.place, right.rule)
  }
}

extension Weakness {
  /// The kinds as one number.
  fileprivate var kindBits: Int { kinds.reduce(0) { $0 | 1 << $1.number } }

  fileprivate init(stored rule: String, _ severity: Int, _ bits: Int) {
    self.init(
      RuleID(rawValue: rule), Severity(number: severity),
      kinds: Set(ElementKind.allCases.filter { bits & 1 << $0.number != 0 }))
  }
}

extension Severity {
  /// How the index writes it: greater is worse.
  var number: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }

  init(number: Int) { self = number >= 2 ? .error : number == 1 ? .warning : .note }
}
