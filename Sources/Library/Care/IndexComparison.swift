internal import CSQLite
internal import Files
internal import Model

/// Holds the index against one that was made from the log a moment ago, row by row.
///
/// Numbers differ from index to index, so each table is asked for what its rows stand for.
struct IndexComparison {
  // The words of the search are compared like rows of a table.

  /// Made from the log, with the other attached as `kept`.
  let fresh: Index

  /// A table by its name for people, and its rows; `@` stands for the name of the database.
  private struct Table {
    let name: String
    let rows: String

    init(_ name: String, _ rows: String) {
      self.name = name
      self.rows = rows
    }
  }

  private static let tables = [
    Table("records", "SELECT digest, kind FROM @.record"),
    Table(
      "revisions",
      """
      SELECT element.ulid, revision.sequence, revision.digest, revision.at FROM @.revision AS revision
      LEFT JOIN @.element AS element ON element.id=revision.element
      """),
    Table("descents", "SELECT parent, child FROM @.descent"),
    Table(
      "elements",
      """
      SELECT element.ulid, entry.digest, entry.sequence, entry.at, entry.kind,
        entry.retired, entry.handle, entry.name, entry.person, entry.files, base.ulid, voice.ulid,
        entry.basis, entry.expires
      FROM @.entry AS entry LEFT JOIN @.element AS element ON element.id=entry.element
      LEFT JOIN @.element AS base ON base.id=entry.look_of
      LEFT JOIN @.element AS voice ON voice.id=entry.voice
      """),
    Table(
      "names",
      """
      SELECT name.text, entry.digest, name.alias FROM @.name AS name
      LEFT JOIN @.entry AS entry ON entry.id=name.entry
      """),
    Table(
      "tags",
      """
      SELECT tag.text, tag.kind, tag.retired, entry.digest FROM @.tag AS tag
      LEFT JOIN @.entry AS entry ON entry.id=tag.entry
      """),
    Table("counts", "SELECT kind, retired, elements FROM @.tally WHERE elements<>0"),
    Table("tag counts", "SELECT text, kind, retired, elements FROM @.tagged"),
    Table(
      "holdings",
      """
      SELECT blob.digest, element.ulid FROM @.holding AS holding
      LEFT JOIN @.blob AS blob ON blob.id=holding.blob
      LEFT JOIN @.element AS element ON element.id=holding.element
      """),
    Table(
      "mentions",
      """
      SELECT blob.digest, mention.record FROM @.mention AS mention
      LEFT JOIN @.blob AS blob ON blob.id=mention.blob
      """),
    Table("files", "SELECT digest FROM @.blob"),
    Table(
      "uses",
      """
      SELECT element.ulid, item.project, item.at, item.record, item.revision, item.path
      FROM @.use AS item LEFT JOIN @.element AS element ON element.id=item.element
      """),
    Table(
      "derivations",
      """
      SELECT source.digest, result.digest, item.at, item.record FROM @.derivation AS item
      LEFT JOIN @.blob AS source ON source.id=item.source
      LEFT JOIN @.blob AS result ON result.id=item.result
      """),
    Table(
      "registrations",
      """
      SELECT item.target, item.account, item.kind, element.ulid, blob.digest, item.at, item.record,
        item.revision, item.remote, item.expires
      FROM @.registration AS item LEFT JOIN @.element AS element ON element.id=item.element
      LEFT JOIN @.blob AS blob ON blob.id=item.blob
      """),
    Table(
      "dismissals",
      """
      SELECT blob.digest, item.rule, item.at, item.record, item.reason FROM @.dismissal AS item
      LEFT JOIN @.blob AS blob ON blob.id=item.blob
      """),
    Table("exports", "SELECT bundle, at, record, target, project FROM @.export"),
    Table(
      "exported elements",
      """
      SELECT element.ulid, item.at, item.record, item.revision FROM @.exported AS item
      LEFT JOIN @.element AS element ON element.id=item.element
      """),
    Table(
      "takes",
      """
      SELECT item.bundle, item.at, item.record, blob.digest, item.result FROM @.take AS item
      LEFT JOIN @.blob AS blob ON blob.id=item.blob
      """),
    Table("withdrawals", "SELECT target, record FROM @.withdrawal"),
    Table(
      "erasures",
      """
      SELECT element.ulid, erasure.record, erasure.before, erasure.at,
        erasure.takes FROM @.erasure AS erasure
      LEFT JOIN @.element AS element ON element.id=erasure.element
      """),
    Table("segments", "SELECT digest FROM @.segment"),
  ]

  /// The words of all parts of the search.
  private func words(in database: String) throws -> String {
    let parts = try fresh.all(composed: "SELECT id FROM \(database).part ORDER BY id", []) {
      $0.integer(0)
    }
    for part in parts {
      try fresh.database.run(
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

  /// Attaches the index on disk to one that was just made from the log.
  init(_ fresh: Index, with path: FilePath, _ mode: Database.Mode) throws {
    self.fresh = fresh
    let question =
      switch mode {
      case .readWrite, .create: "mode=rw"
      case .readOnly: "mode=ro"
      case .immutable: "immutable=1"
      }
    let name = Database.address(path, question)
    try fresh.database.prepare("ATTACH ? AS kept").run([.text(name)])
    // Rows are looked up all over both; SQLite would give the attached one 2 MB.
    try fresh.database.run(
      "PRAGMA main.cache_size=-65536; PRAGMA kept.cache_size=-65536; PRAGMA kept.mmap_size=1073741824;"
    )
  }

  func faults() throws -> [LibraryFault] {
    var faults: [LibraryFault] = []
    let problems = try fresh.all(composed: "PRAGMA kept.integrity_check(3)", []) { $0.text(0) }
    if problems != ["ok"] { return [.damagedIndex(problems.joined(separator: "; "))] }
    for table in Self.tables {
      try compare(
        table.name, table.rows.replacing("@", with: "main"),
        table.rows.replacing("@", with: "kept"), &faults)
    }
    try compare("search", words(in: "main"), words(in: "kept"), &faults)
    let strayed = try strayedRecords()
    if strayed > 0 {
      faults.append(.differingIndex(table: "record positions", missing: strayed, extra: strayed))
    }
    return faults
  }

  /// Rows that are equal on both sides have equal sums, whatever their order: that takes no memory. Only
  /// where the sums differ are the rows sought that do.
  private func compare(
    _ name: String, _ made: String, _ kept: String, _ faults: inout [LibraryFault]
  ) throws {
    guard try fresh.sum(of: made) != fresh.sum(of: kept) else { return }
    let missing = try count(made, besides: kept)
    let extra = try count(kept, besides: made)
    guard missing + extra > 0 else { return }
    faults.append(.differingIndex(table: name, missing: missing, extra: extra))
  }

  private func count(_ rows: String, besides others: String) throws -> Int {
    try fresh.all(
      composed: "SELECT count(*) FROM (SELECT * FROM (\(rows)) EXCEPT SELECT * FROM (\(others)))",
      []
    ) { $0.integer(0) }.first ?? 0
  }

  /// Records that the index looks for where they are not: what stands twice may have two places.
  private func strayedRecords() throws -> Int {
    func places(_ database: String) -> String {
      """
      SELECT record.digest, segment.day, segment.digest,
        record.start-(SELECT coalesce(sum(shift.length), 0) FROM \(database).shift AS shift
          WHERE shift.segment=record.segment AND shift.start<record.start),
        record.length
      FROM \(database).record AS record
      JOIN \(database).segment AS segment ON segment.id=record.segment
      """
    }
    guard try fresh.sum(of: places("kept")) != fresh.sum(of: places("main")) else { return 0 }
    let differing = try fresh.all(
      composed: "\(places("kept")) EXCEPT \(places("main"))", []
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
