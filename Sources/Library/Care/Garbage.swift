internal import Files
package import Model

/// The parts of a library that aren't needed, and what collecting them does.
///
/// These are files that no record names, temporary files of interrupted commands, and small
/// segments that can be merged.
///
/// ```swift
/// let preview = try store.garbage(graceMilliseconds: grace)
/// let collected = try store.collect(graceMilliseconds: grace)
/// ```
package struct Garbage: Sendable {
  /// The files that no record names and whose grace period is over.
  package internal(set) var unnamed: [Item] = []
  /// The files that no record names and that are kept until their grace period is over.
  package internal(set) var waiting: [Item] = []
  /// The temporary files of interrupted commands.
  package internal(set) var leftovers: [Item] = []
  /// The segments of past days to be merged, each group into one segment.
  package internal(set) var groups: [[RecordLog.Segment]] = []
  /// The number of segments that are merged.
  package var segmentCount: Int { groups.reduce(0) { $0 + $1.count } }

  /// A file to be deleted.
  package struct Item: Hashable, Sendable {
    package let path: FilePath
    package let byteCount: Int
    /// The digest of a blob; `nil` for a temporary file.
    let digest: Digest?
  }

  /// The maximum length in bytes of a merged segment.
  static let maximumSegmentBytes = 16 << 20
  /// The length in bytes from which a segment isn't merged.
  static let smallSegmentBytes = 4 << 20
}

extension LibraryStore {
  /// Returns what isn't needed, without deleting anything.
  ///
  /// A file that no record names is kept for the grace period, counted from when the library first
  /// noticed that, or from when the file was added again. Throws `LibraryError` while the log is
  /// damaged or incomplete, since a missing record may name a file.
  package func garbage(graceMilliseconds: Int) throws -> Garbage {
    try Self.translating {
      if let obstacle { throw obstacle }
      return try withWriterLock { index in
        try index.applyLog(now: environment.now())
        return try garbage(index, graceMilliseconds: graceMilliseconds)
      }
    }
  }

  /// Deletes what isn't needed and merges small segments; returns what was done.
  package func collect(graceMilliseconds: Int) throws -> Garbage {
    try Self.translating {
      if let obstacle { throw obstacle }
      return try withWriterLock { index in
        try index.applyLog(now: environment.now())
        let garbage = try garbage(index, graceMilliseconds: graceMilliseconds)
        try index.unnamed.replace(garbage.waiting.compactMap(\.digest), now: environment.now())
        for item in garbage.unnamed + garbage.leftovers {
          try FileSystem.remove(item.path)
          if let digest = item.digest { previews.remove(digest) }
        }
        for group in garbage.groups { try merge(group, index) }
        try removeTemporaryCacheFiles()
        return garbage
      }
    }
  }

  /// Determines what isn't needed, for the holder of the writer's lock.
  private func garbage(_ index: Index, graceMilliseconds: Int) throws -> Garbage {
    var garbage = Garbage()
    let now = environment.now()
    try refuseDamage(index)
    garbage.leftovers = try leftovers(now: now)
    let firstSeen = try index.unnamed.all()
    let unnamed = try unnamedFiles(index)
    try refuseFilesWithoutRecords(index, unnamed.count)
    for item in unnamed {
      // The modification time may be years old, because copying tools preserve it. It only counts
      // if it is later, since adding a file again updates it.
      let seen = item.digest.flatMap { firstSeen[$0] }.map { min($0, now) } ?? now
      let added = (FileSystem.status(item.path)?.modified ?? 0) / 1_000_000
      if now - max(seen, added) >= graceMilliseconds {
        garbage.unnamed.append(item)
      } else {
        garbage.waiting.append(item)
      }
    }
    garbage.groups = try groups(before: Instant(milliseconds: now).day)
    return garbage
  }

  /// Throws when there are files but no record at all, because the records are missing or still
  /// to arrive.
  private func refuseFilesWithoutRecords(_ index: Index, _ count: Int) throws {
    guard count > 0, try !index.records.hasAny else { return }
    throw LibraryError.filesWithoutRecords(root, count: count)
  }

  /// Throws while a record can't be read, is missing or hasn't arrived yet, because it may name
  /// a file.
  private func refuseDamage(_ index: Index) throws {
    try index.requireNothingMissing(in: Layout(root: root))
    let orphans = try index.relationFaults.missingParents()
    if case .missingParent(let handle, _, _)? = orphans.first {
      throw LibraryError.missingParents(handle, count: orphans.count)
    }
    try index.faults.requireIntactLog()
  }

  // MARK: Files

  /// Returns the blobs that no record names.
  ///
  /// A file must be missing from the index as well as from the bytes of the log, so an error of
  /// the index never deletes a file that is needed.
  private func unnamedFiles(_ index: Index) throws -> [Garbage.Item] {
    var candidates: [Digest: Garbage.Item] = [:]
    for file in try blobs.files() where try !index.blobs.isNamed(file.digest) {
      guard file.status.isFile else { continue }
      candidates[file.digest] = Garbage.Item(
        path: blobs.path(of: file.digest), byteCount: file.status.byteCount, digest: file.digest)
    }
    for digest in try namedInLog(among: Set(candidates.keys), index) { candidates[digest] = nil }
    return candidates.values.sorted { $0.path < $1.path }
  }

  /// Returns the digests that occur anywhere in the bytes of the log, except in records that only
  /// mention files without keeping them.
  private func namedInLog(among digests: Set<Digest>, _ index: Index) throws -> Set<Digest> {
    guard !digests.isEmpty else { return [] }
    var named: Set<Digest> = []
    for path in try recordFiles() {
      let bytes = try FileSystem.read(path, limit: RecordLog.byteLimit)
      guard !NamedBlobs.found(in: bytes, among: digests).isEmpty else { continue }
      for line in RecordLog.lines(in: bytes) {
        let found = NamedBlobs.found(in: line.bytes, among: digests)
        if try !found.isEmpty && !isIdle(line.bytes, index) { named.formUnion(found) }
      }
    }
    return named
  }

  /// Returns whether a line of the log only mentions files that no record holds.
  private func isIdle(_ line: [UInt8], _ index: Index) throws -> Bool {
    guard let record = try? Record(line: line) else { return false }
    switch RecordSubject(record) {
    case .derivation, .statement:
      return try record.blobs.allSatisfy { try !index.blobs.isNamed($0) }
    default: return false
    }
  }

  /// Returns the digests that no record names. Their files needn't be in the library.
  ///
  /// Throws while a record can't be read, is missing or hasn't arrived yet: it may name a file.
  package func unnamedBlobs(among digests: Set<Digest>) throws -> Set<Digest> {
    try Self.translating {
      try withWriterLock { index in
        try index.applyLog(now: environment.now())
        try refuseDamage(index)
        let candidates = try digests.filter { try !index.blobs.isNamed($0) }
        return candidates.subtracting(try namedInLog(among: candidates, index))
      }
    }
  }

  /// Applies the log's new segments to the index. After that, a record that the index doesn't know
  /// is not in the library.
  ///
  /// Throws while a record can't be read, is missing or hasn't arrived yet.
  package func requireAllRecords() throws {
    try Self.translating {
      try withWriterLock { index in
        try index.applyLog(now: environment.now())
        try refuseDamage(index)
      }
    }
  }

  /// Returns all files with records, including damaged segments that were put aside.
  private func recordFiles() throws -> [FilePath] {
    let quarantine = Layout(root: root).damaged
    return try log.segments().map(log.path)
      + FileSystem.names(in: quarantine).map { quarantine.appending($0) }.filter {
        $0.suffix == "jsonl"
      }
  }

  /// Returns the temporary files of interrupted commands.
  private func leftovers(now: Int) throws -> [Garbage.Item] {
    let stagingFolder = blobs.folder.appending(".new".utf8)
    // Files that are written under the lock have no writer now, since this process holds it.
    // Incoming files are written without the lock, and orders have locks of their own, so these
    // must be old.
    let submitting = Layout(root: root).submitting
    let unlocked =
      try
      (FileSystem.names(in: stagingFolder).map { stagingFolder.appending($0) }
      + FileSystem.names(in: submitting).map { submitting.appending($0) })
      .filter {
        path in
        !path.isHidden
          && now - (FileSystem.status(path)?.modified ?? now * 1_000_000) / 1_000_000
            >= Layout.maximumTemporaryAgeMilliseconds
      }
    return try (lockedLeftovers() + unlocked).compactMap { path in
      FileSystem.status(path).flatMap { status in
        status.isFile
          ? Garbage.Item(path: path, byteCount: status.byteCount, digest: nil) : nil
      }
    }
  }

  /// Returns the temporary files that are only written under the writer's lock.
  ///
  /// The caller holds the lock, so none of them is in use.
  func lockedLeftovers() throws -> [FilePath] {
    let rootFiles = try FileSystem.names(in: root).filter { Layout.kind(of: $0) == .leftover }
      .map { root.appending($0) }
    let dayFiles = try log.days().flatMap { day in
      try FileSystem.names(in: log.path(of: day.day)).filter(RecordLog.isTemporary)
        .map { log.path(of: day.day).appending($0) }
    }
    return rootFiles + dayFiles
  }

  /// Deletes the temporary files that interrupted commands left in the cache.
  private func removeTemporaryCacheFiles() throws {
    let cache = Layout(root: root).cache
    for name in try FileSystem.names(in: cache) where name.first == UInt8(ascii: ".") {
      let path = cache.appending(name)
      if FileSystem.status(path)?.isFolder == false { try FileSystem.remove(path) }
    }
  }

  // MARK: Segments

  /// Returns the small segments of past days in groups that fit in one segment each.
  ///
  /// Today's segments are left to `Compaction`.
  private func groups(before today: Day) throws -> [[RecordLog.Segment]] {
    var groups: [[RecordLog.Segment]] = []
    var group: [RecordLog.Segment] = []
    var byteCount = 0
    for segment in try log.segments() where segment.day < today {
      guard let length = smallLength(of: segment) else { continue }
      if byteCount + length > Garbage.maximumSegmentBytes {
        groups.append(group)
        group = []
        byteCount = 0
      }
      group.append(segment)
      byteCount += length
    }
    return (groups + [group]).filter { $0.count > 1 }
  }

  /// Returns the length of a segment that is small enough to be merged, or `nil` for a longer one.
  func smallLength(of segment: RecordLog.Segment) -> Int? {
    FileSystem.status(log.path(of: segment)).map(\.byteCount).flatMap {
      $0 < Garbage.smallSegmentBytes ? $0 : nil
    }
  }

  /// Merges several segments into one.
  ///
  /// The new segment is durable and known to the index before the old ones are deleted. A line
  /// that occurs in several of them is written once. Nothing changes when one of them can't be
  /// read.
  func merge(_ group: [RecordLog.Segment], _ index: Index) throws {
    guard let day = group.last?.day else { return }
    var seen: Set<[UInt8]> = []
    var lines: [[UInt8]] = []
    for segment in group {
      guard let own = try log.lines(of: segment) else { return }
      for line in own where seen.insert(line.bytes).inserted { lines.append(line.bytes) }
    }
    let draft = try log.draft(lines, on: day)
    let old = group.filter { $0 != draft.segment }
    let isNew = FileSystem.status(log.path(of: draft.segment)) == nil
    try log.commit(draft, temporaryName: temporaryName)
    try index.replace(old, by: draft)
    try log.remove(old)
    try index.days.note(
      adding: isNew ? [draft.segment] : [], removing: old, of: log, now: environment.now())
  }
}

extension Index {
  /// Adds a segment that replaces others, in one transaction. The caller deletes the old files
  /// afterwards.
  func replace(_ old: [RecordLog.Segment], by draft: RecordLog.Draft) throws {
    try transaction {
      let numbers = try old.compactMap { segment in
        try sql.integer("SELECT id FROM segment WHERE digest=?", [segment.digest])
      }
      departingSegments = Set(numbers)
      defer { departingSegments = [] }
      try apply(draft.bytes, of: draft.segment)
      try sql.run(
        "UPDATE segment SET day=? WHERE digest=?", [draft.segment.day, draft.segment.digest])
      // A process that is interrupted before the old segments are deleted leaves folders that look
      // unchanged to the index.
      try days.distrustTimes(of: Set(old.map(\.day)))
      let elsewhere = try days(of: Set(old.map(\.digest)), besides: Set(old))
      for segment in old {
        try sql.run("DELETE FROM fault WHERE segment=?", [segment.digest])
        // This segment may also exist in the folder of another day, where it stays.
        if let day = elsewhere[segment.digest] {
          try sql.run("UPDATE segment SET day=? WHERE digest=?", [day, segment.digest])
          continue
        }
        try sql.run(
          """
          DELETE FROM segment WHERE digest=?1 AND NOT EXISTS
            (SELECT 1 FROM record WHERE record.segment=segment.id)
          """, [segment.digest])
      }
      try segments.forgetLocations(
        in: numbers.filter { try !sql.exists("SELECT 1 FROM segment WHERE id=?", [$0]) })
    }
  }

  /// Returns a day for each segment that also exists in a folder other than the excluded ones.
  private func days(
    of digests: Set<Digest>, besides excluded: Set<RecordLog.Segment>
  ) throws(FileError) -> [Digest: Day] {
    var days: [Digest: Day] = [:]
    let folders = try log.days()
    // A few files are looked up by name, because listing a day with very many files takes longer.
    if digests.count * folders.count < 1000 {
      for digest in digests {
        for folder in folders {
          let segment = RecordLog.Segment(day: folder.day, digest: digest)
          if !excluded.contains(segment), FileSystem.status(log.path(of: segment))?.isFile == true {
            days[digest] = folder.day
          }
        }
      }
      return days
    }
    for segment in try log.segments()
    where digests.contains(segment.digest) && !excluded.contains(segment) {
      days[segment.digest] = segment.day
    }
    return days
  }
}

extension RecordLog {
  /// Deletes segments, and the folders of days that are empty afterwards.
  func remove(_ segments: [Segment]) throws(FileError) {
    for segment in segments { try FileSystem.remove(path(of: segment)) }
    for day in Set(segments.map(\.day)) {
      try FileSystem.syncFolder(path(of: day))
      FileSystem.removeFolder(path(of: day))
    }
    try FileSystem.syncFolder(folder)
  }
}
