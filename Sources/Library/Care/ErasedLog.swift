internal import Files
internal import Model

/// A segment that is written again without some of its records.
private struct RewrittenSegment {
  let old: RecordLog.Segment
  /// Nil when nothing is left of it.
  let new: RecordLog.Segment?
  let cuts: [Cut]
  /// Whether a line that can't be read was left out, of which the index has no place.
  let hasUnread: Bool

  /// A line that was left out, or another in its place.
  struct Cut {
    let record: Digest
    /// Where it began in the old file.
    let offset: Int
    /// By how many bytes what comes behind it moves towards the beginning.
    let length: Int
    let copy: Record?
  }
}

extension LibraryStore {
  /// Writes the segments again in which something goes. The new ones are durable and known to the index
  /// before the old ones go.
  func rewriteLog(_ records: ErasedRecords, _ index: Index) throws {
    var gone: [Digest: Set<Digest>] = [:]
    for record in records.gone {
      for segment in try index.segments(of: record) {
        gone[segment.digest, default: []].insert(record)
      }
    }
    for segment in try index.faultySegments() { gone[segment.digest, default: []].formUnion([]) }
    var rewritten: [RewrittenSegment] = []
    for day in gone.isEmpty ? [] : try log.days().map(\.day) {
      // One segment may be in the folders of several days.
      for digest in Digest.inOrder(Set(gone.keys)) {
        let segment = RecordLog.Segment(day: day, digest: digest)
        guard FileSystem.status(log.path(of: segment)) != nil else { continue }
        if let new = try rewrite(segment, without: gone[digest] ?? [], records) {
          rewritten.append(new)
        }
      }
    }
    try index.begin()
    do {
      try index.take(rewritten, records)
      try index.commit()
    } catch {
      index.rollBack()
      throw error
    }
    try log.remove(rewritten.filter { $0.old != $0.new }.map(\.old))
  }

  /// Makes a segment durable that has all of another but what goes; nil where nothing goes, or where the
  /// other can't be read.
  private func rewrite(
    _ segment: RecordLog.Segment, without gone: Set<Digest>, _ records: ErasedRecords
  ) throws -> RewrittenSegment? {
    guard let lines = try log.lines(of: segment) else { return nil }
    var rest: [[UInt8]] = []
    var cuts: [RewrittenSegment.Cut] = []
    var hasUnread = false
    for line in lines {
      guard let digest = SHA256.digest(of: line.bytes) else { continue }
      guard gone.contains(digest) else {
        // What can't be read is of the element when it names it.
        if records.names(line.bytes), (try? Record(line: line.bytes)) == nil {
          hasUnread = true
        } else {
          rest.append(line.bytes)
        }
        continue
      }
      let copy = records.replaced[digest]
      let copyLine = copy?.line
      if let copyLine { rest.append(copyLine) }
      cuts.append(
        RewrittenSegment.Cut(
          record: digest, offset: line.offset,
          length: line.bytes.count + 1 - (copyLine.map { $0.count + 1 } ?? 0),
          copy: copyLine == nil ? nil : copy))
    }
    guard !cuts.isEmpty || hasUnread else { return nil }
    var new: RecordLog.Segment?
    if !rest.isEmpty {
      let draft = try log.draft(rest, on: segment.day)
      try log.commit(draft, temporaryName: temporaryName)
      new = draft.segment
    }
    return RewrittenSegment(old: segment, new: new, cuts: cuts, hasUnread: hasUnread)
  }
}

extension Index {
  /// Takes up segments that were written again, in the place of the old ones.
  fileprivate func take(_ segments: [RewrittenSegment], _ records: ErasedRecords) throws {
    // Whoever is ended before the old ones are gone leaves them in folders that seem unchanged.
    try distrust(Set(segments.map(\.old.day)))
    // Places are asked for before rows go.
    let starts = try segments.map(starts)
    for digest in records.gone { try drop(digest) }
    for blob in records.going { try drop(blob: blob) }
    var seen: Set<Digest> = []
    for (segment, starts) in zip(segments, starts) where seen.insert(segment.old.digest).inserted {
      if let new = segment.new, let starts {
        try rename(segment.old, to: new, segment.cuts, starts)
      } else {
        try replace(segment.old, by: segment.new)
      }
    }
    try run("DELETE FROM covered")
  }

  /// Where lines that go began when the index took the segment; nil when it does not know all of them, or
  /// when the new segment is known by itself: somebody was ended who was as far as this.
  private func starts(_ segment: RewrittenSegment) throws -> [Int]? {
    guard !segment.hasUnread, let new = segment.new,
      let number = try number(of: segment.old), try self.number(of: new) == nil
    else { return nil }
    var starts: [Int] = []
    for cut in segment.cuts {
      let start = try first(
        """
        SELECT start FROM (SELECT start FROM record WHERE digest=?1 AND segment=?2
          UNION ALL SELECT start FROM covered WHERE record=?1 AND segment=?2)
        """, [.digest(cut.record), .integer(number)]
      ) { $0.integer(0) }
      guard let start, start >= 0, try shift(before: start, in: number) == start - cut.offset else {
        return nil
      }
      starts.append(start)
    }
    return Set(starts).count == starts.count ? starts : nil
  }

  /// By how much a line moved towards the beginning of its segment.
  private func shift(before start: Int, in segment: Int) throws -> Int {
    try first(
      "SELECT coalesce(sum(length), 0) FROM shift WHERE segment=? AND start<?",
      [.integer(segment), .integer(start)]
    ) { $0.integer(0) } ?? 0
  }

  private func number(of segment: RecordLog.Segment) throws -> Int? {
    try first("SELECT id FROM segment WHERE digest=?", [.digest(segment.digest)]) { $0.integer(0) }
  }

  /// Gives a segment its new name. Its records keep their places: what moved is noted once for all of them,
  /// so that this does not depend on how many there are.
  private func rename(
    _ old: RecordLog.Segment, to new: RecordLog.Segment, _ cuts: [RewrittenSegment.Cut],
    _ starts: [Int]
  ) throws {
    guard let number = try number(of: old) else { return }
    try run(
      "UPDATE segment SET digest=?, day=?, bytes=? WHERE id=?",
      [
        .digest(new.digest), .text(new.day.description),
        .integer(FileSystem.status(log.path(of: new))?.byteCount ?? 0), .integer(number),
      ])
    for (cut, start) in zip(cuts, starts) {
      let known = try first(
        "SELECT length FROM shift WHERE segment=? AND start=?", [.integer(number), .integer(start)]
      ) { $0.integer(0) }
      try run(
        "INSERT OR REPLACE INTO shift(segment, start, length) VALUES(?, ?, ?)",
        [.integer(number), .integer(start), .integer((known ?? 0) + cut.length)])
      guard let copy = cut.copy, let line = copy.line, let name = SHA256.digest(of: line) else {
        continue
      }
      try take(
        copy, name, nil, at: RecordPlace(segment: number, start: start, length: line.count))
    }
    try run(
      "DELETE FROM twin WHERE segment=?1 AND record IN (SELECT record FROM covered)",
      [.integer(number)])
  }

  /// Takes a segment in the place of another, record by record.
  private func replace(_ old: RecordLog.Segment, by new: RecordLog.Segment?) throws {
    let number = try number(of: old)
    departing = Set([number].compactMap(\.self))
    defer { departing = [] }
    if let new {
      try take(try log.bytes(of: new), of: new)
      try run(
        "UPDATE segment SET day=? WHERE digest=?",
        [.text(new.day.description), .digest(new.digest)])
    }
    guard let number else { return }
    try run("DELETE FROM fault WHERE segment=?", [.digest(old.digest)])
    try forgetPlaces(in: [number])
    try run(
      """
      DELETE FROM segment WHERE id=?1 AND NOT EXISTS
        (SELECT 1 FROM record WHERE record.segment=segment.id)
      """, [.integer(number)])
  }
}
