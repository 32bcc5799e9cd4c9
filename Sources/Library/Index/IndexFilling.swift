internal import Files
internal import Model

/// Fills an empty index from the log, in memory that hardly grows with the library.
///
/// Rows go in many at a time and, where a table is in the order of digests or names, sorted first. What
/// records say of one another is known before they are read: a look through the raw log finds what is a
/// parent, which needs no entry, and which elements were erased. Records that an erasure may cover are taken
/// last, in the way in which an index that is there takes them.
final class IndexFilling {
  /// A record that is taken once all others are there.
  private struct Late {
    let segment: RecordLog.Segment
    let offset: Int
    let length: Int
    let isErasure: Bool
  }

  /// A revision that some record seems to call its parent.
  private struct Doubtful {
    let digest: Digest
    let element: Int
  }

  private unowned let index: Index
  private let log: RecordLog
  private var blobs = DigestNumbers()
  private var elements = DigestNumbers()
  private var records = DigestNumbers()
  private var ancestors = DigestNumbers()
  private var erased: Set<ULID> = []
  private var late: [Late] = []
  private var doubtful: [Doubtful] = []
  private var hasDescents = false

  private var blobRows = RowBatch("blob(id,digest)", columns: 2)
  private var elementRows = RowBatch("element(id,ulid)", columns: 2)
  private var recordRows = RowBatch("temp.new_record", columns: 5)
  private var nameRows = RowBatch("temp.new_name", columns: 3)
  private var tagRows = RowBatch("tag(text,kind,retired,entry)", columns: 4)
  private var holdingRows = RowBatch("holding(blob,element)", columns: 2)
  private var revisionRows = RowBatch("revision(element,sequence,digest,at,part)", columns: 5)

  /// Texts of entries that wait for their part of the search.
  private var documents: [(entry: Int, document: EntryTexts.Document)] = []
  private var documentBytes = 0
  private var part = 1
  /// Texts are rarely long: so many of them make a part, whatever their number.
  private static let documentByteLimit = 32 << 20

  init(_ index: Index) {
    self.index = index
    log = index.log
  }

  // MARK: The whole

  /// Takes these segments, which are all there are.
  func fill(_ listed: [RecordLog.Segment]) throws {
    try index.database.run(
      """
      CREATE TEMP TABLE new_record(
        digest BLOB, kind INTEGER, segment INTEGER, start INTEGER, length INTEGER);
      CREATE TEMP TABLE new_name(text TEXT, entry INTEGER, alias INTEGER);
      """)
    var segments: [RecordLog.Segment] = []
    for segment in listed {
      if let length = log.excessiveLength(of: segment) {
        try index.noteTooLong(segment, length)
      } else {
        segments.append(segment)
      }
    }
    for segment in segments { try lookAhead(segment) }
    try takeAll(of: segments)
    try finishRows()
    let (late, doubtful) = (late, doubtful)
    index.filling = nil
    try index.database.run(Schema.indexes)
    try take(late)
    try addEntries(of: doubtful)
  }

  /// Takes segments, while another thread reads what comes next and makes it ready: a third of the work.
  private func takeAll(of segments: [RecordLog.Segment]) throws {
    let log = log
    let ahead = ReadAhead<SegmentPiece>(atMost: 4) { give in
      for segment in segments {
        let bytes = try log.bytes(of: segment)
        guard SegmentPiece.forEach(of: bytes, of: segment, give) else { return }
      }
    }
    defer { ahead.stop() }
    while let piece = try ahead.next() { try index.take(piece) }
  }

  private func finishRows() throws {
    try writeDocuments()
    try blobRows.flush(to: index)
    try elementRows.flush(to: index)
    try recordRows.flush(to: index)
    try nameRows.flush(to: index)
    try tagRows.flush(to: index)
    try holdingRows.flush(to: index)
    try revisionRows.flush(to: index)
    (blobs, elements, records) = (DigestNumbers(), DigestNumbers(), DigestNumbers())
    ancestors = DigestNumbers()
    try index.database.run(
      """
      INSERT INTO record(digest, kind, segment, start, length)
        SELECT digest, kind, segment, start, length FROM temp.new_record ORDER BY digest;
      DROP TABLE temp.new_record;
      INSERT OR IGNORE INTO name(text, entry, alias)
        SELECT text, entry, alias FROM temp.new_name ORDER BY text, entry, alias;
      DROP TABLE temp.new_name;
      """)
  }

  // MARK: Before all others

  /// Finds in the raw bytes of a segment which revisions are parents, and which elements were erased.
  ///
  /// A quotation mark within a text is escaped, so that what looks like a key is one; it may be that of an
  /// object that a newer version wrote, and then too much is found.
  private func lookAhead(_ segment: RecordLog.Segment) throws {
    let bytes = try FileSystem.read(log.path(of: segment), limit: RecordLog.byteLimit)
    for place in bytes.ends(of: Self.parentKey) { addAncestor(bytes, at: place) }
    for place in bytes.ends(of: Self.mergesKey) {
      var start = place
      while addAncestor(bytes, at: start) { start += 67 }
    }
    for place in bytes.ends(of: Self.erasureKey) {
      guard let line = RecordLog.line(in: bytes, around: place),
        case .erasure(let erasure)? = try? Record(line: line)
      else { continue }
      erased.insert(erasure.element)
    }
  }

  private static let parentKey = Array("\"parent\":\"".utf8)
  private static let mergesKey = Array("\"merges\":[\"".utf8)
  private static let erasureKey = Array("\"castbook\":\"erasure/1\"".utf8)

  /// Notes the digest at a place as that of a parent; false when there is none.
  @discardableResult
  private func addAncestor(_ bytes: [UInt8], at place: Int) -> Bool {
    guard place + 64 <= bytes.count,
      let name = Hex.bytes(of: String(decoding: bytes[place..<place + 64], as: UTF8.self))
    else { return false }
    _ = ancestors.add(name)
    return true
  }

  // MARK: Records

  /// Takes a record; false when it is to be taken in the usual way now.
  func take(
    _ record: Record, _ digest: Digest, _ texts: EntryTexts?, of segment: RecordLog.Segment,
    at place: RecordPlace
  ) throws -> Bool {
    if isLate(record) {
      var isErasure = false
      if case .erasure = record { isErasure = true }
      late.append(
        Late(
          segment: segment, offset: place.start, length: place.length, isErasure: isErasure))
      return true
    }
    guard records.add(digest.bytes).isNew else {
      try index.noteTwin(digest, in: place.segment)
      return true
    }
    try recordRows.add(
      [
        .digest(digest), .integer(record.number), .integer(place.segment), .integer(place.start),
        .integer(place.length),
      ], to: index)
    guard case .revision(let revision) = record else { return false }
    try take(revision, digest, texts ?? EntryTexts(revision))
    return true
  }

  /// Whether an erasure may cover it, or covers others.
  private func isLate(_ record: Record) -> Bool {
    if case .erasure = record { return true }
    guard !erased.isEmpty else { return false }
    return switch record {
    case .revision(let revision): erased.contains(revision.element)
    case .use(let use): erased.contains(use.element)
    case .registration(let registration): registration.element.map(erased.contains) ?? false
    case .export(let export): export.elements.contains { erased.contains($0.element) }
    case .derivation, .dismissal, .take, .withdrawal, .erasure, .unknown: false
    }
  }

  private func take(
    _ revision: ElementRevision, _ digest: Digest, _ texts: EntryTexts
  ) throws {
    let element = try number(of: revision.element)
    for blob in revision.blobs {
      try holdingRows.add([.integer(try number(of: blob)), .integer(element)], to: index)
    }
    for parent in revision.parents {
      hasDescents = true
      try index.run(
        "INSERT OR IGNORE INTO descent(parent, element, child) VALUES(?, ?, ?)",
        [.digest(parent), .integer(element), .digest(digest)])
    }
    let isAncestor = ancestors[digest] != nil
    if isAncestor { doubtful.append(Doubtful(digest: digest, element: element)) }
    try revisionRows.add(
      [
        .integer(element), .integer(revision.sequence), .digest(digest),
        .integer(revision.at.milliseconds), .integer(isAncestor ? 0 : part),
      ], to: index)
    guard !isAncestor else { return }
    let entry = try index.insertEntry(revision, digest, element, part)
    for (place, name) in texts.names.enumerated() {
      try nameRows.add([.text(name), .integer(entry), .flag(place > 0)], to: index)
    }
    let (kind, retired) = (revision.kind.number, revision.retired ? 1 : 0)
    for tag in Set(texts.tags) {
      try tagRows.add(
        [.text(tag), .integer(kind), .integer(retired), .integer(entry)], to: index)
      index.count(tag, kind, retired, by: 1)
    }
    index.count(kind, retired, by: 1)
    documents.append((entry, texts.document))
    documentBytes += texts.document.byteCount
    if documents.count == SearchParts.entryLimit || documentBytes > Self.documentByteLimit {
      try writeDocuments()
    }
  }

  /// Makes a part of the search of the texts that wait: in the order of their numbers, so that FTS5 sorts
  /// all of them at once.
  private func writeDocuments() throws {
    guard !documents.isEmpty else { return }
    documents.sort { $0.entry < $1.entry }
    try index.addPart(part, entries: documents.count, newest: documents.last?.entry ?? 0)
    try index.database.run(
      "INSERT INTO search_\(part)(search_\(part), rank) VALUES('hashsize', \(8 << 20))")
    for (entry, document) in documents {
      try index.addDocument(document, of: entry, to: part)
    }
    try index.database.run(
      """
      INSERT INTO search_\(part)(search_\(part)) VALUES('optimize');
      INSERT INTO search_\(part)(search_\(part), rank) VALUES('hashsize', \(1 << 20));
      """)
    documents.removeAll(keepingCapacity: true)
    documentBytes = 0
    part += 1
  }

  // MARK: Numbers for names

  func number(of element: ULID) throws -> Int {
    let (number, isNew) = elements.add(element.bytes)
    if isNew { try elementRows.add([.integer(number), .identity(element)], to: index) }
    return number
  }

  func number(of blob: Digest) throws -> Int {
    let (number, isNew) = blobs.add(blob.bytes)
    if isNew { try blobRows.add([.integer(number), .digest(blob)], to: index) }
    return number
  }

  func number(ifKnown blob: Digest) -> Int? { blobs[blob] }
  func number(ifKnown element: ULID) -> Int? { elements[element.bytes] }

  // MARK: After all others

  private func take(_ late: [Late]) throws {
    // An erasure that is known keeps what it covers out at once.
    for item in late.filter(\.isErasure) + late.filter({ !$0.isErasure }) {
      let line = try log.line(in: item.segment, at: item.offset, count: item.length)
      guard let digest = SHA256.digest(of: line), let record = try? Record(line: line) else {
        continue
      }
      let place = RecordPlace(
        segment: try index.addSegment(item.segment), start: item.offset, length: item.length)
      try index.take(record, digest, nil, at: place)
    }
  }

  /// What looked like a parent gets its entry where it is none: the key stood elsewhere, or in the record
  /// of another element.
  private func addEntries(of doubtful: [Doubtful]) throws {
    for item in doubtful where try !index.hasChild(item.digest, item.element) {
      guard case .revision(let revision) = try index.record(item.digest) else { continue }
      try index.addEntry(revision, EntryTexts(revision), item.digest, item.element)
    }
  }
}

extension Index {
  /// Fills an empty file from the log; returns how many records there are.
  func fill(now: Int, _ surprises: Surprises) throws -> Int {
    try begin()
    try database.run(Schema.tables)
    try set("search", SearchText.edition)
    try beginHashes(surprises)
    let days = try log.days()
    let filling = IndexFilling(self)
    self.filling = filling
    defer { self.filling = nil }
    let segments = try days.map { try log.segments(of: $0.day) }
    try filling.fill(segments.flatMap(\.self))
    for (day, segments) in zip(days, segments) {
      try set(day, seen: now, RecordLog.names(of: segments.map(\.digest)))
    }
    try noteTables()
    try database.run(
      "PRAGMA application_id=\(Schema.application); PRAGMA user_version=\(Schema.version);")
    try commit()
    return try first("SELECT count(*) FROM record") { $0.integer(0) } ?? 0
  }

  /// Tunes a connection to a file that nobody else sees before it is whole.
  static func tuneForFilling(_ database: borrowing Database) throws(IndexError) {
    // What is sorted goes to files, so that the memory does not grow with the library.
    try database.run(
      """
      PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16384;
      PRAGMA temp_store=FILE; PRAGMA mmap_size=0;
      PRAGMA secure_delete=ON; PRAGMA threads=1;
      """)
  }
}

extension RecordLog {
  /// The line in which a place of a segment lies.
  fileprivate static func line(in bytes: [UInt8], around place: Int) -> [UInt8]? {
    let newLine = UInt8(ascii: "\n")
    let start = bytes[..<place].lastIndex(of: newLine).map { $0 + 1 } ?? 0
    let end = bytes.firstIndex(ofByte: newLine, from: place) ?? bytes.count
    return end - start <= Record.byteLimit ? Array(bytes[start..<end]) : nil
  }
}
