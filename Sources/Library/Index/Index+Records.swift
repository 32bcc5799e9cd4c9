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
    if try erasures.noteIfCovered(record, digest, at: location) { return }
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
    case .derivation(let derivation): try apply(derivation, digest)
    case .registration(let registration): try apply(registration, digest)
    case .dismissal(let dismissal): try apply(dismissal, digest)
    case .use(let use): try apply(use, digest)
    case .export(let export): try apply(export, digest)
    case .take(let take): try apply(take, digest)
    case .job(let job): try apply(job, digest)
    case .withdrawal(let withdrawal):
      try sql.run(
        "INSERT OR IGNORE INTO withdrawal(target, record) VALUES(?, ?)",
        [withdrawal.record, digest])
      try scores.updateWeakEntries(afterWithdrawalOf: withdrawal.record)
    case .erasure(let erasure): try erasures.add(erasure, digest)
    case .signature(let signature): try apply(signature, digest)
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

  // MARK: Other kinds

  private func apply(_ derivation: Derivation, _ digest: Digest) throws {
    try sql.run(
      "INSERT OR IGNORE INTO derivation(source, result, at, record) VALUES(?, ?, ?, ?)",
      [
        numbers.number(of: derivation.from), numbers.number(of: derivation.blob), derivation.at,
        digest,
      ])
  }

  private func apply(_ registration: Registration, _ digest: Digest) throws {
    let element = try registration.element.map { try numbers.number(of: $0) }
    let blob = try registration.blob.map { try numbers.number(of: $0) }
    try sql.run(
      """
      INSERT OR IGNORE INTO registration(
        target, account, kind, element, blob, at, record, revision, remote, expires)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        registration.target, registration.account, registration.kind.rawValue, element, blob,
        registration.at, digest, registration.revision, registration.remoteId, registration.expires,
      ])
  }

  /// Indexes a dismissal and updates the elements that have weak pictures because of the file.
  private func apply(_ dismissal: Dismissal, _ digest: Digest) throws {
    let blob = try numbers.number(of: dismissal.blob)
    try sql.run(
      "INSERT OR IGNORE INTO dismissal(blob, rule, at, record, reason) VALUES(?, ?, ?, ?, ?)",
      [blob, dismissal.rule, dismissal.at, digest, dismissal.reason])
    try scores.updateWeakEntries(containingAny: [blob])
  }

  private func apply(_ use: ProjectUse, _ digest: Digest) throws {
    try sql.run(
      """
      INSERT OR IGNORE INTO use(element, project, at, record, revision, path)
      VALUES(?, ?, ?, ?, ?, ?)
      """,
      [numbers.number(of: use.element), use.project, use.at, digest, use.revision, use.path])
  }

  /// Indexes an export and the revisions that it contains.
  private func apply(_ export: ExportRecord, _ digest: Digest) throws {
    try sql.run(
      "INSERT OR IGNORE INTO export(bundle, at, record, target, project) VALUES(?, ?, ?, ?, ?)",
      [export.bundle, export.at, digest, export.target, export.project])
    for element in export.elements {
      try sql.run(
        "INSERT OR IGNORE INTO exported(element, at, record, revision) VALUES(?, ?, ?, ?)",
        [numbers.number(of: element.element), export.at, digest, element.revision])
    }
  }

  private func apply(_ take: Take, _ digest: Digest) throws {
    try sql.run(
      "INSERT OR IGNORE INTO take(bundle, at, record, blob, result) VALUES(?, ?, ?, ?, ?)",
      [
        take.export, take.at, digest, take.blob.map { try numbers.number(of: $0) },
        take.result.rawValue,
      ])
  }

  /// Indexes a signature and the earlier ones that it names.
  private func apply(_ signature: RecordSignature, _ digest: Digest) throws {
    try sql.run(
      "INSERT OR IGNORE INTO signature(record, key, at) VALUES(?, ?, ?)",
      [digest, signature.key.bytes, signature.at])
    for key in signature.ended {
      try sql.run(
        "INSERT OR IGNORE INTO ended(key, by, record) VALUES(?, ?, ?)",
        [key.bytes, signature.key.bytes, digest])
    }
    for previous in signature.previous {
      try sql.run("INSERT OR IGNORE INTO cited(record, by) VALUES(?, ?)", [previous, digest])
    }
  }

  private func apply(_ job: Job, _ digest: Digest) throws {
    try sql.run(
      """
      INSERT OR IGNORE INTO job(job, record, at, state, bundle, request, element)
      VALUES(?, ?, ?, ?, ?, ?, ?)
      """,
      [
        job.job, digest, job.at, job.state.rawValue, job.export, job.request,
        job.element.map { try numbers.number(of: $0) },
      ])
  }
}

extension Record {
  /// The free text in a record other than a revision, which may name a person; `nil` if there is
  /// none. An erasure searches these texts for the names of the element.
  var remark: String? {
    let text: String
    switch self {
    case .take(let take): text = take.note
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
