internal import CSQLite
internal import Files
internal import Model

/// A comparison of the index with one that was just made from the log, row by row.
///
/// Row ids differ between the two, so each table is queried for the values that its rows stand
/// for. The words of the full-text search are compared like the rows of a table.
struct IndexComparison {
  /// The index made from the log, which has the other attached as `kept`.
  let fresh: Index

  /// All tables with facts from the log, by their names in messages: a query for the rows of each,
  /// in which `@` stands for the database.
  private static let tables: KeyValuePairs = [
    "records": "SELECT digest, kind FROM @.record",
    "revisions":
      """
    SELECT element.ulid, revision.sequence, revision.digest, revision.at FROM @.revision AS revision
    LEFT JOIN @.element AS element ON element.id=revision.element
    """,
    "descents": "SELECT parent, child FROM @.descent",
    "elements":
      """
    SELECT element.ulid, entry.digest, entry.sequence, entry.at, entry.kind,
      entry.retired, entry.handle, entry.name, entry.person, entry.files, base.ulid, voice.ulid,
      entry.basis, entry.expires
    FROM @.entry AS entry LEFT JOIN @.element AS element ON element.id=entry.element
    LEFT JOIN @.element AS base ON base.id=entry.look_of
    LEFT JOIN @.element AS voice ON voice.id=entry.voice
    """,
    "names":
      """
    SELECT name.text, entry.digest, name.alias FROM @.name AS name
    LEFT JOIN @.entry AS entry ON entry.id=name.entry
    """,
    "tags":
      """
    SELECT tag.text, tag.kind, tag.retired, entry.digest FROM @.tag AS tag
    LEFT JOIN @.entry AS entry ON entry.id=tag.entry
    """,
    "counts": "SELECT kind, retired, elements FROM @.tally WHERE elements<>0",
    "tag counts": "SELECT text, kind, retired, elements FROM @.tagged",
    "holdings":
      """
    SELECT blob.digest, element.ulid FROM @.holding AS holding
    LEFT JOIN @.blob AS blob ON blob.id=holding.blob
    LEFT JOIN @.element AS element ON element.id=holding.element
    """,
    "mentions":
      """
    SELECT blob.digest, mention.record FROM @.mention AS mention
    LEFT JOIN @.blob AS blob ON blob.id=mention.blob
    """,
    "files": "SELECT digest FROM @.blob",
    "uses":
      """
    SELECT element.ulid, item.project, item.at, item.record, item.revision, item.path
    FROM @.use AS item LEFT JOIN @.element AS element ON element.id=item.element
    """,
    "derivations":
      """
    SELECT source.digest, result.digest, item.at, item.record FROM @.derivation AS item
    LEFT JOIN @.blob AS source ON source.id=item.source
    LEFT JOIN @.blob AS result ON result.id=item.result
    """,
    "registrations":
      """
    SELECT item.target, item.account, item.kind, element.ulid, blob.digest, item.at, item.record,
      item.revision, item.remote, item.expires
    FROM @.registration AS item LEFT JOIN @.element AS element ON element.id=item.element
    LEFT JOIN @.blob AS blob ON blob.id=item.blob
    """,
    "dismissals":
      """
    SELECT blob.digest, item.rule, item.at, item.record, item.reason FROM @.dismissal AS item
    LEFT JOIN @.blob AS blob ON blob.id=item.blob
    """,
    "exports": "SELECT bundle, at, record, target, project FROM @.export",
    "exported elements":
      """
    SELECT element.ulid, item.at, item.record, item.revision FROM @.exported AS item
    LEFT JOIN @.element AS element ON element.id=item.element
    """,
    "takes":
      """
    SELECT item.bundle, item.at, item.record, blob.digest, item.result FROM @.take AS item
    LEFT JOIN @.blob AS blob ON blob.id=item.blob
    """,
    "comments":
      """
    SELECT item.bundle, item.at, item.record, blob.digest FROM @.comment AS item
    LEFT JOIN @.blob AS blob ON blob.id=item.blob
    """,
    "drafts": "SELECT draft, record, at, parent, shown FROM @.draft",
    "withdrawals": "SELECT target, record FROM @.withdrawal",
    "erasures":
      """
    SELECT element.ulid, erasure.record, erasure.before, erasure.at,
      erasure.takes FROM @.erasure AS erasure
    LEFT JOIN @.element AS element ON element.id=erasure.element
    """,
    "traces of erasures": "SELECT digest, role, record FROM @.erased",
    "signatures": "SELECT record, key, at FROM @.signature",
    "ended keys": "SELECT key, by, record FROM @.ended",
    "named signatures": "SELECT record, by FROM @.cited",
    "segments": "SELECT digest FROM @.segment",
  ]

  /// Returns a query for the words in all parts of the full-text search.
  private func words(in database: String) throws -> String {
    let parts = try fresh.sql.all(composed: "SELECT id FROM \(database).part ORDER BY id", []) {
      $0.integer(0)
    }
    for part in parts {
      try fresh.sql.database.run(
        """
        CREATE VIRTUAL TABLE IF NOT EXISTS temp.words_\(database)_\(part)
        USING fts5vocab(\(database), search_\(part), instance)
        """)
    }
    guard !parts.isEmpty else { return "SELECT 1 WHERE 0" }
    return parts.map { part in
      """
      SELECT word.term, entry.digest, word.col, word.offset FROM temp.words_\(database)_\(part) AS word
      LEFT JOIN \(database).entry AS entry ON entry.id=word.doc
      """
    }.joined(separator: " UNION ALL ")
  }

  /// Attaches the index at a path to one that was just made from the log.
  init(_ fresh: Index, with path: FilePath, _ mode: Database.Mode) throws {
    self.fresh = fresh
    let uriParameter =
      switch mode {
      case .readWrite, .create: "mode=rw"
      case .readOnly: "mode=ro"
      case .immutable: "immutable=1"
      }
    let name = Database.uri(path, query: uriParameter)
    try fresh.sql.database.prepare("ATTACH ? AS kept").run([name])
    // Both databases are read at random positions, and SQLite's default for the attached one is 2
    // MB.
    try fresh.sql.database.run(
      "PRAGMA main.cache_size=-65536; PRAGMA kept.cache_size=-65536; PRAGMA kept.mmap_size=1073741824;"
    )
  }

  /// Returns the differences, or only the damage when SQLite finds the file corrupt.
  func faults() throws -> [LibraryFault] {
    var faults: [LibraryFault] = []
    let problems = try fresh.sql.all(composed: "PRAGMA kept.integrity_check(3)", []) { $0.text(0) }
    if problems != ["ok"] { return [.damagedIndex(problems.joined(separator: "; "))] }
    for (name, rows) in Self.tables {
      try compare(
        name, rows.replacing("@", with: "main"), rows.replacing("@", with: "kept"), &faults)
    }
    try compare("search", words(in: "main"), words(in: "kept"), &faults)
    let strayed = try strayedRecords()
    if strayed > 0 {
      faults.append(.differingIndex(table: "record positions", missing: strayed, extra: strayed))
    }
    return faults
  }

  /// Adds a fault when the rows of two queries differ.
  ///
  /// Equal sets of rows have equal sums in any order, and computing a sum takes no memory. Only
  /// when the sums differ are the differing rows counted.
  private func compare(
    _ name: String, _ made: String, _ kept: String, _ faults: inout [LibraryFault]
  ) throws {
    guard try fresh.sql.checksum(of: made) != fresh.sql.checksum(of: kept) else { return }
    let missing = try count(made, besides: kept)
    let extra = try count(kept, besides: made)
    guard missing + extra > 0 else { return }
    faults.append(.differingIndex(table: name, missing: missing, extra: extra))
  }

  /// Returns the number of rows of one query that the other doesn't have.
  private func count(_ rows: String, besides others: String) throws -> Int {
    try fresh.sql.all(
      composed: "SELECT count(*) FROM (SELECT * FROM (\(rows)) EXCEPT SELECT * FROM (\(others)))",
      []
    ) { $0.integer(0) }.first ?? 0
  }

  /// Returns the number of records that aren't at the position that the index gives.
  ///
  /// A different position isn't wrong by itself: a record that the log contains twice has two.
  /// So each differing one is read from the log.
  private func strayedRecords() throws -> Int {
    func positions(_ database: String) -> String {
      """
      SELECT record.digest, segment.day, segment.digest,
        record.start-(SELECT coalesce(sum(shift.length), 0) FROM \(database).shift AS shift
          WHERE shift.segment=record.segment AND shift.start<record.start),
        record.length
      FROM \(database).record AS record
      JOIN \(database).segment AS segment ON segment.id=record.segment
      """
    }
    guard try fresh.sql.checksum(of: positions("kept")) != fresh.sql.checksum(of: positions("main"))
    else {
      return 0
    }
    let differing = try fresh.sql.all(
      composed: "\(positions("kept")) EXCEPT \(positions("main"))", []
    ) { row in
      (try row.digest(0), Day(row.text(1)), try row.digest(2), row.integer(3), row.integer(4))
    }
    return differing.count { digest, day, segment, start, length in
      guard let day, (0...Record.byteLimit).contains(length), start >= 0,
        let line = try? fresh.log.line(
          in: RecordLog.Segment(day: day, digest: segment), at: start, count: length)
      else { return true }
      return SHA256.digest(of: line) != digest
    }
  }
}
