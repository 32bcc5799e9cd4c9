internal import Files
internal import Model

/// Cures what can be cured without losing anything; for the holder of the writer's lock.
struct Repair {
  let store: LibraryStore
  let examination: Examination
  /// Made from the log as it was.
  let fresh: Index

  private var layout: Layout { Layout(root: store.root) }

  /// Returns all faults, those that were cured marked.
  func perform(_ faults: [LibraryFault], index: inout Index) throws -> [Checkup.Entry] {
    var entries = faults.map { Checkup.Entry(fault: $0) }
    let damagedLines = faults.compactMap { fault -> RecordLog.Segment? in
      switch fault {
      case .damagedSegment(let segment, _), .unreadableRecord(let segment, _, _): segment
      default: nil
      }
    }
    var mended: Set<RecordLog.Segment> = []
    for segment in Set(damagedLines) where try salvage(segment, index) { mended.insert(segment) }
    try putRight(faults)
    for place in entries.indices {
      entries[place].isRepaired =
        switch entries[place].fault {
        case .damagedSegment(let segment, _), .unreadableRecord(let segment, _, _):
          mended.contains(segment)
        default: try cure(entries[place].fault)
        }
    }
    let healed = Set(
      entries.compactMap { entry -> Digest? in
        if case .missingBlob(let digest, _) = entry.fault { digest } else { nil }
      }.filter { store.blobs.has($0) })
    for place in entries.indices {
      if case .missingBlob(let digest, _) = entries[place].fault, healed.contains(digest) {
        entries[place].isRepaired = true
      }
    }
    let isIndexWrong = faults.contains { fault in
      switch fault {
      case .damagedIndex, .differingIndex: true
      default: false
      }
    }
    if isIndexWrong || !damagedLines.isEmpty {
      let opening = IndexOpening(root: store.root, surprises: store.surprises)
      _ = try opening.rebuild()
      index = try opening.openUnderLock()
    }
    return entries
  }

  /// Whether it was cured, or will be when the index is made anew.
  private func cure(_ fault: LibraryFault) throws -> Bool {
    switch fault {
    case .damagedIndex, .differingIndex: return true
    case .differingHashes:
      // The next search makes it anew.
      try FileSystem.remove(store.hashPath)
      return true
    case .damagedBlob(let name, _, _, _):
      return try store.blobs.has(name) || fresh.number(ifKnown: name) == nil
    case .unreadableBlob(let name, let path, _, _):
      // A folder or a link is in the way of the file, should it come again.
      guard FileSystem.status(path)?.isFile == false else { return false }
      try putAside(path)
      return try fresh.number(ifKnown: name) == nil
    case .misplacedBlob(let digest, let path):
      if isSound(digest) { try putAside(path) } else { try file(path, as: digest) }
      return true
    case .wrongMode(let path, _, let right):
      try? FileSystem.setMode(path, right)
      return FileSystem.mode(path).map { $0 == right } ?? true
    case .readableByOthers: return try store.makePrivate()
    case .leftover(let path, _, let isFresh):
      // What is written under the lock, which is ours now, belongs to nobody. Files on their way in are
      // written without it.
      let isOnItsWay = path.folder.name.bytes == Array(".new".utf8)
      guard !isOnItsWay || !isFresh else { return false }
      try FileSystem.remove(path)
      return true
    case .damagedSegment, .unreadableRecord, .unreadableSegment, .lostSegment, .missingParent,
      .dangling, .invalidRevision, .invalidHistory, .invalidLink, .sharedName, .forked, .ahead,
      .unfinishedErasure, .missingBlob, .unused, .unexplained, .missingFolder, .foreign,
      .putAside, .outdatedScores:
      return false
    }
  }

  // MARK: Files

  /// Files whose bytes are others than their names say: all are put aside first, since two may have
  /// changed places, then those that are sound under another name get it.
  private func putRight(_ faults: [LibraryFault]) throws {
    var aside: [(path: FilePath, actual: Digest)] = []
    for case .damagedBlob(_, let path, let actual, _) in faults where FileSystem.status(path) != nil
    {
      aside.append((try putAside(path), actual))
    }
    for file in aside where try fresh.number(ifKnown: file.actual) != nil {
      if !isSound(file.actual) { try self.file(file.path, as: file.actual) }
    }
  }

  private func isSound(_ digest: Digest) -> Bool {
    (try? store.blobs.bytes(of: digest)).flatMap { SHA256.digest(of: $0) } == digest
  }

  /// Puts a file where the digest of its bytes belongs.
  private func file(_ path: FilePath, as digest: Digest) throws {
    let place = store.blobs.path(of: digest)
    if FileSystem.status(place) != nil { try putAside(place) }
    try FileSystem.makeOwnFolder(place.folder)
    try FileSystem.rename(path, to: place)
    try FileSystem.syncEverything(around: store.blobs.folder)
  }

  /// Moves a file to `damaged/`, under its name; returns its new path.
  @discardableResult
  private func putAside(_ path: FilePath) throws -> FilePath {
    try FileSystem.makeOwnFolder(layout.damaged)
    var place = layout.damaged.appending(path.name.bytes)
    var number = 2
    while FileSystem.status(place) != nil {
      place = layout.damaged.appending(path.name.bytes + Array("-\(number)".utf8))
      number += 1
    }
    try FileSystem.rename(path, to: place)
    try FileSystem.syncFolder(layout.damaged)
    try FileSystem.syncFolder(path.folder)
    try FileSystem.syncFolder(store.root)
    return place
  }

  // MARK: The log

  /// Puts the sound lines of a damaged segment into a new one, and the damaged file aside. Whether every
  /// record is there again.
  ///
  /// Where the index knew the segment, a line is sound when the index knew it: a flipped bit in a name
  /// leaves a line that can be read and says something else.
  private func salvage(_ segment: RecordLog.Segment, _ index: Index) throws -> Bool {
    let path = store.log.path(of: segment)
    let bytes = try FileSystem.read(path, limit: RecordLog.byteLimit)
    var missing = (try? knownRecords(of: segment, index)) ?? [:]
    let isKnown = !missing.isEmpty
    var lines: [[UInt8]] = []
    var isWhole = true
    for line in RecordLog.lines(in: bytes) {
      guard (try? Record(line: line.bytes)) != nil,
        let digest = SHA256.digest(of: line.bytes), !isKnown || missing[digest] != nil
      else {
        isWhole = false
        continue
      }
      missing[digest] = nil
      lines.append(line.bytes)
    }
    for (digest, place) in missing {
      guard let line = Self.mended(bytes, place, digest) else { continue }
      missing[digest] = nil
      lines.append(line)
    }
    var isInPlace = false
    if !lines.isEmpty {
      let draft = try store.log.draft(lines, on: segment.day)
      try store.log.commit(draft, temporaryName: store.temporaryName)
      // One bit may be all that was wrong: then it has its own name again.
      isInPlace = draft.segment == segment
    }
    if !isInPlace, FileSystem.status(path) != nil { try putAside(path) }
    // What nobody altered since never had more than can be read.
    let isAsWritten = SHA256.digest(of: bytes) == segment.digest
    return isKnown ? missing.isEmpty : isWhole || isAsWritten
  }

  /// The records that the index knew in a segment, each with its place.
  private func knownRecords(
    of segment: RecordLog.Segment, _ index: Index
  ) throws -> [Digest: Range<Int>] {
    let rows = try index.all(
      """
      SELECT record.digest, record.start, record.length
      FROM record JOIN segment ON segment.id=record.segment WHERE segment.digest=?
      """, [.digest(segment.digest)]
    ) { row in (try row.digest(0), row.integer(1)..<row.integer(1) + row.integer(2)) }
    return Dictionary(rows) { first, _ in first }
  }

  /// Trying out all bits of a longer line takes too long.
  private static let longestMended = 8 << 10

  /// A record whose name is known and of which one bit is wrong; nothing when it is more than that.
  private static func mended(
    _ bytes: [UInt8], _ place: Range<Int>, _ digest: Digest
  ) -> [UInt8]? {
    guard place.count <= longestMended, place.lowerBound >= 0, place.upperBound <= bytes.count
    else { return nil }
    var line = Array(bytes[place])
    for bit in 0..<line.count * 8 {
      line[bit / 8] ^= 1 << (bit % 8)
      if SHA256.digest(of: line) == digest { return line }
      line[bit / 8] ^= 1 << (bit % 8)
    }
    return nil
  }
}
