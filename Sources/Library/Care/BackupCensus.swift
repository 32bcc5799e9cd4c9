internal import Files
internal import Model

/// What all records of a library, or of a backup, say together, as far as files and erasures go.
struct Census {
  /// A segment whose bytes are sound.
  struct SegmentFacts {
    let segment: RecordLog.Segment
    let byteCount: Int
    /// When the newest of its records was made: a change comes after what it builds on.
    let newest: Int
    let records: [Digest]
  }

  /// What matters of a record here.
  struct Entry {
    let subject: Subject
    let blobs: [Digest]
    /// What an erasure may have left of it.
    var remnants: [Digest] = []
  }

  /// Whom a record is about.
  enum Subject {
    case revision(ULID, sequence: Int)
    case element(ULID)
    case export([(element: ULID, revision: Digest)])
    case erasure(Erasure)
    /// It says something of files, and goes with them: what was made from what, what was dismissed.
    case files
    /// It holds files by itself: what came back from a provider, what a newer version wrote.
    case holder
    case withdrawal(Digest)
  }

  private(set) var segments: [SegmentFacts] = []
  private(set) var faults: [BackupFault] = []
  private(set) var entries: [Digest: Entry] = [:]
  /// What may be named by segments that are damaged, and by records that can't be understood.
  private(set) var suspected: Set<Digest> = []

  /// Of no records.
  init() {}

  /// Reads all segments that are listed; `Gone` where one is not there any more.
  init(of source: some LibraryFiles, _ list: [RecordLog.Segment], _ watch: BackupWatch) throws {
    var bytesRead = 0
    for segment in list {
      try watch.checkCancellation()
      let (bytes, readout) = try source.bytes(of: segment)
      switch readout {
      case .fault(.missing): throw Gone()
      case .fault(let kind):
        faults.append(BackupFault(kind, .segment(segment)))
        suspected.formUnion(Self.digests(in: bytes))
      case .sound: take(segment, bytes)
      }
      bytesRead += bytes.count
      watch.progress(.reading, segments.count, bytesRead)
    }
  }

  private mutating func take(_ segment: RecordLog.Segment, _ bytes: [UInt8]) {
    var newest = 0
    var records: [Digest] = []
    for line in RecordLog.lines(in: bytes) {
      guard let digest = SHA256.digest(of: line.bytes) else { continue }
      records.append(digest)
      guard let record = try? Record(line: line.bytes) else {
        suspected.formUnion(Self.digests(in: line.bytes))
        entries[digest] = Entry(subject: .holder, blobs: [])
        continue
      }
      newest = max(newest, record.milliseconds)
      if case .unknown = record {
        // Which of its digests are files can't be told here.
        suspected.formUnion(record.blobs)
        entries[digest] = Entry(subject: .holder, blobs: [])
      } else {
        entries[digest] = Entry(
          subject: Subject(record), blobs: record.blobs, remnants: record.remnants)
      }
    }
    segments.append(
      SegmentFacts(
        segment: segment, byteCount: bytes.count, newest: newest, records: records))
  }

  /// Everything in a line that could name a file: what can't be read may still name some.
  private static func digests(in line: [UInt8]) -> [Digest] {
    line.split(separator: UInt8(ascii: "\"")).compactMap { part in
      part.count == 64 ? Digest(hex: String(decoding: part, as: UTF8.self)) : nil
    }
  }

  var recordCount: Int { entries.count }

  /// Segments in the order in which they came to be.
  var inOrder: [SegmentFacts] {
    segments.sorted { left, right in
      (left.newest, left.segment.day, left.segment.digest.hex)
        < (right.newest, right.segment.day, right.segment.digest.hex)
    }
  }

  /// Elements of which there is a revision that no erasure covers.
  func elementCount(_ coverage: Coverage) -> Int {
    var elements: Set<ULID> = []
    for (digest, entry) in entries {
      if case .revision(let element, _) = entry.subject, !coverage.covers(digest) {
        elements.insert(element)
      }
    }
    return elements.count
  }

  /// Every file that a record names which no erasure covers, in byte order.
  func blobs(_ coverage: Coverage) -> [Digest] {
    var blobs: Set<Digest> = []
    for (digest, entry) in entries where !coverage.covers(digest) {
      blobs.formUnion(entry.blobs)
    }
    return Digest.inOrder(blobs)
  }

  /// Says of each file which elements have or had it: the newest revision of each that names it tells how.
  static func name(
    _ faults: [BackupFault], from source: some LibraryFiles, _ census: Census
  ) throws -> [BackupFault] {
    let wanted = Set(faults.map(\.file.digest))
    guard !wanted.isEmpty else { return faults }
    var found: [Digest: [ULID: (sequence: Int, owner: BackupFault.Owner)]] = [:]
    for facts in census.segments {
      for line in RecordLog.lines(in: try source.bytes(of: facts.segment).bytes) {
        guard case .revision(let revision)? = try? Record(line: line.bytes) else { continue }
        for blob in Set(revision.blobs) where wanted.contains(blob) {
          if let known = found[blob]?[revision.element], known.sequence > revision.sequence {
            continue
          }
          let file =
            revision.references.first { $0.blob == blob }?.file ?? "a rights document"
          found[blob, default: [:]][revision.element] = (
            revision.sequence, BackupFault.Owner(handle: revision.handle, file: file)
          )
        }
      }
    }
    return faults.map { fault in
      var fault = fault
      fault.owners = (found[fault.file.digest] ?? [:]).values.map(\.owner)
        .sorted { ($0.handle.name, $0.file) < ($1.handle.name, $1.file) }
      return fault
    }
  }
}

extension Census.Subject {
  fileprivate init(_ record: Record) {
    self =
      switch record {
      case .revision(let revision): .revision(revision.element, sequence: revision.sequence)
      case .use(let use): .element(use.element)
      case .registration(let registration): registration.element.map { .element($0) } ?? .files
      case .export(let export): .export(export.elements.map { ($0.element, $0.revision) })
      case .erasure(let erasure): .erasure(erasure)
      case .withdrawal(let withdrawal): .withdrawal(withdrawal.record)
      case .derivation, .dismissal: .files
      case .take, .unknown: .holder
      }
  }
}

extension Record {
  /// When it was made; 0 where that can't be told.
  fileprivate var milliseconds: Int {
    switch self {
    case .revision(let record): record.at.milliseconds
    case .derivation(let record): record.at.milliseconds
    case .registration(let record): record.at.milliseconds
    case .dismissal(let record): record.at.milliseconds
    case .use(let record): record.at.milliseconds
    case .export(let record): record.at.milliseconds
    case .take(let record): record.at.milliseconds
    case .withdrawal(let record): record.at.milliseconds
    case .erasure(let record): record.at.milliseconds
    case .unknown(let value):
      value["at"]?.string.flatMap { Instant($0) }?.milliseconds ?? 0
    }
  }
}

extension Digest {
  /// Byte order, which is that of the files.
  static func inOrder(_ digests: Set<Digest>) -> [Digest] {
    digests.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }
}
