internal import Files
internal import Model
internal import UnicodeText

/// The location of a record in the log.
struct RecordLocation: Hashable, Sendable {
  /// The number of its segment in the index.
  let segment: Int
  /// The offset of the record in its segment, in bytes.
  let start: Int
  /// The length of the record in bytes, without the line end.
  let length: Int
}

extension Index {
  /// Indexes all records of a segment, which becomes the segment from which they are read.
  ///
  /// Lines that can't be read are noted as faults. If `bytes` is `nil`, the segment's contents
  /// don't match its name, and the whole segment is noted as a fault.
  func apply(_ bytes: [UInt8]?, of segment: RecordLog.Segment) throws {
    _ = try SegmentPiece.forEach(in: bytes, of: segment) { piece in
      try apply(piece)
      return true
    }
  }

  /// Indexes the records of a piece of a segment, either directly or through `filling` while the
  /// index is being filled.
  func apply(_ piece: SegmentPiece) throws {
    let number = try segments.add(piece.segment)
    guard let lines = piece.lines else {
      return try faults.add(
        piece.segment.digest, at: Fault.altered,
        "its contents do not match its name")
    }
    for line in lines {
      switch line.content {
      case .record(let record, let digest, let texts):
        let location = RecordLocation(segment: number, start: line.offset, length: line.length)
        if let filling, try filling.apply(record, digest, texts, of: piece.segment, at: location) {
          continue
        }
        try apply(record, digest, texts, at: location)
      case .unreadable(let problem): try faults.add(piece.segment.digest, at: line.offset, problem)
      }
    }
  }

  /// Indexes one record. Records may be indexed in any order and more than once.
  ///
  /// - Parameters:
  ///   - record: The record.
  ///   - digest: The SHA-256 of its bytes.
  ///   - texts: The searchable texts of a revision; computed here if `nil`.
  ///   - location: Where the log contains the record.
  func apply(
    _ record: Record, _ digest: Digest, _ texts: EntryTexts?, at location: RecordLocation
  ) throws {
    if filling != nil { return try applyDetails(of: record, digest, texts) }
    if try erasures.recordIfCovered(record, digest, at: location) { return }
    // No statement here may be one that SQLite can undo by itself (REPLACE, upsert): each of them
    // would make FTS5 write out the words that it has buffered.
    try sql.run(
      "INSERT OR IGNORE INTO record(digest, kind, segment, start, length) VALUES(?, ?, ?, ?, ?)",
      [digest, record.indexNumber, location.segment, location.start, location.length])
    guard sql.database.changedRowCount > 0 else { return try records.move(digest, to: location) }
    try applyDetails(of: record, digest, texts)
  }

  /// Inserts the rows that follow from a record: those of its kind, its free text, and the files
  /// that it names.
  private func applyDetails(
    of record: Record, _ digest: Digest, _ texts: EntryTexts?
  ) throws {
    switch record {
    case .revision(let revision): try revisions.add(revision, digest, texts ?? EntryTexts(revision))
    case .derivation(let derivation): try derivations.add(derivation, digest)
    case .registration(let registration): try registrations.add(registration, digest)
    case .dismissal(let dismissal): try apply(dismissal, digest)
    case .use(let use): try uses.add(use, digest)
    case .export(let export): try exports.add(export, digest)
    case .take(let take): try takes.add(take, digest)
    case .comment(let comment): try comments.add(comment, digest)
    case .draft(let draft): try drafts.add(draft, digest)
    case .job(let job): try jobs.add(job, digest)
    case .withdrawal(let withdrawal):
      try sql.run(
        "INSERT OR IGNORE INTO withdrawal(target, record) VALUES(?, ?)",
        [withdrawal.record, digest])
      try scores.updateWeakEntries(afterWithdrawalOf: withdrawal.record)
    case .erasure(let erasure): try erasures.add(erasure, digest)
    case .signature(let signature): try signatures.add(signature, digest)
    case .unknown: break
    }
    if case .revision = record { return }
    if let remark = record.remark {
      try sql.run(
        "INSERT OR IGNORE INTO remark(record, text) VALUES(?, ?)",
        [digest, FoldedText.folded(remark)])
    }
    for blob in Set(record.blobs) {
      try sql.run(
        "INSERT OR IGNORE INTO mention(blob, record) VALUES(?, ?)",
        [numbers.number(of: blob), digest])
    }
  }

  /// Indexes a dismissal and updates the elements that have weak pictures because of the file.
  private func apply(_ dismissal: Dismissal, _ digest: Digest) throws {
    let blob = try numbers.number(of: dismissal.blob)
    try sql.run(
      "INSERT OR IGNORE INTO dismissal(blob, rule, at, record, reason) VALUES(?, ?, ?, ?, ?)",
      [blob, dismissal.rule, dismissal.at, digest, dismissal.reason])
    try scores.updateWeakEntries(containingAny: [blob])
  }
}

extension Record {
  /// The free text in a record other than a revision, which may name a person; `nil` if there is
  /// none. An erasure searches these texts for the names of the element.
  var remark: String? {
    let text: String
    switch self {
    case .take(let take): text = take.note
    case .comment(let comment): text = comment.text
    case .draft(let draft): text = draft.text.isEmpty ? draft.name : "\(draft.name)\n\(draft.text)"
    case .job(let job): text = job.answer.map { "\(job.note)\n\($0)" } ?? job.note
    case .dismissal(let dismissal): text = dismissal.reason
    case .withdrawal(let withdrawal): text = withdrawal.reason
    case .export(let export): text = export.shot.path
    case .revision, .derivation, .registration, .use, .erasure, .signature, .unknown: return nil
    }
    return text.isEmpty ? nil : text
  }

  /// The number of the record's kind in the index. `Schema.version` does not depend on these
  /// numbers, so a number that is in use must not change.
  var indexNumber: Int {
    switch self {
    case .unknown: 0
    case .revision: 1
    case .derivation: 2
    case .registration: 3
    case .dismissal: 4
    case .use: 5
    case .export: 6
    case .take: 7
    case .withdrawal: 8
    case .erasure: 9
    case .job: 10
    case .signature: 11
    case .comment: 12
    case .draft: 13
    }
  }
}

extension ElementKind {
  /// The number of the kind in the index.
  var indexNumber: Int {
    switch self {
    case .character: 1
    case .product: 2
    case .place: 3
    case .voice: 4
    }
  }

  /// The kind with a number; `nil` if there is none.
  init?(indexNumber: Int) {
    guard let kind = Self.allCases.first(where: { $0.indexNumber == indexNumber }) else {
      return nil
    }
    self = kind
  }
}
