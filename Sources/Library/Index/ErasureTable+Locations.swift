internal import Files
internal import Model

/// The location in the log of a record that an erasure must remove.
struct CoveredLocation: Hashable, Sendable {
  let record: Digest
  let segment: RecordLog.Segment
  /// The offset of the record in its segment, in bytes; `nil` if the index does not know it.
  let start: Int?
  /// The length of the record in bytes.
  let length: Int
}

/// Queries for carrying out an erasure.
extension ErasureTable {
  /// Every location of a record that an erasure must remove, in the order of the records.
  ///
  /// Offsets account for lines that were removed from a segment since it was indexed, which the
  /// table `shift` lists.
  func coveredLocations() throws -> [CoveredLocation] {
    try index.sql.all(
      """
      SELECT covered.record, segment.day, segment.digest, covered.start, covered.length,
        (SELECT coalesce(sum(shift.length), 0) FROM shift
          WHERE shift.segment=covered.segment AND shift.start<covered.start)
      FROM covered JOIN segment ON segment.id=covered.segment ORDER BY covered.record
      """
    ) { row in
      CoveredLocation(
        record: try row.digest(0), segment: try row.segment(1),
        start: row.integer(3) < 0 ? nil : row.integer(3) - row.integer(5), length: row.integer(4))
    }
  }

  /// The record at a location; `nil` if it can't be read. If another record is there by now, the
  /// segment is searched for it.
  func record(at location: CoveredLocation) throws -> Record? {
    if let start = location.start, (0...Record.byteLimit).contains(location.length), start >= 0,
      let line = try? index.log.line(in: location.segment, at: start, count: location.length),
      SHA256.digest(of: line) == location.record
    {
      return try? Record(line: line)
    }
    guard let lines = try? index.log.lines(of: location.segment) else { return nil }
    let line = lines.first { SHA256.digest(of: $0.bytes) == location.record }
    return line.flatMap { try? Record(line: $0.bytes) }
  }

  /// The records whose free text contains one of some names, in the order of their digests.
  ///
  /// Every such text is checked: notes on takes, reasons of dismissals and withdrawals, and paths
  /// of exported shots. They are few compared with the texts of the elements.
  func recordsWithRemarks(naming names: NameMatcher) throws -> [Digest] {
    guard !names.isEmpty else { return [] }
    // SQLite limits the depth of a condition, and an element may have thousands of aliases. Every
    // text is read if there are more than 200 names.
    let listed = names.names.count <= 200 ? Array(names.names) : []
    let condition = listed.map { _ in "instr(text, ?)" }.joined(separator: " OR ")
    return try index.sql.all(
      composed: "SELECT record, text FROM remark\(listed.isEmpty ? "" : " WHERE \(condition)") "
        + "ORDER BY record",
      listed
    ) { row in names.matches(folded: row.text(1)) ? try row.digest(0) : nil }.compactMap(\.self)
  }
}
