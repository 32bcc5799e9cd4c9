internal import Files
internal import Model

/// The records of a library or of a backup, reduced to what matters for files and erasures.
///
/// Backup and restoration read every segment of a log once into an inventory, and then decide
/// from it which files to copy and which records an erasure covers. It doesn't use the index,
/// so it also works for a library whose index is broken.
///
/// ```swift
/// let inventory = try RecordInventory(of: folder, try folder.segments(), monitor)
/// let erased = try ErasedRecords(in: InventoryRecords([inventory]))
/// let files = inventory.blobs(without: erased, in: folder)
/// ```
struct RecordInventory {
  /// The facts about one segment whose bytes match its digest.
  struct SegmentFacts {
    /// The day and the digest of the segment.
    let segment: RecordLog.Segment
    /// The length of the segment's file.
    let byteCount: Int
    /// The time of the segment's newest record, in milliseconds since 1970.
    ///
    /// A change is always later than the changes it builds on, so this value orders segments.
    let newest: Int
    /// The digests of the segment's lines, in their order in the file.
    let records: [Digest]
  }

  /// The part of one record that backups and restorations need.
  struct Entry {
    /// What the record is about.
    let subject: RecordSubject
    /// The files that the record names; empty when this version can't interpret the record.
    let blobs: [Digest]
    /// The digests of the shortened copies that an erasure may have put in the record's place;
    /// empty for a record without free text or clip.
    let remnants: [Digest]
    /// The segment that contains the record, as an index into `segments`.
    fileprivate let segment: Int32
    /// The position of the record's line in its segment, in bytes.
    fileprivate let start: Int32
    /// The length of the record's line in bytes.
    fileprivate let length: Int32
  }

  /// The undamaged segments, in the order in which they were read.
  private(set) var segments: [SegmentFacts] = []
  /// The segments that are damaged or unreadable.
  private(set) var faults: [MissingFile] = []
  /// All records of undamaged segments, by the digest of their line.
  private(set) var entries: [Digest: Entry] = [:]
  /// Digests that may name files: those in damaged segments and in records that can't be
  /// interpreted.
  private(set) var suspectedBlobs: Set<Digest> = []
  /// The erasures among the records.
  private(set) var erasures: [Erasure] = []
  /// The digests in records of kinds that only a newer version knows, any of which may be a file.
  private(set) var unknownRecords: [Digest: [Digest]] = [:]
  /// The records of undamaged segments that can't be read.
  private var unreadableRecords: [Digest] = []
  /// Reads segments again, or `nil` when the records don't come from segments.
  private let reader: SegmentReader?
  /// The records that don't come from segments.
  private var loose: [Digest: Record] = [:]

  /// Creates an inventory without records.
  init() { reader = nil }

  /// Creates an inventory of records in memory.
  init(of records: some Sequence<(digest: Digest, record: Record)>) {
    reader = nil
    for (digest, record) in records {
      loose[digest] = record
      add(record, digest, RecordLog.Line(bytes: [], offset: 0))
    }
  }

  /// Reads the listed segments.
  ///
  /// A damaged segment becomes a fault and doesn't stop the reading.
  ///
  /// Throws `FileVanished` when a listed segment no longer exists, because then the list is out
  /// of date. Throws `CancellationError` when the user cancels.
  init(of source: some LibraryFileSource, _ list: [RecordLog.Segment], _ monitor: BackupMonitor)
    throws
  {
    reader = SegmentReader(source)
    var bytesRead = 0
    for segment in list {
      try monitor.checkCancellation()
      let (bytes, result) = try source.bytes(of: segment)
      switch result {
      case .fault(.missing): throw FileVanished()
      case .fault(let problem):
        faults.append(MissingFile(problem, .segment(segment)))
        suspectedBlobs.formUnion(NamedBlobs.found(in: bytes))
      case .sound: addRecords(segment, bytes)
      }
      bytesRead += bytes.count
      monitor.report(.reading, segments.count, bytesRead)
    }
  }

  /// Adds the records of an undamaged segment.
  private mutating func addRecords(_ segment: RecordLog.Segment, _ bytes: [UInt8]) {
    var newest = 0
    var records: [Digest] = []
    for line in RecordLog.lines(in: bytes) {
      let digest = SHA256.digest(of: line.bytes)
      records.append(digest)
      let record = try? Record(line: line.bytes)
      newest = max(newest, record?.at?.milliseconds ?? 0)
      add(record, digest, line)
    }
    segments.append(
      SegmentFacts(segment: segment, byteCount: bytes.count, newest: newest, records: records))
  }

  /// Adds one record of the segment that is being read; `nil` stands for an unreadable one.
  private mutating func add(_ record: Record?, _ digest: Digest, _ line: RecordLog.Line) {
    var isUnderstood = true
    switch record {
    case .erasure(let erasure): erasures.append(erasure)
    case .unknown:
      // This version doesn't know which of the digests in such a record are files.
      isUnderstood = false
      unknownRecords[digest] = record?.blobs
      suspectedBlobs.formUnion(record?.blobs ?? [])
    case nil:
      isUnderstood = false
      unreadableRecords.append(digest)
      suspectedBlobs.formUnion(NamedBlobs.found(in: line.bytes))
    default: break
    }
    entries[digest] = Entry(
      subject: record.map(RecordSubject.init) ?? .unknown,
      blobs: isUnderstood ? record?.blobs ?? [] : [], remnants: record?.remnants ?? [],
      segment: Int32(segments.count), start: Int32(line.offset), length: Int32(line.bytes.count))
  }

  /// The number of different records in the undamaged segments.
  var recordCount: Int { entries.count }

  /// The undamaged segments, oldest first.
  var segmentsByAge: [SegmentFacts] {
    segments.sorted { left, right in
      (left.newest, left.segment.day, left.segment.digest.hex)
        < (right.newest, right.segment.day, right.segment.digest.hex)
    }
  }

  /// Returns the number of elements with at least one revision that no erasure removes.
  func elementCount(without erased: ErasedRecords) -> Int {
    var elements: Set<ULID> = []
    for (digest, entry) in entries {
      if case .revision(let element, _) = entry.subject, !erased.removed.contains(digest) {
        elements.insert(element)
      }
    }
    return elements.count
  }

  /// Returns the files that belong to the records, in byte order.
  ///
  /// These are the ones that a record names after the erasures. Damaged records may name files, so
  /// those that exist in the source are included as well.
  func blobs(without erased: ErasedRecords, in source: some LibraryFileSource) -> [Digest] {
    var blobs: Set<Digest> = []
    for (digest, entry) in entries {
      if !erased.removed.contains(digest) {
        blobs.formUnion(entry.blobs)
      } else if let copy = erased.replaced[digest] {
        blobs.formUnion(copy.blobs)
      }
    }
    for blob in suspectedBlobs where !erased.removedBlobs.contains(blob) {
      if source.byteCount(of: .blob(blob)) != nil { blobs.insert(blob) }
    }
    return Digest.inOrder(blobs)
  }

  /// Returns the faults with the elements that have or had each file.
  ///
  /// Where several revisions of an element name the file, the newest one provides the handle
  /// and the file's name. This reads the segments again, but only if there are faults.
  static func addingOwners(
    to faults: [MissingFile], from source: some LibraryFileSource, _ inventory: RecordInventory
  ) throws -> [MissingFile] {
    let wanted = Set(faults.map(\.digest))
    guard !wanted.isEmpty else { return faults }
    var found: [Digest: [ULID: (sequence: Int, owner: MissingFile.Owner)]] = [:]
    for facts in inventory.segments {
      for line in RecordLog.lines(in: try source.bytes(of: facts.segment).bytes) {
        guard case .revision(let revision)? = try? Record(line: line.bytes) else { continue }
        for blob in Set(revision.blobs) where wanted.contains(blob) {
          if let known = found[blob]?[revision.element], known.sequence > revision.sequence {
            continue
          }
          let file =
            revision.references.first { $0.blob == blob }?.file ?? "a rights document"
          found[blob, default: [:]][revision.element] = (
            revision.sequence, MissingFile.Owner(handle: revision.handle, file: file)
          )
        }
      }
    }
    return faults.map { fault in
      var fault = fault
      fault.owners = (found[fault.digest] ?? [:]).values.map(\.owner)
        .sorted { ($0.handle.name, $0.file) < ($1.handle.name, $1.file) }
      return fault
    }
  }
}

// MARK: Reading records again

extension RecordInventory {
  /// Returns digests of entries in the order in which the records can be read fastest.
  func inReadingOrder(_ digests: [Digest]) -> [Digest] {
    digests.sorted { left, right in
      guard let left = entries[left], let right = entries[right] else { return false }
      return (left.segment, left.start) < (right.segment, right.start)
    }
  }

  /// Returns a record, or `nil` when the inventory doesn't have it or it can't be read.
  ///
  /// Throws `FileVanished` when its segment has changed since the inventory was made.
  func record(_ digest: Digest) throws -> Record? {
    if let record = loose[digest] { return record }
    return try line(of: digest).flatMap { try? Record(line: $0) }
  }

  /// Returns the bytes of a record, or `nil` when the inventory doesn't have it.
  private func line(of digest: Digest) throws -> [UInt8]? {
    guard let entry = entries[digest], let reader else { return nil }
    let bytes = try reader.bytes(of: segments[Int(entry.segment)].segment)
    return Array(bytes[Int(entry.start)..<Int(entry.start + entry.length)])
  }

  /// Calls `body` with the free text of each record that has one.
  func forEachRemark(_ body: (Digest, String) -> Void) throws {
    let digests = entries.filter { !$0.value.remnants.isEmpty }.map(\.key)
    for digest in inReadingOrder(digests) {
      if let remark = try record(digest)?.remark { body(digest, remark) }
    }
  }

  /// Calls `body` with each record of an undamaged segment that can't be read.
  func forEachUnreadableRecord(_ body: (Digest, [UInt8]) throws -> Void) throws {
    for digest in unreadableRecords {
      if let line = try line(of: digest) { try body(digest, line) }
    }
  }

  /// Calls `body` with each line of the damaged segments.
  func forEachDamagedLine(_ body: ([UInt8]) throws -> Void) throws {
    for fault in faults {
      guard case .segment(let segment) = fault.file, let reader else { continue }
      for line in RecordLog.lines(in: try reader.damagedBytes(of: segment)) { try body(line.bytes) }
    }
  }

  /// Reads segments of a source, and keeps the last one because records are read in order.
  private final class SegmentReader {
    private let source: any LibraryFileSource
    private var last: (segment: RecordLog.Segment, bytes: [UInt8])?

    init(_ source: any LibraryFileSource) { self.source = source }

    func bytes(of segment: RecordLog.Segment) throws -> [UInt8] {
      if let last, last.segment == segment { return last.bytes }
      let bytes = try source.soundBytes(of: segment)
      last = (segment, bytes)
      return bytes
    }

    func damagedBytes(of segment: RecordLog.Segment) throws -> [UInt8] {
      try source.bytes(of: segment).bytes
    }
  }
}
