internal import Media
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
  }

  /// Whom a record is about.
  enum Subject {
    case revision(ULID, sequence: Int)
    case element(ULID)
    case export([(element: ULID, revision: Digest)])
    case erasure(Erasure)
    /// A file, or nobody that can be told.
    case other
  }

  private(set) var segments: [SegmentFacts] = []
  private(set) var faults: [BackupFault] = []
  private(set) var entries: [Digest: Entry] = [:]
  /// What segments that are damaged may name.
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
        entries[digest] = Entry(subject: .other, blobs: Self.digests(in: line.bytes))
        continue
      }
      newest = max(newest, record.milliseconds)
      entries[digest] = Entry(subject: Subject(record), blobs: record.blobs)
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
      if case .revision(let element, _) = entry.subject, !coverage.covers(digest, entry) {
        elements.insert(element)
      }
    }
    return elements.count
  }

  /// Every file that a record names which no erasure covers, in byte order.
  func blobs(_ coverage: Coverage) -> [Digest] {
    var blobs: Set<Digest> = []
    for (digest, entry) in entries where !coverage.covers(digest, entry) {
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
            revision.references.first { $0.blob == blob }?.file ?? "a document of rights"
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
      case .registration(let registration): registration.element.map { .element($0) } ?? .other
      case .export(let export): .export(export.elements.map { ($0.element, $0.revision) })
      case .erasure(let erasure): .erasure(erasure)
      case .derivation, .dismissal, .take, .withdrawal, .unknown: .other
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

/// What erasures say that there shall not be any more.
struct Coverage {
  private var erased: Set<ULID> = []
  /// The number of the first revision that stays.
  private var firstKept: [ULID: Int] = [:]
  /// Revisions that are covered, by name, and files that only they have.
  private var revisions: Set<Digest> = []
  private var blobs: Set<Digest> = []

  /// By the erasures of some; those of a backup hold in a library, and the other way round. Files that
  /// `keeper` has a record of are nobody's alone.
  init(_ all: [Census], keeper: Census = Census()) {
    for census in all {
      for entry in census.entries.values {
        guard case .erasure(let erasure) = entry.subject else { continue }
        guard let before = erasure.before else {
          erased.insert(erasure.element)
          continue
        }
        for census in all {
          guard case .revision(erasure.element, let sequence)? = census.entries[before]?.subject
          else { continue }
          firstKept[erasure.element] = max(firstKept[erasure.element] ?? 0, sequence)
        }
      }
    }
    guard !isEmpty else { return }
    for census in all {
      for (digest, entry) in census.entries {
        guard case .revision = entry.subject, covers(digest, entry) else { continue }
        revisions.insert(digest)
        blobs.formUnion(entry.blobs)
      }
    }
    spare(all, keeper)
    spread(all, keeper)
  }

  /// Files that somebody else has, or of whom a record stays, are no covered ones.
  private mutating func spare(_ all: [Census], _ keeper: Census) {
    for census in all {
      for (digest, entry) in census.entries {
        guard case .revision = entry.subject, !revisions.contains(digest) else { continue }
        blobs.subtract(entry.blobs)
      }
    }
    for entry in keeper.entries.values {
      guard case .other = entry.subject else { continue }
      blobs.subtract(entry.blobs)
    }
  }

  /// What was made from a covered file is one as well.
  private mutating func spread(_ all: [Census], _ keeper: Census) {
    let others = all.flatMap { census in
      census.entries.filter { digest, entry in
        guard case .other = entry.subject else { return false }
        return entry.blobs.count > 1 && keeper.entries[digest] == nil
      }.values
    }
    var before = -1
    while before != blobs.count {
      before = blobs.count
      for entry in others where entry.blobs.contains(where: blobs.contains) {
        blobs.formUnion(entry.blobs)
      }
    }
  }

  var isEmpty: Bool { erased.isEmpty && firstKept.isEmpty }

  /// Whether there shall be no such record.
  func covers(_ digest: Digest, _ entry: Census.Entry) -> Bool {
    if isEmpty { return false }
    switch entry.subject {
    case .revision(let element, let sequence):
      return erased.contains(element) || sequence < firstKept[element] ?? 0
    case .element(let element): return erased.contains(element)
    case .export(let parts):
      return parts.contains { erased.contains($0.element) || revisions.contains($0.revision) }
    case .erasure: return false
    case .other: return entry.blobs.contains { blobs.contains($0) }
    }
  }
}
