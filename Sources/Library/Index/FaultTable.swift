internal import Model

/// The table `fault`: what is wrong with segments of the log and their lines.
struct FaultTable {
  let sql: Statements
  let log: RecordLog

  /// Notes what is wrong with a line of a segment, or with all of it.
  ///
  /// - Parameters:
  ///   - segment: The digest of the segment.
  ///   - position: The offset of the line in bytes, or a negative constant of `Fault` for all of
  ///     it.
  ///   - problem: What is wrong, for the user.
  func add(_ segment: Digest, at position: Int, _ problem: String) throws {
    try sql.run(
      "INSERT OR REPLACE INTO fault(segment, place, problem) VALUES(?, ?, ?)",
      [segment, position, problem])
  }

  /// Notes a segment that is longer than any that Castbook writes. It is a fault of that segment
  /// alone, so all others are still read.
  func recordTooLong(_ segment: RecordLog.Segment, _ length: Int) throws {
    _ = try SegmentTable(sql: sql, log: log).add(segment)
    try add(
      segment.digest, at: Fault.tooLong,
      "\(length) bytes, over the limit of \(RecordLog.byteLimit)")
  }

  /// The segments that are unreadable or contain unreadable lines. Missing segments are not among
  /// them.
  func faultySegments() throws -> [RecordLog.Segment] {
    guard try sql.exists("SELECT 1 FROM fault LIMIT 1") else { return [] }
    return try sql.all(
      """
      SELECT DISTINCT segment.day, segment.digest FROM fault
      JOIN segment ON segment.digest=fault.segment WHERE fault.place<>?
      """, [Fault.lost]
    ) { try $0.segment(0) }
  }

  /// A message for the user about segments that can't be read; `nil` if there are none.
  var notice: String? {
    get throws {
      let count = try sql.integer(
        "SELECT count(DISTINCT segment) FROM fault WHERE place<>?", [Fault.lost])
      guard let count, count > 0 else { return nil }
      let files = count == 1 ? "1 record file" : "\(count) record files"
      return "Some records in \(files) can't be read, so their data is missing here: "
        + "castbook doctor lists them."
    }
  }

  /// Throws `LibraryError.damagedLog` if a part of the log can't be read.
  func requireIntactLog() throws {
    let fault = try sql.first("SELECT segment, problem FROM fault LIMIT 1") { row in
      (try row.digest(0), row.text(1))
    }
    if let (segment, problem) = fault { throw LibraryError.damagedLog(segment, problem) }
  }

  /// Returns the segments that the index knows and whose files no longer exist.
  func lostSegments() throws -> [LibraryFault] {
    try sql.all(
      """
      SELECT segment.day, segment.digest,
        (SELECT count(*) FROM record WHERE record.segment=segment.id)
      FROM fault JOIN segment ON segment.digest=fault.segment WHERE fault.place=?
      """, [Fault.lost]
    ) { .lostSegment(try $0.segment(0), records: $0.integer(2)) }
  }

  /// The segments that are known to be missing together with some of their records.
  var lostDigests: Set<Digest> {
    get throws {
      Set(try sql.digests("SELECT segment FROM fault WHERE place=?", [Fault.lost]))
    }
  }
}
