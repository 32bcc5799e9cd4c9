internal import Files
internal import Model

/// Repairs what can be repaired without losing anything, for the holder of the writer's lock.
///
/// No damaged file is deleted: it is moved to `damaged/`, in case the user can rescue more from
/// it.
///
/// ```swift
/// let repair = Repair(store: store, examination: examination, fresh: fresh)
/// let entries = try repair.perform(faults, index: &index)
/// ```
struct Repair {
  /// The library.
  let store: LibraryStore
  /// The examination that found the faults.
  let examination: Examination
  /// An index made from the log before the repair.
  let fresh: Index

  private var layout: Layout { Layout(root: store.root) }

  /// Returns all faults in their order, each with whether it has been repaired.
  ///
  /// Segments and files come first, because the index is then rebuilt from them.
  func perform(_ faults: [LibraryFault], index: inout Index) throws -> [Checkup.Entry] {
    var entries = faults.map { Checkup.Entry(fault: $0) }
    let damagedLines = faults.compactMap { fault -> RecordLog.Segment? in
      switch fault {
      case .damagedSegment(let segment, _), .unreadableRecord(let segment, _, _): segment
      default: nil
      }
    }
    var repairedSegments: Set<RecordLog.Segment> = []
    for segment in Set(damagedLines) where try salvage(segment, index) {
      repairedSegments.insert(segment)
    }
    try renameBlobs(faults)
    for entryIndex in entries.indices {
      entries[entryIndex].isRepaired =
        switch entries[entryIndex].fault {
        case .damagedSegment(let segment, _), .unreadableRecord(let segment, _, _):
          repairedSegments.contains(segment)
        default: try repair(entries[entryIndex].fault)
        }
    }
    // Other repairs may have brought missing files back.
    for entryIndex in entries.indices {
      if case .missingBlob(let digest, _) = entries[entryIndex].fault,
        store.blobs.contains(digest)
      {
        entries[entryIndex].isRepaired = true
      }
    }
    let isIndexWrong = faults.contains { fault in
      switch fault {
      case .damagedIndex, .differingIndex: true
      default: false
      }
    }
    if isIndexWrong || !damagedLines.isEmpty {
      let opening = IndexOpening(root: store.root, environment: store.environment)
      _ = try opening.rebuild()
      index = try opening.openUnderLock()
    }
    return entries
  }

  /// Repairs a fault, and returns whether it is repaired or will be when the index is rebuilt.
  private func repair(_ fault: LibraryFault) throws -> Bool {
    switch fault {
    case .damagedIndex, .differingIndex: return true
    case .differingHashes:
      // The next search creates the file again.
      try FileSystem.remove(store.hashFilePath)
      return true
    case .differingSketches:
      try FileSystem.remove(store.sketchFilePath)
      return true
    case .damagedBlob(let name, _, _, _):
      return try store.blobs.contains(name) || fresh.numbers.number(ifKnown: name) == nil
    case .unreadableBlob(let name, let path, _, _):
      // A folder or link would be in the way if the file were added again.
      guard FileSystem.status(path)?.isFile == false else { return false }
      try putAside(path)
      return try fresh.numbers.number(ifKnown: name) == nil
    case .misplacedBlob(let digest, let path):
      if isSound(digest) { try putAside(path) } else { try file(path, as: digest) }
      return true
    case .wrongMode(let path, _, let right):
      try? FileSystem.setMode(path, right)
      return FileSystem.mode(path).map { $0 == right } ?? true
    case .readableByOthers: return try store.makePrivate()
    case .leftover(let path, _, let isFresh):
      // Files that are written under the lock have no writer now, since this process holds it.
      // Incoming files are written without the lock, so these must be old.
      let isOnItsWay = path.folder.name.bytes == Array(".new".utf8)
      guard !isOnItsWay || !isFresh else { return false }
      try FileSystem.remove(path)
      return true
    case .damagedSegment, .unreadableRecord, .unreadableSegment, .lostSegment, .missingParent,
      .danglingLink, .invalidRevision, .invalidHistory, .invalidLink, .sharedName, .forked,
      .aheadOfClock,
      .unfinishedErasure, .missingBlob, .unused, .unexplained, .missingFolder, .foreign,
      .putAside, .keptAside, .outdatedScores, .newerRecords:
      return false
    }
  }

  // MARK: Files

  /// Moves blobs with wrong names to the names of their bytes.
  ///
  /// All of them are put aside first, since two files may have each other's name. Then those
  /// that a record names under their true digest are moved there.
  private func renameBlobs(_ faults: [LibraryFault]) throws {
    var aside: [(path: FilePath, actual: Digest)] = []
    for case .damagedBlob(_, let path, let actual, _) in faults where FileSystem.status(path) != nil
    {
      aside.append((try putAside(path), actual))
    }
    for file in aside where try fresh.numbers.number(ifKnown: file.actual) != nil {
      if !isSound(file.actual) { try self.file(file.path, as: file.actual) }
    }
  }

  /// Returns whether the library has an intact file with this digest.
  private func isSound(_ digest: Digest) -> Bool {
    (try? store.blobs.bytes(of: digest)).map { SHA256.digest(of: $0) } == digest
  }

  /// Moves a file to the path of its digest, and puts aside any file that is already there.
  private func file(_ path: FilePath, as digest: Digest) throws {
    let target = store.blobs.path(of: digest)
    if FileSystem.status(target) != nil { try putAside(target) }
    try FileSystem.makeOwnFolder(target.folder)
    try FileSystem.rename(path, to: target)
    try FileSystem.syncEverything(around: store.blobs.folder)
  }

  /// Moves a file to `damaged/` and returns its new path, with a number appended if the name is
  /// taken.
  @discardableResult
  private func putAside(_ path: FilePath) throws -> FilePath {
    try FileSystem.makeOwnFolder(layout.damaged)
    var target = layout.damaged.appending(path.name.bytes)
    var number = 2
    while FileSystem.status(target) != nil {
      target = layout.damaged.appending(path.name.bytes + Array("-\(number)".utf8))
      number += 1
    }
    try FileSystem.rename(path, to: target)
    try FileSystem.syncFolder(layout.damaged)
    try FileSystem.syncFolder(path.folder)
    try FileSystem.syncFolder(store.root)
    return target
  }

  // MARK: The log

  /// Moves the valid lines of a damaged segment to a new one, and puts the damaged file aside.
  ///
  /// Returns whether every record has been rescued. When the index knows the segment's records,
  /// a line is valid only if the index knows it: a flipped bit in a name leaves a line that can
  /// be read but says something else.
  private func salvage(_ segment: RecordLog.Segment, _ index: Index) throws -> Bool {
    let path = store.log.path(of: segment)
    let bytes = try FileSystem.read(path, limit: RecordLog.byteLimit)
    var missing = (try? knownRecords(of: segment, index)) ?? [:]
    let isKnown = !missing.isEmpty
    var lines: [[UInt8]] = []
    var isWhole = true
    for line in RecordLog.lines(in: bytes) {
      let digest = SHA256.digest(of: line.bytes)
      guard (try? Record(line: line.bytes)) != nil, !isKnown || missing[digest] != nil else {
        isWhole = false
        continue
      }
      missing[digest] = nil
      lines.append(line.bytes)
    }
    for (digest, range) in missing {
      guard let line = Self.repairedLine(bytes, range, digest) else { continue }
      missing[digest] = nil
      lines.append(line)
    }
    var isInPlace = false
    if !lines.isEmpty {
      let draft = try store.log.draft(lines, on: segment.day)
      try store.log.commit(draft, temporaryName: store.temporaryName)
      // If a single bit was wrong, the new segment has the old name again.
      isInPlace = draft.segment == segment
    }
    if !isInPlace, FileSystem.status(path) != nil { try putAside(path) }
    // A segment that is unchanged since it was written never had more records than can be read.
    let isAsWritten = SHA256.digest(of: bytes) == segment.digest
    return isKnown ? missing.isEmpty : isWhole || isAsWritten
  }

  /// Returns the records that the index knows in a segment, with their byte ranges.
  private func knownRecords(
    of segment: RecordLog.Segment, _ index: Index
  ) throws -> [Digest: Range<Int>] {
    let rows = try index.sql.all(
      """
      SELECT record.digest, record.start, record.length
      FROM record JOIN segment ON segment.id=record.segment WHERE segment.digest=?
      """, [segment.digest]
    ) { row in (try row.digest(0), row.integer(1)..<row.integer(1) + row.integer(2)) }
    return Dictionary(rows) { first, _ in first }
  }

  /// The maximum length in bytes of a line whose bits are tried one by one; longer ones take
  /// too long.
  private static let maximumMendedBytes = 8 << 10

  /// Returns a record with one wrong bit corrected, or `nil` when more than that is wrong.
  ///
  /// Every bit is flipped in turn until the line has the expected digest.
  private static func repairedLine(
    _ bytes: [UInt8], _ range: Range<Int>, _ digest: Digest
  ) -> [UInt8]? {
    guard range.count <= maximumMendedBytes, range.lowerBound >= 0, range.upperBound <= bytes.count
    else { return nil }
    var line = Array(bytes[range])
    for bit in 0..<line.count * 8 {
      line[bit / 8] ^= 1 << (bit % 8)
      if SHA256.digest(of: line) == digest { return line }
      line[bit / 8] ^= 1 << (bit % 8)
    }
    return nil
  }
}
