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
/// let coverage = ErasureCoverage([inventory])
/// let files = inventory.blobs(coverage, in: folder)
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
    let subject: Subject
    /// The files that the record names; empty when this version can't interpret the record.
    let blobs: [Digest]
    /// The digests of the shortened copies that an erasure may have put in the record's place.
    var remnants: [Digest] = []
  }

  /// What a record is about, which decides how an erasure treats it.
  enum Subject {
    /// A revision of an element, with its sequence number.
    case revision(ULID, sequence: Int)
    /// Another record that belongs to one element and is erased with it, such as a project's
    /// use.
    case element(ULID)
    /// An export, with each element in it and the revision that was exported.
    case export([(element: ULID, revision: Digest)])
    /// An erasure, which applies to other records.
    case erasure(Erasure)
    /// A statement about files, which is erased with them: a derivation or a dismissal.
    case fileStatement
    /// A record that keeps its files by itself: a take, or a record that this version can't
    /// interpret.
    case holder
    /// The withdrawal of the record with this digest.
    case withdrawal(Digest)
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

  /// Creates an inventory without records.
  init() {}

  /// Reads the listed segments.
  ///
  /// A damaged segment becomes a fault and doesn't stop the reading.
  ///
  /// Throws `FileVanished` when a listed segment no longer exists, because then the list is out
  /// of date. Throws `CancellationError` when the user cancels.
  init(of source: some LibraryFileSource, _ list: [RecordLog.Segment], _ monitor: BackupMonitor)
    throws
  {
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
      guard let record = try? Record(line: line.bytes) else {
        suspectedBlobs.formUnion(NamedBlobs.found(in: line.bytes))
        entries[digest] = Entry(subject: .holder, blobs: [])
        continue
      }
      newest = max(newest, record.at?.milliseconds ?? 0)
      if case .unknown = record {
        // This version doesn't know which of the digests in such a record are files.
        suspectedBlobs.formUnion(record.blobs)
        entries[digest] = Entry(subject: .holder, blobs: [])
      } else {
        entries[digest] = Entry(
          subject: Subject(record), blobs: record.blobs, remnants: record.remnants)
      }
    }
    segments.append(
      SegmentFacts(segment: segment, byteCount: bytes.count, newest: newest, records: records))
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

  /// Returns the number of elements with at least one revision that no erasure covers.
  func elementCount(_ coverage: ErasureCoverage) -> Int {
    var elements: Set<ULID> = []
    for (digest, entry) in entries {
      if case .revision(let element, _) = entry.subject, !coverage.covers(digest) {
        elements.insert(element)
      }
    }
    return elements.count
  }

  /// Returns the files that belong to the records, in byte order.
  ///
  /// These are the ones that a record names that no erasure covers. Damaged records may name files,
  /// so those that exist in the source are included as well.
  func blobs(_ coverage: ErasureCoverage, in source: some LibraryFileSource) -> [Digest] {
    var blobs: Set<Digest> = []
    for (digest, entry) in entries where !coverage.covers(digest) { blobs.formUnion(entry.blobs) }
    for blob in suspectedBlobs where source.byteCount(of: .blob(blob)) != nil { blobs.insert(blob) }
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

extension RecordInventory.Subject {
  /// Classifies a record.
  fileprivate init(_ record: Record) {
    self =
      switch record {
      case .revision(let revision): .revision(revision.element, sequence: revision.sequence)
      case .use(let use): .element(use.element)
      case .registration(let registration):
        registration.element.map { .element($0) } ?? .fileStatement
      case .export(let export): .export(export.elements.map { ($0.element, $0.revision) })
      case .erasure(let erasure): .erasure(erasure)
      case .withdrawal(let withdrawal): .withdrawal(withdrawal.record)
      case .derivation, .dismissal: .fileStatement
      case .take, .unknown: .holder
      }
  }
}

extension Digest {
  /// Returns the digests in byte order, which is also the order of the files' names.
  static func inOrder(_ digests: Set<Digest>) -> [Digest] {
    digests.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }
}
