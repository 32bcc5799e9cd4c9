internal import Files
package import Model

/// What a library holds that nobody needs: files that no record names, what ended commands left, and
/// small segments that can be put together.
package struct Garbage: Sendable {
  /// Files that no record names and that are old enough.
  package internal(set) var unnamed: [Item] = []
  /// Files that no record names, not old enough yet.
  package internal(set) var waiting: [Item] = []
  /// Temporary files of commands that were ended.
  package internal(set) var leftovers: [Item] = []
  /// Segments of past days, each group to become one.
  package internal(set) var groups: [[RecordLog.Segment]] = []
  /// Segments that are put together.
  package var segmentCount: Int { groups.reduce(0) { $0 + $1.count } }

  /// A file that goes.
  package struct Item: Hashable, Sendable {
    package let path: FilePath
    package let byteCount: Int
    let digest: Digest?
  }

  /// No group makes a longer segment.
  static let longestSegment = 16 << 20
  /// A longer segment is left as it is.
  static let smallSegment = 4 << 20
}

extension LibraryStore {
  /// Looks for what is not needed. Files that no record names are kept for a time of grace, counted from when
  /// this library first saw them so, or from when they were added again.
  package func garbage(graceMilliseconds: Int) throws -> Garbage {
    do {
      if let obstacle { throw obstacle }
      return try underLock { index in
        try index.takeUpLog(now: surprises.now())
        return try garbage(index, graceMilliseconds: graceMilliseconds)
      }
    } catch {
      throw Self.error(error)
    }
  }

  /// Deletes what is still garbage, and puts small segments together; returns what it came to.
  package func collect(graceMilliseconds: Int) throws -> Garbage {
    do {
      if let obstacle { throw obstacle }
      return try underLock { index in
        try index.takeUpLog(now: surprises.now())
        let garbage = try garbage(index, graceMilliseconds: graceMilliseconds)
        try index.noteUnnamed(garbage.waiting.compactMap(\.digest), now: surprises.now())
        for item in garbage.unnamed + garbage.leftovers {
          try FileSystem.remove(item.path)
          if let digest = item.digest { previews.remove(digest) }
        }
        for group in garbage.groups { try merge(group, index) }
        try clearCache()
        return garbage
      }
    } catch {
      throw Self.error(error)
    }
  }

  private func garbage(_ index: Index, graceMilliseconds: Int) throws -> Garbage {
    var garbage = Garbage()
    let now = surprises.now()
    try refuseDamage(index)
    garbage.leftovers = try leftovers(now: now)
    let firstSeen = try index.unnamed()
    let unnamed = try unnamedFiles(index)
    try refuseFilesWithoutRecords(index, unnamed.count)
    for item in unnamed {
      // The file's own time may be years old: copying tools keep it. It counts only where it is later, since
      // adding a file again renews it.
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

  /// Where there are files and no record at all, the records are missing or still to come.
  private func refuseFilesWithoutRecords(_ index: Index, _ count: Int) throws {
    guard count > 0, try index.first("SELECT 1 FROM record LIMIT 1", read: { _ in true }) == nil
    else { return }
    throw LibraryError.filesWithoutRecords(root, count: count)
  }

  /// Deletes nothing while something is damaged or missing: a record that can't be read, or has not arrived yet,
  /// may name a file.
  private func refuseDamage(_ index: Index) throws {
    try index.refuseLoss(Layout(root: root))
    let orphans = try index.missingParents()
    if case .missingParent(let handle, _, _)? = orphans.first {
      throw LibraryError.missingParents(handle, count: orphans.count)
    }
    let fault = try index.first("SELECT segment, problem FROM fault LIMIT 1") { row in
      (try row.digest(0), row.text(1))
    }
    guard let (segment, problem) = fault else { return }
    throw LibraryError.damagedLog(segment, problem)
  }

  // MARK: Files

  /// Files among the blobs that no record names: not by the index, and not by the log itself.
  private func unnamedFiles(_ index: Index) throws -> [Garbage.Item] {
    var candidates: [Digest: Garbage.Item] = [:]
    for name in try FileSystem.names(in: blobs.folder) where name.count == 2 {
      let shelf = blobs.folder.appending(name)
      for name in try FileSystem.ownNames(in: shelf) {
        let path = shelf.appending(name)
        guard let digest = Digest(hex: String(decoding: name, as: UTF8.self)),
          blobs.path(of: digest) == path, try !index.isNamed(digest),
          let status = FileSystem.status(path), status.isFile
        else { continue }
        candidates[digest] = Garbage.Item(
          path: path, byteCount: status.byteCount, digest: digest)
      }
    }
    guard !candidates.isEmpty else { return [] }
    let digests = Set(candidates.keys)
    for path in try recordFiles() {
      let bytes = try FileSystem.read(path, limit: RecordLog.byteLimit)
      for digest in NamedBlobs.found(in: bytes, among: digests) { candidates[digest] = nil }
    }
    return candidates.values.sorted { $0.path < $1.path }
  }

  /// All files that hold records, also those that were put aside as damaged.
  private func recordFiles() throws -> [FilePath] {
    let aside = Layout(root: root).damaged
    return try log.days().flatMap { try log.segments(of: $0.day) }.map(log.path)
      + FileSystem.names(in: aside).map { aside.appending($0) }.filter { $0.suffix == "jsonl" }
  }

  private func leftovers(now: Int) throws -> [Garbage.Item] {
    let nursery = blobs.folder.appending(".new".utf8)
    // What is written under the lock, which is ours now, belongs to nobody. Files on their way in are
    // written without it.
    let unlocked = try FileSystem.names(in: nursery).map { nursery.appending($0) }.filter { path in
      !path.isHidden
        && now - (FileSystem.status(path)?.modified ?? now * 1_000_000) / 1_000_000
          >= Layout.oldestTemporaryMilliseconds
    }
    return try (lockedLeftovers() + unlocked).compactMap { path in
      FileSystem.status(path).flatMap { status in
        status.isFile
          ? Garbage.Item(path: path, byteCount: status.byteCount, digest: nil) : nil
      }
    }
  }

  /// Temporary files that only the holder of the lock writes.
  func lockedLeftovers() throws -> [FilePath] {
    let ofRoot = try FileSystem.names(in: root).filter { Layout.place(of: $0) == .leftover }
      .map { root.appending($0) }
    let ofDays = try log.days().flatMap { day in
      try FileSystem.names(in: log.path(of: day.day)).filter(RecordLog.isTemporary)
        .map { log.path(of: day.day).appending($0) }
    }
    return ofRoot + ofDays
  }

  /// What is kept only to be quick.
  private func clearCache() throws {
    let cache = Layout(root: root).cache
    for name in try FileSystem.names(in: cache) where name.first == UInt8(ascii: ".") {
      let path = cache.appending(name)
      if FileSystem.status(path)?.isFolder == false { try FileSystem.remove(path) }
    }
  }

  // MARK: Segments

  /// Small segments of days before today, those to become one together.
  private func groups(before today: Day) throws -> [[RecordLog.Segment]] {
    var groups: [[RecordLog.Segment]] = []
    var group: [RecordLog.Segment] = []
    var byteCount = 0
    for day in try log.days() where day.day < today {
      for segment in try log.segments(of: day.day) {
        guard let length = FileSystem.status(log.path(of: segment))?.byteCount,
          length < Garbage.smallSegment
        else { continue }
        if byteCount + length > Garbage.longestSegment {
          groups.append(group)
          group = []
          byteCount = 0
        }
        group.append(segment)
        byteCount += length
      }
    }
    return (groups + [group]).filter { $0.count > 1 }
  }

  /// Makes one segment of several: it is durable and known before they go.
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
    try index.replace(old, by: [draft])
    try log.remove(old)
    try index.note(isNew ? [draft.segment] : [], without: old, of: log, now: surprises.now())
  }
}

extension Index {
  /// Whether a record names a blob.
  func isNamed(_ blob: Digest) throws -> Bool {
    guard let number = try number(ifKnown: blob) else { return false }
    return try first(
      """
      SELECT 1 WHERE EXISTS (SELECT 1 FROM holding WHERE blob=?1)
        OR EXISTS (SELECT 1 FROM mention WHERE blob=?1)
      """, [.integer(number)]
    ) { _ in true } ?? false
  }

  /// When this library first saw each file that no record names, in milliseconds since 1970.
  func unnamed() throws -> [Digest: Int] {
    Dictionary(
      try all("SELECT digest, seen FROM unnamed") { (try $0.digest(0), $0.integer(1)) }
    ) { first, _ in first }
  }

  /// Notes that no record names these files, and that all others are named or gone. A file that was noted before
  /// keeps its time.
  func noteUnnamed(_ digests: [Digest], now: Int) throws {
    let known = try unnamed()
    let waiting = Set(digests)
    let new = waiting.filter { known[$0] == nil }
    let old = known.keys.filter { !waiting.contains($0) }
    guard !new.isEmpty || !old.isEmpty else { return }
    try begin()
    do {
      for digest in old { try run("DELETE FROM unnamed WHERE digest=?", [.digest(digest)]) }
      for digest in new {
        try run(
          "INSERT INTO unnamed(digest, seen) VALUES(?, ?)", [.digest(digest), .integer(now)])
      }
      try commit()
    } catch {
      rollBack()
      throw error
    }
  }

  /// Takes in segments that stand for others, which will go.
  func replace(_ old: [RecordLog.Segment], by drafts: [RecordLog.Draft]) throws {
    try begin()
    do {
      let numbers = try old.compactMap { segment in
        try first("SELECT id FROM segment WHERE digest=?", [.digest(segment.digest)]) {
          $0.integer(0)
        }
      }
      departing = Set(numbers)
      defer { departing = [] }
      for draft in drafts {
        try take(draft.bytes, of: draft.segment)
        try run(
          "UPDATE segment SET day=? WHERE digest=?",
          [.text(draft.segment.day.description), .digest(draft.segment.digest)])
      }
      // Whoever is ended before the old ones are gone leaves them in folders that seem unchanged.
      try distrust(Set(old.map(\.day)))
      let elsewhere = try days(of: Set(old.map(\.digest)), besides: Set(old))
      for segment in old {
        try run("DELETE FROM fault WHERE segment=?", [.digest(segment.digest)])
        // The same one may stand in the folder of another day, and stays there.
        if let day = elsewhere[segment.digest] {
          try run(
            "UPDATE segment SET day=? WHERE digest=?",
            [.text(day.description), .digest(segment.digest)])
          continue
        }
        try run(
          """
          DELETE FROM segment WHERE digest=?1 AND NOT EXISTS
            (SELECT 1 FROM record WHERE record.segment=segment.id)
          """, [.digest(segment.digest)])
      }
      try forgetPlaces(
        in: numbers.filter {
          try first("SELECT 1 FROM segment WHERE id=?", [.integer($0)]) { _ in true } == nil
        })
      try commit()
    } catch {
      rollBack()
      throw error
    }
  }

  /// Days in whose folders segments stand, some places left out.
  private func days(
    of digests: Set<Digest>, besides old: Set<RecordLog.Segment>
  ) throws(FileError) -> [Digest: Day] {
    var days: [Digest: Day] = [:]
    let folders = try log.days()
    // A few files are asked for by their names; a day may have very many.
    if digests.count * folders.count < 1000 {
      for digest in digests {
        for folder in folders {
          let segment = RecordLog.Segment(day: folder.day, digest: digest)
          if !old.contains(segment), FileSystem.status(log.path(of: segment))?.isFile == true {
            days[digest] = folder.day
          }
        }
      }
      return days
    }
    for folder in folders {
      for segment in try log.segments(of: folder.day)
      where digests.contains(segment.digest) && !old.contains(segment) {
        days[segment.digest] = segment.day
      }
    }
    return days
  }
}

extension RecordLog {
  /// Takes segments away, and the folders of days that have no more.
  func remove(_ segments: [Segment]) throws(FileError) {
    for segment in segments { try FileSystem.remove(path(of: segment)) }
    for day in Set(segments.map(\.day)) {
      try FileSystem.syncFolder(path(of: day))
      FileSystem.removeFolder(path(of: day))
    }
    try FileSystem.syncFolder(folder)
  }
}
