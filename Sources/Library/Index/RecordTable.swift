internal import Files
package import Model

/// The table `record`: where the log contains each record, and which rows follow from it.
package struct RecordTable {
  let index: Index
  private var sql: Statements { index.sql }

  /// Whether there is any record.
  package var hasAny: Bool { get throws { try sql.exists("SELECT 1 FROM record LIMIT 1") } }

  /// Whether the library has a record that no erasure covers.
  package func has(_ digest: Digest) throws -> Bool {
    try sql.exists("SELECT 1 FROM record WHERE digest=?", [digest])
  }

  /// Whether the library has all records that the store is known to have. It lacks those that were
  /// erased or lost.
  package func hasAll(knownBy state: RemoteState) throws -> Bool {
    var hasAll = true
    try state.forEachKnown { record in
      hasAll = try sql.exists(
        "SELECT 1 FROM record WHERE digest>=? AND digest<=?",
        [record, record + [UInt8](repeating: 0xFF, count: 16)])
      return hasAll
    }
    return hasAll
  }

  /// Runs a query for digests of records and reads those of one kind from the log.
  ///
  /// ```swift
  /// let takes: [Take] = try index.records.all("SELECT record FROM take WHERE bundle=?", [bundle])
  /// ```
  func all<Content: RecordContent>(
    _ query: StaticString, _ values: [any SQLConvertible] = []
  ) throws -> [Content] {
    try sql.digests(query, values).compactMap { try read($0)?.content as? Content }
  }

  /// Returns the location of a record in the log; `nil` if the index does not know the record.
  ///
  /// The offset accounts for lines that were removed from the segment since it was indexed. Throws
  /// `IndexError.damaged(_:)` if the row is invalid.
  func location(of digest: Digest) throws -> (segment: RecordLog.Segment, start: Int, length: Int)?
  {
    try sql.first(
      """
      SELECT segment.day, segment.digest, record.start-(SELECT coalesce(sum(shift.length), 0)
        FROM shift WHERE shift.segment=record.segment AND shift.start<record.start), record.length
      FROM record JOIN segment ON segment.id=record.segment WHERE record.digest=?
      """, [digest]
    ) { row in
      guard let day = Day(row.text(0)), row.integer(2) >= 0,
        (0...Record.byteLimit).contains(row.integer(3))
      else { throw IndexError.damaged("the place of a record") }
      return (
        RecordLog.Segment(day: day, digest: try row.digest(1)), row.integer(2), row.integer(3)
      )
    }
  }

  /// A record, read from the log; `nil` if the index does not know it. Throws
  /// `LibraryError.damagedRecord(_:_:)` if the log contains something else at its location.
  package func read(_ digest: Digest) throws -> Record? {
    guard let indexed = try location(of: digest) else { return nil }
    do {
      return try read(digest, at: indexed)
    } catch {
      // Another process may have merged segments meanwhile, and the record has a new location.
      guard let moved = try location(of: digest), moved != indexed else { throw error }
      return try read(digest, at: moved)
    }
  }

  /// Reads a record at a location and checks it against its digest.
  private func read(
    _ digest: Digest, at location: (segment: RecordLog.Segment, start: Int, length: Int)
  ) throws -> Record {
    let line = try index.log.line(in: location.segment, at: location.start, count: location.length)
    guard SHA256.digest(of: line) == digest else {
      throw LibraryError.damagedRecord(digest, index.log.path(of: location.segment))
    }
    return try Record(line: line)
  }

  /// Notes another location of a record that is already indexed, from which it is read from now on.
  func move(_ digest: Digest, to location: RecordLocation) throws {
    let old = try sql.integer("SELECT segment FROM record WHERE digest=?", [digest])
    if let old, old != location.segment {
      if !index.departingSegments.contains(old) { try recordCopy(digest, in: old) }
      try sql.run("DELETE FROM twin WHERE record=? AND segment=?", [digest, location.segment])
    }
    try sql.run(
      "UPDATE record SET segment=?, start=?, length=? WHERE digest=?",
      [location.segment, location.start, location.length, digest])
  }

  /// Notes that a segment contains a copy of a record that is read from another segment.
  func recordCopy(_ digest: Digest, in segment: Int) throws {
    try sql.run("INSERT OR IGNORE INTO twin(record, segment) VALUES(?, ?)", [digest, segment])
  }

  /// Removes every row that a record produced. For revisions, which have entries, use
  /// `removeEntry`.
  func remove(_ digest: Digest) throws {
    guard try location(of: digest) != nil else { return }
    if let record = try? read(digest) {
      try dropRows(of: record, digest)
    } else {
      // The record is damaged, so the keys of its rows are unknown: each table is searched.
      for table in [
        "use", "derivation", "registration", "dismissal", "export", "exported", "take", "comment",
        "draft", "job",
      ] {
        try sql.run(composed: "DELETE FROM \(table) WHERE record=?", [digest])
      }
      try sql.run("DELETE FROM withdrawal WHERE record=?", [digest])
    }
    try sql.run("DELETE FROM record WHERE digest=?", [digest])
    try sql.run("DELETE FROM twin WHERE record=?", [digest])
    try sql.run("DELETE FROM remark WHERE record=?", [digest])
    try sql.run("DELETE FROM mention WHERE record=?", [digest])
  }

  /// Removes the rows of a record of a known kind by their primary keys.
  private func dropRows(of record: Record, _ digest: Digest) throws {
    switch record {
    case .use(let use): try index.uses.remove(use, digest)
    case .derivation(let derivation): try index.derivations.remove(derivation, digest)
    case .registration(let registration): try index.registrations.remove(registration, digest)
    case .dismissal(let dismissal):
      try sql.run(
        "DELETE FROM dismissal WHERE blob=? AND rule=? AND record=?",
        [index.numbers.number(ifKnown: dismissal.blob), dismissal.rule, digest])
    case .export(let export): try index.exports.remove(export, digest)
    case .take(let take): try index.takes.remove(take, digest)
    case .comment(let comment): try index.comments.remove(comment, digest)
    case .draft(let draft): try index.drafts.remove(draft, digest)
    case .job(let job): try index.jobs.remove(job, digest)
    case .withdrawal(let withdrawal):
      try sql.run(
        "DELETE FROM withdrawal WHERE target=? AND record=?", [withdrawal.record, digest])
    case .revision, .erasure, .signature, .unknown: break
    }
  }
}
