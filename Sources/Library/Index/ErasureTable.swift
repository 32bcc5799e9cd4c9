internal import Model

/// The work that remains until the index's file has no trace of erased data. The index stores it in
/// the table `meta`.
enum Scrubbing {
  /// The key in the table `meta`. The value is missing if there is nothing to do.
  static let key = "scrub"
  /// Deleted rows must be overwritten in the pages of the file.
  static let pages = 1
  /// The search contains words that are no longer known, so they can't be removed one by one: the
  /// index must be rebuilt.
  static let rebuild = 2
}

/// The tables `erasure` and `covered`: the erasures, and the records in the log that they remove.
struct ErasureTable {
  let index: Index
  private var sql: Statements { index.sql }

  /// Removes from the index what an erasure covers and notes where the log contains it. Records of
  /// the element that are read later are recognized by `recordIfCovered(_:_:at:)`.
  func add(_ erasure: Erasure, _ digest: Digest) throws {
    index.recordErasure()
    let element = try index.numbers.number(of: erasure.element)
    try sql.run(
      "INSERT OR IGNORE INTO erasure(element, record, before, at, takes) VALUES(?, ?, ?, ?, ?)",
      [element, digest, erasure.before, erasure.at, erasure.takes])
    try index.erasedTraces.add(erasure.traces, of: digest)
    try cover(element, before: erasure.before)
  }

  /// Whether an erasure covers a record that was just read from the log. If so, the record must not
  /// be indexed, and its location is noted: it will be removed from the log too.
  func recordIfCovered(_ record: Record, _ digest: Digest, at location: RecordLocation) throws
    -> Bool
  {
    guard try index.hasErasures else { return false }
    let subject = RecordSubject(record)
    guard let element = try subject.erasedElement(self),
      let number = try index.numbers.number(ifKnown: element)
    else { return false }
    try recordCovered(digest, number, at: location)
    if case .revision = subject { try coverExports(of: number, at: digest) }
    return true
  }

  /// Whether a revision was indexed before an erasure covered it.
  private func isCovered(_ revision: Digest) throws -> Bool {
    try sql.exists("SELECT 1 FROM covered WHERE record=? LIMIT 1", [revision])
  }

  /// The sequence of the first revision that the erasures of an element keep, or `Int.max` if they
  /// keep none.
  ///
  /// It is `nil` if the element has no erasure, or if the revision from which an erasure keeps the
  /// history has not been read yet.
  func firstKeptSequence(of element: Int) throws -> Int? {
    let sequences = try sql.all(
      """
      SELECT erasure.before IS NULL, revision.sequence
      FROM erasure LEFT JOIN revision
        ON revision.digest=erasure.before AND revision.element=erasure.element
      WHERE erasure.element=?
      """, [element]
    ) { row in row.flag(0) ? Int.max : row.optionalInteger(1) }
    return sequences.compactMap(\.self).max()
  }

  /// Notes one location of a record that must be removed from the log.
  private func recordCovered(_ digest: Digest, _ element: Int, at location: RecordLocation) throws {
    try sql.run(
      """
      INSERT OR IGNORE INTO covered(record, segment, start, length, element)
      VALUES(?, ?, ?, ?, ?)
      """,
      [digest, location.segment, location.start, location.length, element])
    if try index.meta.integer(Scrubbing.key) == nil {
      try index.meta.set(Scrubbing.key, Scrubbing.pages)
    }
  }

  /// Notes all locations of an indexed record that must be removed from the log.
  ///
  /// The index knows the offset in the first segment only; in the others, which the table `twin`
  /// lists, the offset is -1.
  private func recordCovered(_ digest: Digest, _ element: Int) throws {
    let location = try sql.first(
      "SELECT segment, start, length FROM record WHERE digest=?", [digest]
    ) { RecordLocation(segment: $0.integer(0), start: $0.integer(1), length: $0.integer(2)) }
    guard let location else { return }
    try recordCovered(digest, element, at: location)
    try sql.run(
      """
      INSERT OR IGNORE INTO covered(record, segment, start, length, element)
      SELECT record, segment, -1, ?, ? FROM twin WHERE record=?
      """, [location.length, element, digest])
  }

  /// Removes what an erasure covers when the first revision that it keeps is read after the erasure
  /// itself.
  func coverRevisions(before revision: Digest, of element: Int) throws {
    guard try index.hasErasures else { return }
    let isKept = try sql.exists(
      "SELECT 1 FROM erasure WHERE element=? AND before=?", [element, revision])
    if isKept { try cover(element, before: revision) }
  }

  /// Removes records of an element: all of them, or the revisions before the first one that is
  /// kept. Returns without change until that revision has been read.
  private func cover(_ element: Int, before: Digest?) throws {
    // `coverRevisions(before:of:)` will call this again when the revision arrives.
    guard let kept = try firstKeptSequence(of: element) else { return }
    let covered = try recordsToCover(of: element, kept: kept)
    for (digest, part) in covered.revisions {
      try recordCovered(digest, element)
      // FTS5 keeps the words of a deleted row until the part is merged.
      if part > 0 { try sql.run("INSERT OR IGNORE INTO scrub(part) VALUES(?)", [part]) }
      try index.revisions.removeEntry(of: digest, element)
      try sql.run("DELETE FROM revision WHERE element=? AND digest=?", [element, digest])
      try sql.run("DELETE FROM descent WHERE child=?", [digest])
      try sql.run("DELETE FROM record WHERE digest=?", [digest])
      try sql.run("DELETE FROM twin WHERE record=?", [digest])
    }
    try coverRecords(covered.exports + covered.others, of: element)
    if kept == Int.max {
      try sql.run("DELETE FROM holding WHERE element=?", [element])
    } else if !covered.revisions.isEmpty {
      try rebuildHoldings(of: element)
    }
  }

  /// The records of an element that an erasure removes or shortens.
  struct RecordsToCover {
    /// The revisions, and the part of the search that each is in.
    let revisions: [(record: Digest, part: Int)]
    /// The exports that name an erased revision. The log gets copies of them without the element.
    let exports: [Digest]
    /// The uses, registrations and jobs of an element that is erased entirely.
    let others: [Digest]
  }

  /// Returns the indexed records of an element that an erasure covers if it keeps the history from
  /// some sequence number, or nothing if that is `Int.max`.
  func recordsToCover(of element: Int, kept: Int) throws -> RecordsToCover {
    let revisions = try sql.all(
      "SELECT digest, part FROM revision WHERE element=? AND sequence<?", [element, kept]
    ) { (record: try $0.digest(0), part: $0.integer(1)) }
    let going = Set(revisions.map(\.record))
    let exports = try sql.all(
      "SELECT record, revision FROM exported WHERE element=?", [element]
    ) { (try $0.digest(0), try $0.digest(1)) }
    let covered = try exports.filter { _, revision in
      try kept == Int.max || going.contains(revision) || isCovered(revision)
    }
    guard kept == Int.max else {
      return RecordsToCover(revisions: revisions, exports: covered.map(\.0), others: [])
    }
    let others =
      try sql.digests("SELECT record FROM use WHERE element=?", [element])
      + sql.digests("SELECT record FROM registration WHERE element=?", [element])
      + sql.digests("SELECT record FROM job WHERE element=?", [element])
    return RecordsToCover(revisions: revisions, exports: covered.map(\.0), others: others)
  }

  /// Removes the exports that name a revision that was covered after they were read.
  private func coverExports(of element: Int, at revision: Digest) throws {
    try coverRecords(
      sql.digests(
        "SELECT record FROM exported WHERE element=? AND revision=?", [element, revision]),
      of: element)
  }

  /// Notes records other than revisions as covered and removes their rows.
  private func coverRecords(_ records: [Digest], of element: Int) throws {
    for record in records {
      try recordCovered(record, element)
      try index.records.remove(record)
    }
  }

  /// Recomputes which files an element has had from the revisions that are left.
  private func rebuildHoldings(of element: Int) throws {
    try sql.run("DELETE FROM holding WHERE element=?", [element])
    let remaining = try sql.digests("SELECT digest FROM revision WHERE element=?", [element])
    for digest in remaining {
      guard case .revision(let revision) = try index.records.read(digest) else { continue }
      for blob in Set(revision.blobs) {
        try sql.run(
          "INSERT OR IGNORE INTO holding(blob, element) VALUES(?, ?)",
          [index.numbers.number(of: blob), element])
      }
    }
  }

  /// Whether an erasure was begun and not finished, as far as the index knows.
  var hasUnfinished: Bool {
    get throws {
      let covered = try sql.exists("SELECT 1 FROM covered LIMIT 1")
      return try covered || index.meta.integer(Scrubbing.key) != nil
    }
  }
}

extension ErasureTable: ErasureExtent {
  func firstKept(of element: ULID) throws -> Int? {
    try index.numbers.number(ifKnown: element).flatMap(firstKeptSequence)
  }

  /// Returns whether an erasure removes a revision.
  ///
  /// A revision that the index doesn't know may still arrive and be one of those that stay.
  func isErased(_ revision: Digest, of element: ULID) throws -> Bool {
    try firstKept(of: element) == Int.max || isCovered(revision)
  }
}
