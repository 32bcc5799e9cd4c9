internal import Files
package import Model

/// The records of a library that the team's store lacks, in batches of the size of a segment of the
/// store.
///
/// ```swift
/// let records = try UnsharedRecords(in: store, besides: state)
/// while let batch = try records.next() { try push(batch) }
/// ```
package final class UnsharedRecords {
  /// A record that is to be written to the store.
  package struct Entry: Sendable {
    package let digest: Digest
    package let line: [UInt8]
    /// The files that it names.
    package let blobs: [Digest]
    /// The element of a revision, a pin, a registration or a job; `nil` for other records.
    package let element: ULID?
    /// Whether it is the first revision of its element.
    package let isFirstRevision: Bool
    /// Whether the machine that made it signs it. A record that an erasure only shortens isn't
    /// signed, because its digest would give away what was removed.
    package let isSigned: Bool
    /// Whether it is a signature itself.
    package let isSignature: Bool
  }

  /// The records of one segment of the store.
  package struct Batch: Sendable {
    package internal(set) var entries: [Entry] = []
    /// The local segments that have no unshared records left once this batch is written.
    package internal(set) var finishedSegments: [Digest] = []

    /// Creates a batch without records.
    package init() {}
  }

  /// The maximum length of a batch in bytes, unless a single record is longer.
  package static let maximumByteCount = 4 << 20
  /// The length of a batch's signature in bytes: for each record, and the maximum of all else.
  private static let signedByteCount = 67
  private static let maximumSignatureOverhead = 160 << 10
  /// The maximum number of files that the records of a batch name.
  package static let maximumBlobCount = 1000

  private let store: LibraryStore
  private let state: RemoteState
  /// The local segments that remain, the last one first.
  private var segments: [RecordLog.Segment]
  /// The unshared records of the segment that is being read, the last one first.
  private var entries: [Entry] = []
  private var current: Digest?
  /// Whether records of the segment that is being read were held back.
  private var isHeld = false
  /// The records read so far, since several segments may contain the same one.
  private var taken: Set<Digest> = []

  /// Begins with the oldest segment whose records may not all be in the store.
  package init(in store: LibraryStore, besides state: RemoteState) throws {
    (self.store, self.state) = (store, state)
    let all = try store.contents { contents in
      try contents.index.sql.all("SELECT digest, day FROM segment ORDER BY day, id") { row in
        (try row.digest(0), Day(row.text(1)))
      }
    }
    segments = try state.transaction {
      try all.reversed().compactMap { digest, day in
        guard let day, try !state.isClean(digest) else { return nil }
        return RecordLog.Segment(day: day, digest: digest)
      }
    }
  }

  /// Returns the next batch; `nil` if there are no more records.
  package func next() throws -> Batch? {
    var batch = Batch()
    var byteCount = 0
    var blobCount = 0
    while true {
      while let entry = entries.last {
        let isFull =
          byteCount + entry.line.count + 1 > Self.maximumByteCount - Self.maximumSignatureOverhead
          || blobCount + entry.blobs.count > Self.maximumBlobCount
        if isFull, !batch.entries.isEmpty { return batch }
        batch.entries.append(entry)
        entries.removeLast()
        byteCount += entry.line.count + 1 + (entry.isSigned ? Self.signedByteCount : 0)
        blobCount += entry.blobs.count
      }
      if let current, !isHeld { batch.finishedSegments.append(current) }
      (current, isHeld) = (nil, false)
      guard let segment = segments.popLast() else { break }
      try read(segment)
    }
    return batch.entries.isEmpty && batch.finishedSegments.isEmpty ? nil : batch
  }

  /// Notes that records of the last batch were not written, so a later push reads their segment
  /// again.
  package func holdBack() { isHeld = current != nil }

  /// Reads the records of a segment that the store lacks; each record comes before those that build
  /// on it.
  private func read(_ segment: RecordLog.Segment) throws {
    // Another command may have merged it into a larger one, which the next push reads.
    guard FileSystem.status(store.log.path(of: segment)) != nil,
      let lines = try store.log.lines(of: segment)
    else { return }
    var isComplete = true
    var found: [(sequence: Int, entry: Entry)] = []
    try store.contents { contents in
      try state.transaction {
        for line in lines {
          // Nearly all are known after a pull, so only the others are parsed.
          let digest = SHA256.digest(of: line.bytes)
          guard try !state.isKnown(digest) else { continue }
          guard let record = try? Record(line: line.bytes) else {
            isComplete = false
            continue
          }
          guard taken.insert(digest).inserted else { continue }
          // What an erasure covers must not leave this machine, even if it is still in the log.
          if try contents.index.sql.exists("SELECT 1 FROM covered WHERE record=?", [digest]) {
            isComplete = false
            continue
          }
          let sequence =
            if case .revision(let revision) = record { revision.sequence } else { Int.max }
          found.append((sequence, Entry(record, digest, line.bytes)))
        }
      }
    }
    // Sorting is stable, so records with the same sequence number keep their order.
    entries = found.sorted { $0.sequence < $1.sequence }.map(\.entry).reversed()
    current = isComplete ? segment.digest : nil
  }
}

extension UnsharedRecords.Entry {
  fileprivate init(_ record: Record, _ digest: Digest, _ line: [UInt8]) {
    var isFirst = false
    isSignature = if case .signature = record { true } else { false }
    isSigned =
      switch record {
      case .revision, .use, .registration, .erasure: true
      case .derivation, .dismissal, .export, .take, .comment, .draft, .job, .withdrawal, .signature,
        .unknown:
        false
      }
    switch record {
    case .revision(let revision):
      element = revision.element
      isFirst = revision.parent == nil
    case .use(let use): element = use.element
    case .registration(let registration): element = registration.element
    case .job(let job): element = job.element
    case .derivation, .dismissal, .export, .take, .comment, .draft, .withdrawal, .erasure,
      .signature, .unknown:
      element = nil
    }
    (self.digest, self.line, blobs) = (digest, line, record.blobs)
    isFirstRevision = isFirst
  }
}
