internal import Files
internal import Model

/// A place in the log of a record that is to be taken out.
struct CoveredPlace: Hashable, Sendable {
  let record: Digest
  let segment: RecordLog.Segment
  /// Where it begins; nil when the index does not know that.
  let start: Int?
  let length: Int
}

/// What an erasure asks the index.
extension Index {
  func coveredPlaces() throws -> [CoveredPlace] {
    try all(
      """
      SELECT covered.record, segment.day, segment.digest, covered.start, covered.length,
        (SELECT coalesce(sum(shift.length), 0) FROM shift
          WHERE shift.segment=covered.segment AND shift.start<covered.start)
      FROM covered JOIN segment ON segment.id=covered.segment ORDER BY covered.record
      """
    ) { row in
      guard let day = Day(row.text(1)) else { throw IndexError.damaged("a day") }
      return CoveredPlace(
        record: try row.digest(0),
        segment: RecordLog.Segment(day: day, digest: try row.digest(2)),
        start: row.integer(3) < 0 ? nil : row.integer(3) - row.integer(5),
        length: row.integer(4))
    }
  }

  /// The record of a place; nil when it can't be read, or is another by now.
  func record(at place: CoveredPlace) throws -> Record? {
    if let start = place.start, (0...Record.byteLimit).contains(place.length), start >= 0,
      let line = try? log.line(in: place.segment, at: start, count: place.length),
      SHA256.digest(of: line) == place.record
    {
      return try? Record(line: line)
    }
    guard let lines = try? log.lines(of: place.segment) else { return nil }
    let line = lines.first { SHA256.digest(of: $0.bytes) == place.record }
    return line.flatMap { try? Record(line: $0.bytes) }
  }

  /// Segments with lines that could not be read, or of which none could.
  func faultySegments() throws -> [RecordLog.Segment] {
    let hasAny = try first("SELECT 1 FROM fault LIMIT 1") { _ in true }
    guard hasAny != nil else { return [] }
    return try all(
      """
      SELECT DISTINCT segment.day, segment.digest FROM fault
      JOIN segment ON segment.digest=fault.segment WHERE fault.place<>?
      """, [.integer(Fault.lost)]
    ) { row in
      guard let day = Day(row.text(0)) else { throw IndexError.damaged("a day") }
      return RecordLog.Segment(day: day, digest: try row.digest(1))
    }
  }

  /// Records with texts in which a name stands.
  ///
  /// All such texts are looked at: they are notes on takes and reasons of dismissals, of which there are few
  /// beside the elements' own.
  func remarks(naming names: NamesInText) throws -> [Digest] {
    guard !names.isEmpty else { return [] }
    // SQLite limits how deep a condition may be, and a record may have thousands of aliases: then every text is
    // read.
    let asked = names.names.count <= 200 ? Array(names.names) : []
    let condition = asked.map { _ in "instr(text, ?)" }.joined(separator: " OR ")
    return try all(
      composed: "SELECT record, text FROM remark\(asked.isEmpty ? "" : " WHERE \(condition)") "
        + "ORDER BY record",
      asked.map { .text($0) }
    ) { row in
      names.stand(inFolded: row.text(1)) ? try row.digest(0) : nil
    }.compactMap(\.self)
  }

  /// Files that were made from one, whether that was withdrawn or not.
  func results(of blob: Digest) throws -> [Digest] {
    guard let number = try number(ifKnown: blob) else { return [] }
    return try all(
      """
      SELECT DISTINCT blob.digest FROM derivation JOIN blob ON blob.id=derivation.result
      WHERE derivation.source=?
      """, [.integer(number)]
    ) { try $0.digest(0) }
  }

  /// Files that one was made from.
  func sources(of blob: Digest) throws -> [Digest] {
    guard let number = try number(ifKnown: blob) else { return [] }
    return try all(
      """
      SELECT DISTINCT blob.digest FROM derivation JOIN blob ON blob.id=derivation.source
      WHERE derivation.result=?
      """, [.integer(number)]
    ) { try $0.digest(0) }
  }

  /// Every segment in which a record stands.
  func segments(of record: Digest) throws -> [RecordLog.Segment] {
    try all(
      """
      SELECT segment.day, segment.digest FROM segment WHERE segment.id IN (
        SELECT segment FROM record WHERE digest=?1 UNION SELECT segment FROM twin WHERE record=?1
        UNION SELECT segment FROM covered WHERE record=?1)
      """, [.digest(record)]
    ) { row in
      guard let day = Day(row.text(0)) else { throw IndexError.damaged("a day") }
      return RecordLog.Segment(day: day, digest: try row.digest(1))
    }
  }
}
