internal import Files
internal import Model

/// The segments of the log that the index knows: the table `segment`, and with it `twin`, the
/// copies of records, and `shift`, the lines that were removed.
struct SegmentTable {
  let sql: Statements
  let log: RecordLog

  /// The number of a segment, which is added if the index does not know it.
  ///
  /// If the segment is known under another day and its file is no longer there, it was moved and
  /// gets the new day.
  func add(_ segment: RecordLog.Segment) throws -> Int {
    let known = try sql.first("SELECT id, day FROM segment WHERE digest=?", [segment.digest]) {
      ($0.integer(0), Day($0.text(1)))
    }
    if let (number, knownDay) = known {
      if let day = knownDay,
        FileSystem.status(log.path(of: RecordLog.Segment(day: day, digest: segment.digest))) == nil
      {
        try sql.run("UPDATE segment SET day=? WHERE digest=?", [segment.day, segment.digest])
      }
      return number
    }
    try sql.run(
      "INSERT INTO segment(day, digest, bytes) VALUES(?, ?, ?)",
      [segment.day, segment.digest, FileSystem.status(log.path(of: segment))?.byteCount ?? 0])
    return sql.database.lastInsertedRow
  }

  /// Returns the row id of a segment, or `nil` when the index doesn't know it.
  func number(of segment: RecordLog.Segment) throws -> Int? {
    try sql.integer("SELECT id FROM segment WHERE digest=?", [segment.digest])
  }

  /// The segments of a day that the index knows, including missing ones.
  func digests(of day: Day) throws -> [Digest] {
    try sql.digests("SELECT digest FROM segment WHERE day=?", [day])
  }

  /// Deletes the rows about copies and removed lines in segments that no longer exist.
  func forgetLocations(in segments: [Int]) throws {
    guard !segments.isEmpty else { return }
    // `twin` is ordered by record, so each statement scans it: one for all segments.
    let numbers = segments.map { "\($0)" }.joined(separator: ",")
    try sql.database.run(
      """
      DELETE FROM twin WHERE segment IN (\(numbers)); DELETE FROM shift WHERE segment IN (\(numbers));
      """)
  }

  /// The segments that this index knows and that are in no folder of the log.
  func vanished() throws -> [Digest] {
    let here = Set(try log.segments().map(\.digest))
    return try sql.digests("SELECT digest FROM segment").filter { !here.contains($0) }
  }

  /// The number of records in missing segments that another index, made from the log, does not
  /// know.
  func countRecordsMissing(in other: Index) throws -> Int {
    var count = 0
    for segment in try vanished() {
      let records = try sql.digests(
        """
        SELECT record.digest FROM record JOIN segment ON segment.id=record.segment
        WHERE segment.digest=?
        """, [segment])
      for record in records {
        let isKnown = try other.sql.exists(
          """
          SELECT 1 WHERE EXISTS (SELECT 1 FROM record WHERE digest=?1)
            OR EXISTS (SELECT 1 FROM covered WHERE record=?1)
          """, [record])
        if !isKnown { count += 1 }
      }
    }
    return count
  }

  /// Every segment that contains a record.
  func containing(_ record: Digest) throws -> [RecordLog.Segment] {
    try sql.all(
      """
      SELECT segment.day, segment.digest FROM segment WHERE segment.id IN (
        SELECT segment FROM record WHERE digest=?1 UNION SELECT segment FROM twin WHERE record=?1
        UNION SELECT segment FROM covered WHERE record=?1)
      """, [record]
    ) { try $0.segment(0) }
  }

  // MARK: Small segments

  /// Returns the number of a day's segments in a tier, counting no further than the tier's
  /// limit.
  func smallCount(of day: Day, _ tier: Compaction.Tier) throws -> Int {
    try sql.integer(
      "SELECT count(*) FROM (SELECT 1 FROM segment WHERE day=? AND bytes>=? AND bytes<? LIMIT ?)",
      [day, tier.lengths.lowerBound, tier.lengths.upperBound, tier.count]) ?? 0
  }

  /// Returns the number of a day's segments.
  func count(of day: Day) throws -> Int {
    try sql.integer("SELECT count(*) FROM segment WHERE day=?", [day]) ?? 0
  }

  /// Returns a day's segments in a tier, shortest first.
  func small(
    of day: Day, _ tier: Compaction.Tier
  ) throws -> [RecordLog.Segment] {
    try sql.all(
      """
      SELECT digest FROM segment WHERE day=? AND bytes>=? AND bytes<? ORDER BY bytes, digest LIMIT ?
      """,
      [day, tier.lengths.lowerBound, tier.lengths.upperBound, Compaction.maximumSegmentCount]
    ) { RecordLog.Segment(day: day, digest: try $0.digest(0)) }
  }

  /// Returns the earlier days that have small segments, oldest first.
  func smallDays(before day: Day) throws -> [Day] {
    try sql.all(
      """
      SELECT name FROM day WHERE name<? AND EXISTS
        (SELECT 1 FROM segment WHERE segment.day=day.name AND bytes<?) ORDER BY name
      """, [day, Garbage.smallSegmentBytes]
    ) { Day($0.text(0)) }.compactMap(\.self)
  }
}
