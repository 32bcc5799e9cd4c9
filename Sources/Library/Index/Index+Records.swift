internal import Files
internal import Model

/// Where a record stands.
struct RecordPlace: Hashable, Sendable {
  /// The number of its segment in the index.
  let segment: Int
  let start: Int
  let length: Int
}

extension Index {
  /// The number of a segment, new or known.
  func addSegment(_ segment: RecordLog.Segment) throws -> Int {
    let known = try first("SELECT id, day FROM segment WHERE digest=?", [.digest(segment.digest)]) {
      ($0.integer(0), Day($0.text(1)))
    }
    if let (number, knownDay) = known {
      if let day = knownDay,
        FileSystem.status(log.path(of: RecordLog.Segment(day: day, digest: segment.digest))) == nil
      {
        try run(
          "UPDATE segment SET day=? WHERE digest=?",
          [.text(segment.day.description), .digest(segment.digest)])
      }
      return number
    }
    try run(
      "INSERT INTO segment(day, digest, bytes) VALUES(?, ?, ?)",
      [
        .text(segment.day.description), .digest(segment.digest),
        .integer(FileSystem.status(log.path(of: segment))?.byteCount ?? 0),
      ])
    return database.lastRow
  }

  /// Takes in all records of a segment, which is where they stand from now on; those that can't be read
  /// are noted as faults. Without bytes, all of it is.
  func take(_ bytes: [UInt8]?, of segment: RecordLog.Segment) throws {
    _ = try SegmentPiece.forEach(of: bytes, of: segment) { piece in
      try take(piece)
      return true
    }
  }

  func take(_ piece: SegmentPiece) throws {
    let number = try addSegment(piece.segment)
    guard let lines = piece.lines else {
      return try addFault(
        piece.segment.digest, place: Fault.altered,
        "its contents do not match its name")
    }
    for line in lines {
      switch line.content {
      case .record(let record, let digest, let texts):
        let place = RecordPlace(segment: number, start: line.offset, length: line.length)
        if let filling, try filling.take(record, digest, texts, of: piece.segment, at: place) {
          continue
        }
        try take(record, digest, texts, at: place)
      case .unreadable(let problem):
        try addFault(piece.segment.digest, place: line.offset, problem)
      }
    }
  }

  func addFault(_ segment: Digest, place: Int, _ problem: String) throws {
    try run(
      "INSERT OR REPLACE INTO fault(segment, place, problem) VALUES(?, ?, ?)",
      [.digest(segment), .integer(place), .text(problem)])
  }

  /// Takes in one record. The order in which records come does not matter, nor does taking one twice.
  func take(
    _ record: Record, _ digest: Digest, _ texts: EntryTexts?, at place: RecordPlace
  ) throws {
    if filling != nil { return try takeDetails(of: record, digest, texts) }
    if try isCovered(record, digest, at: place) { return }
    // No statement here may be one that SQLite can undo by itself (REPLACE, upsert): it would have the
    // search write out what it holds back, each time.
    try run(
      "INSERT OR IGNORE INTO record(digest, kind, segment, start, length) VALUES(?, ?, ?, ?, ?)",
      [
        .digest(digest), .integer(record.number), .integer(place.segment), .integer(place.start),
        .integer(place.length),
      ])
    guard database.changes > 0 else { return try move(digest, to: place) }
    try takeDetails(of: record, digest, texts)
  }

  /// Notes that a record stands in a further place, which counts from now on.
  private func move(_ digest: Digest, to place: RecordPlace) throws {
    let old = try first("SELECT segment FROM record WHERE digest=?", [.digest(digest)]) {
      $0.integer(0)
    }
    if let old, old != place.segment {
      if !departing.contains(old) { try noteTwin(digest, in: old) }
      try run(
        "DELETE FROM twin WHERE record=? AND segment=?", [.digest(digest), .integer(place.segment)])
    }
    try run(
      "UPDATE record SET segment=?, start=?, length=? WHERE digest=?",
      [.integer(place.segment), .integer(place.start), .integer(place.length), .digest(digest)])
  }

  /// Notes that a record stands in a segment besides the one that counts.
  func noteTwin(_ digest: Digest, in segment: Int) throws {
    try run(
      "INSERT OR IGNORE INTO twin(record, segment) VALUES(?, ?)",
      [.digest(digest), .integer(segment)])
  }

  private func takeDetails(
    of record: Record, _ digest: Digest, _ texts: EntryTexts?
  ) throws {
    switch record {
    case .revision(let revision):
      try take(revision, digest, texts ?? EntryTexts(revision))
    case .derivation(let derivation): try take(derivation, digest)
    case .registration(let registration): try take(registration, digest)
    case .dismissal(let dismissal): try take(dismissal, digest)
    case .use(let use): try take(use, digest)
    case .export(let export): try take(export, digest)
    case .take(let take): try self.take(take, digest)
    case .withdrawal(let withdrawal):
      try run(
        "INSERT OR IGNORE INTO withdrawal(target, record) VALUES(?, ?)",
        [.digest(withdrawal.record), .digest(digest)])
      try holdWeak(afterWithdrawalOf: withdrawal.record)
    case .erasure(let erasure): try take(erasure, digest)
    case .unknown: break
    }
    if case .revision = record { return }
    if let remark = record.remark {
      try run(
        "INSERT OR IGNORE INTO remark(record, text) VALUES(?, ?)",
        [.digest(digest), .text(FoldedText.folded(remark))])
    }
    for blob in Set(record.blobs) {
      try run(
        "INSERT OR IGNORE INTO mention(blob, record) VALUES(?, ?)",
        [.integer(try number(of: blob)), .digest(digest)])
    }
  }

  // MARK: Numbers for names

  /// The number of an element, which need not be known by more than its name.
  func number(of element: ULID) throws -> Int {
    if let filling { return try filling.number(of: element) }
    try run("INSERT OR IGNORE INTO element(ulid) VALUES(?)", [.identity(element)])
    return try database.changes > 0 ? database.lastRow : number(ifKnown: element) ?? 0
  }

  func number(ifKnown element: ULID) throws -> Int? {
    if let filling { return filling.number(ifKnown: element) }
    return try first("SELECT id FROM element WHERE ulid=?", [.identity(element)]) { $0.integer(0) }
  }

  /// The number of a blob, which need not have been looked at yet.
  func number(of blob: Digest) throws -> Int {
    if let filling { return try filling.number(of: blob) }
    // Nearly all are new when many come.
    try run("INSERT OR IGNORE INTO blob(digest) VALUES(?)", [.digest(blob)])
    guard database.changes > 0 else { return try number(ifKnown: blob) ?? 0 }
    return database.lastRow
  }

  func number(ifKnown blob: Digest) throws -> Int? {
    if let filling { return filling.number(ifKnown: blob) }
    return try first("SELECT id FROM blob WHERE digest=?", [.digest(blob)]) { $0.integer(0) }
  }

  // MARK: Other kinds

  private func take(_ derivation: Derivation, _ digest: Digest) throws {
    try run(
      "INSERT OR IGNORE INTO derivation(source, result, at, record) VALUES(?, ?, ?, ?)",
      [
        .integer(try number(of: derivation.from)), .integer(try number(of: derivation.blob)),
        .integer(derivation.at.milliseconds), .digest(digest),
      ])
  }

  private func take(_ registration: Registration, _ digest: Digest) throws {
    let element = try registration.element.map { try number(of: $0) }
    let blob = try registration.blob.map { try number(of: $0) }
    try run(
      """
      INSERT OR IGNORE INTO registration(
        target, account, kind, element, blob, at, record, revision, remote, expires)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(registration.target), .text(registration.account),
        .text(registration.kind.rawValue), .integer(element), .integer(blob),
        .integer(registration.at.milliseconds), .digest(digest), .digest(registration.revision),
        .text(registration.remoteId), .integer(registration.expires?.milliseconds),
      ])
  }

  private func take(_ dismissal: Dismissal, _ digest: Digest) throws {
    let blob = try number(of: dismissal.blob)
    try run(
      "INSERT OR IGNORE INTO dismissal(blob, rule, at, record, reason) VALUES(?, ?, ?, ?, ?)",
      [
        .integer(blob), .text(dismissal.rule), .integer(dismissal.at.milliseconds),
        .digest(digest), .text(dismissal.reason),
      ])
    try holdWeak(havingAny: [blob])
  }

  private func take(_ use: ProjectUse, _ digest: Digest) throws {
    try run(
      """
      INSERT OR IGNORE INTO use(element, project, at, record, revision, path)
      VALUES(?, ?, ?, ?, ?, ?)
      """,
      [
        .integer(try number(of: use.element)), .identity(use.project),
        .integer(use.at.milliseconds), .digest(digest), .digest(use.revision), .text(use.path),
      ])
  }

  private func take(_ export: ExportRecord, _ digest: Digest) throws {
    try run(
      "INSERT OR IGNORE INTO export(bundle, at, record, target, project) VALUES(?, ?, ?, ?, ?)",
      [
        .digest(export.bundle), .integer(export.at.milliseconds), .digest(digest),
        .text(export.target), .identity(export.project),
      ])
    for element in export.elements {
      try run(
        "INSERT OR IGNORE INTO exported(element, at, record, revision) VALUES(?, ?, ?, ?)",
        [
          .integer(try number(of: element.element)), .integer(export.at.milliseconds),
          .digest(digest), .digest(element.revision),
        ])
    }
  }

  private func take(_ take: Take, _ digest: Digest) throws {
    try run(
      "INSERT OR IGNORE INTO take(bundle, at, record, blob, result) VALUES(?, ?, ?, ?, ?)",
      [
        .digest(take.export), .integer(take.at.milliseconds), .digest(digest),
        .integer(try take.blob.map { try number(of: $0) }), .text(take.result.rawValue),
      ])
  }
}

extension Record {
  /// What somebody wrote freely in it, besides what a revision says of its own element.
  var remark: String? {
    let text: String
    switch self {
    case .take(let take): text = take.note
    case .dismissal(let dismissal): text = dismissal.reason
    case .withdrawal(let withdrawal): text = withdrawal.reason
    case .export(let export): text = export.shot.path
    case .revision, .derivation, .registration, .use, .erasure, .unknown: return nil
    }
    return text.isEmpty ? nil : text
  }

  /// How the index writes its kind.
  var number: Int {
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
    }
  }
}

extension ElementKind {
  /// How the index writes it.
  var number: Int {
    switch self {
    case .character: 1
    case .product: 2
    case .place: 3
    case .voice: 4
    }
  }

  init?(number: Int) {
    guard let kind = Self.allCases.first(where: { $0.number == number }) else { return nil }
    self = kind
  }
}
