internal import Files
internal import Model

/// A segment that was rewritten without some of its records.
private struct RewrittenSegment {
  /// The segment with the erased records.
  let old: RecordLog.Segment
  /// The segment without them, or `nil` when no line is left.
  let new: RecordLog.Segment?
  /// The changed lines, in their order in the old file.
  let cuts: [Cut]
  /// Whether an unreadable line was removed, whose position the index doesn't know.
  let removesUnreadableLine: Bool

  /// A line that was removed or replaced by a shorter copy.
  struct Cut {
    /// The digest of the old line.
    let record: Digest
    /// The position of the line in the old file, in bytes.
    let offset: Int
    /// The number of bytes by which all later lines move towards the beginning.
    let length: Int
    /// The record that replaces the line, or `nil` when the line was removed.
    let copy: Record?
  }
}

extension LibraryStore {
  /// Rewrites the segments that contain erased records.
  ///
  /// The new segments are durable and known to the index before the old ones are deleted, so an
  /// interrupted erasure never loses a record that stays.
  func rewriteLog(_ records: ErasedRecords, _ index: Index) throws {
    var erased: [Digest: Set<Digest>] = [:]
    for record in records.removed {
      for segment in try index.segments.containing(record) {
        erased[segment.digest, default: []].insert(record)
      }
    }
    for segment in try index.faults.faultySegments() {
      erased[segment.digest, default: []].formUnion([])
    }
    var rewritten: [RewrittenSegment] = []
    for day in erased.isEmpty ? [] : try log.days().map(\.day) {
      // One segment may exist in the folders of several days.
      for digest in Digest.inOrder(Set(erased.keys)) {
        let segment = RecordLog.Segment(day: day, digest: digest)
        guard FileSystem.status(log.path(of: segment)) != nil else { continue }
        if let new = try rewrite(segment, without: erased[digest] ?? [], records) {
          rewritten.append(new)
        }
      }
    }
    try index.transaction { try SegmentReplacement(index: index).take(rewritten, records) }
    try log.remove(rewritten.filter { $0.old != $0.new }.map(\.old))
  }

  /// Writes a durable copy of a segment without the erased records.
  ///
  /// Returns `nil` when the segment contains none of them or can't be read.
  private func rewrite(
    _ segment: RecordLog.Segment, without erased: Set<Digest>, _ records: ErasedRecords
  ) throws -> RewrittenSegment? {
    guard let lines = try log.lines(of: segment) else { return nil }
    var rest: [[UInt8]] = []
    var cuts: [RewrittenSegment.Cut] = []
    var removesUnreadableLine = false
    for line in lines {
      let digest = SHA256.digest(of: line.bytes)
      guard erased.contains(digest) else {
        // An unreadable line that contains the identity of an erased element belongs to it.
        if records.scope.containsErasedIdentity(line.bytes), (try? Record(line: line.bytes)) == nil
        {
          removesUnreadableLine = true
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
    guard !cuts.isEmpty || removesUnreadableLine else { return nil }
    var new: RecordLog.Segment?
    if !rest.isEmpty {
      let draft = try log.draft(rest, on: segment.day)
      try log.commit(draft, temporaryName: temporaryName)
      new = draft.segment
    }
    return RewrittenSegment(
      old: segment, new: new, cuts: cuts, removesUnreadableLine: removesUnreadableLine)
  }
}

/// The replacement of segments in an index by those that were rewritten.
private struct SegmentReplacement {
  let index: Index
  private var sql: Statements { index.sql }

  /// Replaces the old segments with the rewritten ones.
  func take(_ segments: [RewrittenSegment], _ records: ErasedRecords) throws {
    // A process that is interrupted before the old segments are deleted leaves folders that look
    // unchanged to the index.
    try index.days.distrustTimes(of: Set(segments.map(\.old.day)))
    // Positions must be read before their rows are deleted.
    let starts = try segments.map(starts)
    for digest in records.removed { try index.records.remove(digest) }
    for blob in records.removedBlobs { try index.blobs.remove(blob) }
    var seen: Set<Digest> = []
    for (segment, starts) in zip(segments, starts) where seen.insert(segment.old.digest).inserted {
      if let new = segment.new, let starts {
        try rename(segment.old, to: new, segment.cuts, starts)
      } else {
        try replace(segment.old, by: segment.new)
      }
    }
    try sql.run("DELETE FROM covered")
  }

  /// Returns the positions that the changed lines had when the index first read the segment.
  ///
  /// Returns `nil` when the index doesn't know all of them, or already knows the new segment,
  /// because an earlier run was interrupted at this point. The segment must then be read again.
  private func starts(_ segment: RewrittenSegment) throws -> [Int]? {
    guard !segment.removesUnreadableLine, let new = segment.new,
      let number = try index.segments.number(of: segment.old),
      try index.segments.number(of: new) == nil
    else { return nil }
    var starts: [Int] = []
    for cut in segment.cuts {
      let start = try sql.integer(
        """
        SELECT start FROM (SELECT start FROM record WHERE digest=?1 AND segment=?2
          UNION ALL SELECT start FROM covered WHERE record=?1 AND segment=?2)
        """, [cut.record, number])
      guard let start, start >= 0, try shift(before: start, in: number) == start - cut.offset else {
        return nil
      }
      starts.append(start)
    }
    return Set(starts).count == starts.count ? starts : nil
  }

  /// Returns by how many bytes a line has moved towards the beginning of its segment.
  private func shift(before start: Int, in segment: Int) throws -> Int {
    try sql.integer(
      "SELECT coalesce(sum(length), 0) FROM shift WHERE segment=? AND start<?",
      [segment, start]) ?? 0
  }

  /// Gives a segment its new digest without touching its records.
  ///
  /// The positions of the records stay as they are. The shift is noted once for each changed
  /// line, so the cost doesn't depend on the number of records in the segment.
  private func rename(
    _ old: RecordLog.Segment, to new: RecordLog.Segment, _ cuts: [RewrittenSegment.Cut],
    _ starts: [Int]
  ) throws {
    guard let number = try index.segments.number(of: old) else { return }
    try sql.run(
      "UPDATE segment SET digest=?, day=?, bytes=? WHERE id=?",
      [new.digest, new.day, FileSystem.status(index.log.path(of: new))?.byteCount ?? 0, number])
    for (cut, start) in zip(cuts, starts) {
      let known = try sql.integer(
        "SELECT length FROM shift WHERE segment=? AND start=?", [number, start])
      try sql.run(
        "INSERT OR REPLACE INTO shift(segment, start, length) VALUES(?, ?, ?)",
        [number, start, (known ?? 0) + cut.length])
      guard let copy = cut.copy, let line = copy.line else { continue }
      try index.apply(
        copy, SHA256.digest(of: line), nil,
        at: RecordLocation(segment: number, start: start, length: line.count))
    }
    try sql.run(
      "DELETE FROM twin WHERE segment=?1 AND record IN (SELECT record FROM covered)",
      [number])
  }

  /// Replaces a segment by reading the new one record by record.
  private func replace(_ old: RecordLog.Segment, by new: RecordLog.Segment?) throws {
    let number = try index.segments.number(of: old)
    index.departingSegments = Set([number].compactMap(\.self))
    defer { index.departingSegments = [] }
    if let new {
      try index.apply(try index.log.bytes(of: new), of: new)
      try sql.run("UPDATE segment SET day=? WHERE digest=?", [new.day, new.digest])
    }
    guard let number else { return }
    try sql.run("DELETE FROM fault WHERE segment=?", [old.digest])
    try index.segments.forgetLocations(in: [number])
    try sql.run(
      """
      DELETE FROM segment WHERE id=?1 AND NOT EXISTS
        (SELECT 1 FROM record WHERE record.segment=segment.id)
      """, [number])
  }
}
