internal import Files
internal import Model

/// Fills an empty index from the log, in memory that hardly grows with the size of the library.
///
/// Rows are inserted in batches and, where a table is ordered by digests or names, sorted first. A
/// first pass over the raw log finds which revisions are parents, so need no entry, and which
/// elements were erased. Records that an erasure may cover are indexed last, in the same way as in
/// an existing index.
final class IndexFilling {
  /// The line of a record that is indexed after all others, because an erasure may cover it.
  private typealias DeferredRecord = (segment: RecordLog.Segment, offset: Int, length: Int)

  private unowned let index: Index
  private let log: RecordLog
  private var blobs = DigestNumbers()
  private var elements = DigestNumbers()
  private var records = DigestNumbers()
  /// The digests that look like those of parents in the raw log.
  private var ancestors = DigestNumbers()
  /// The elements that an erasure in the log names.
  private var erased: Set<ULID> = []
  /// Records to index after all others.
  private var deferred: [DeferredRecord] = []
  private var deferredErasures: [DeferredRecord] = []
  /// Revisions without an entry that may turn out to need one.
  private var entryCandidates: [(digest: Digest, element: Int)] = []

  private var blobRows = RowBatch("blob(id,digest)", columns: 2)
  private var elementRows = RowBatch("element(id,ulid)", columns: 2)
  private var recordRows = RowBatch("temp.new_record", columns: 5)
  private var nameRows = RowBatch("temp.new_name", columns: 3)
  private var tagRows = RowBatch("tag(text,kind,retired,entry)", columns: 4)
  private var holdingRows = RowBatch("holding(blob,element)", columns: 2)
  private var revisionRows = RowBatch("revision(element,sequence,digest,at,part)", columns: 5)

  /// The words of entries that have not been written to a part of the search yet.
  private var documents: [(entry: Int, document: EntryTexts.Document)] = []
  /// The total size of `documents` in bytes.
  private var documentByteCount = 0
  /// The number of the part of the search that `documents` will form.
  private var part = 1
  /// A part also ends at this size. It limits memory, but is rarely reached, because texts are
  /// rarely long.
  private static let documentByteLimit = 32 << 20

  init(_ index: Index) {
    self.index = index
    log = index.log
  }

  // MARK: Filling

  /// Indexes all segments of the log.
  func fill(_ allSegments: [RecordLog.Segment]) throws {
    try index.sql.database.run(
      """
      CREATE TEMP TABLE new_record(
        digest BLOB, kind INTEGER, segment INTEGER, start INTEGER, length INTEGER);
      CREATE TEMP TABLE new_name(text TEXT, entry INTEGER, alias INTEGER);
      """)
    var segments: [RecordLog.Segment] = []
    for segment in allSegments {
      if let length = log.excessiveLength(of: segment) {
        try index.faults.recordTooLong(segment, length)
      } else {
        segments.append(segment)
      }
    }
    for segment in segments { try findParentsAndErasures(in: segment) }
    try applyAll(of: segments)
    try finishRows()
    // Erasures first: a record that a known erasure covers is never added.
    let (deferred, entryCandidates) = (deferredErasures + deferred, entryCandidates)
    index.filling = nil
    // A library without any files, as after the first pull of a team's library, has none to
    // examine.
    if (try? BlobFolder(log.folder.folder).subfolders().isEmpty) == true {
      try index.sql.run("UPDATE blob SET examined=-1")
    }
    try index.sql.database.run(Schema.indexes)
    try apply(deferred)
    try addMissingEntries(of: entryCandidates)
  }

  /// Indexes segments while a second thread reads and parses the next ones, which is a third of the
  /// work.
  private func applyAll(of segments: [RecordLog.Segment]) throws {
    let log = log
    let ahead = ReadAhead<SegmentPiece>(atMost: 4) { give in
      for segment in segments {
        let bytes = try log.bytes(of: segment)
        guard SegmentPiece.forEach(in: bytes, of: segment, give) else { return }
      }
    }
    defer { ahead.stop() }
    while let piece = try ahead.next() { try index.apply(piece) }
  }

  /// Writes all rows that wait in batches and copies sorted rows from the temporary tables.
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
    try index.sql.database.run(
      """
      INSERT INTO record(digest, kind, segment, start, length)
        SELECT digest, kind, segment, start, length FROM temp.new_record ORDER BY digest;
      DROP TABLE temp.new_record;
      INSERT OR IGNORE INTO name(text, entry, alias)
        SELECT text, entry, alias FROM temp.new_name ORDER BY text, entry, alias;
      DROP TABLE temp.new_name;
      """)
  }

  // MARK: First pass

  /// Finds in the raw bytes of a segment which revisions are parents and which elements were
  /// erased.
  ///
  /// Quotation marks within a text are escaped, so what looks like a key is one. It may belong to
  /// an object that a newer version wrote; then the pass finds too much, which
  /// `addMissingEntries(of:)` corrects.
  private func findParentsAndErasures(in segment: RecordLog.Segment) throws {
    let bytes = try FileSystem.read(log.path(of: segment), limit: RecordLog.byteLimit)
    for offset in bytes.endIndices(ofOccurrencesOf: Self.parentKey) {
      addAncestor(bytes, at: offset)
    }
    for offset in bytes.endIndices(ofOccurrencesOf: Self.mergesKey) {
      var start = offset
      // 64 digits and `","` until the next digest.
      while addAncestor(bytes, at: start) { start += 67 }
    }
    for offset in bytes.endIndices(ofOccurrencesOf: Self.erasureKey) {
      guard let line = RecordLog.line(in: bytes, around: offset),
        case .erasure(let erasure)? = try? Record(line: line)
      else { continue }
      erased.insert(erasure.element)
    }
  }

  private static let parentKey = Array("\"parent\":\"".utf8)
  private static let mergesKey = Array("\"merges\":[\"".utf8)
  private static let erasureKey = Array("\"castbook\":\"erasure/1\"".utf8)

  /// Notes the digest at an offset as that of a parent. Returns `false` if there is no digest.
  @discardableResult
  private func addAncestor(_ bytes: [UInt8], at offset: Int) -> Bool {
    guard offset + 64 <= bytes.count,
      let name = Hex.bytes(of: String(decoding: bytes[offset..<offset + 64], as: UTF8.self))
    else { return false }
    _ = ancestors.add(name)
    return true
  }

  // MARK: Records

  /// Indexes a record, or notes it for later. Returns `false` if `Index` must still insert the rows
  /// that are specific to the record's kind.
  func apply(
    _ record: Record, _ digest: Digest, _ texts: EntryTexts?, of segment: RecordLog.Segment,
    at location: RecordLocation
  ) throws -> Bool {
    if isDeferred(record) {
      let line = (segment, location.start, location.length)
      if case .erasure = record { deferredErasures.append(line) } else { deferred.append(line) }
      return true
    }
    guard records.add(digest.bytes).isNew else {
      try index.records.recordCopy(digest, in: location.segment)
      return true
    }
    try recordRows.add(
      [digest, record.indexNumber, location.segment, location.start, location.length], to: index)
    guard case .revision(let revision) = record else { return false }
    try apply(revision, digest, texts ?? EntryTexts(revision))
    return true
  }

  /// Whether a record is an erasure or may be covered by one.
  private func isDeferred(_ record: Record) -> Bool {
    if case .erasure = record { return true }
    guard !erased.isEmpty else { return false }
    return RecordSubject(record).elements.contains(where: erased.contains)
  }

  /// Adds the rows of a revision. Its entry is added too, unless some record seems to name the
  /// revision as its parent.
  private func apply(
    _ revision: ElementRevision, _ digest: Digest, _ texts: EntryTexts
  ) throws {
    let element = try number(of: revision.element)
    for blob in revision.blobs { try holdingRows.add([number(of: blob), element], to: index) }
    for parent in revision.parents {
      try index.sql.run(
        "INSERT OR IGNORE INTO descent(parent, element, child) VALUES(?, ?, ?)",
        [parent, element, digest])
    }
    let isAncestor = ancestors[digest] != nil
    if isAncestor { entryCandidates.append((digest, element)) }
    try revisionRows.add(
      [element, revision.sequence, digest, revision.at, isAncestor ? 0 : part], to: index)
    guard !isAncestor else { return }
    let entry = try index.revisions.insertEntry(revision, digest, element, part)
    for (position, name) in texts.names.enumerated() {
      try nameRows.add([name, entry, position > 0], to: index)
    }
    let (kind, retired) = (revision.kind.indexNumber, revision.retired ? 1 : 0)
    for tag in Set(texts.tags) {
      try tagRows.add([tag, kind, retired, entry], to: index)
      index.tallies.adjust(tag, kind, retired, by: 1)
    }
    index.tallies.adjust(kind, retired, by: 1)
    documents.append((entry, texts.document))
    documentByteCount += texts.document.byteCount
    if documents.count == SearchTable.entryLimit || documentByteCount > Self.documentByteLimit {
      try writeDocuments()
    }
  }

  /// Writes the waiting words as a part of the search, in the order of their entries.
  ///
  /// FTS5's buffer (`hashsize`) is enlarged meanwhile to sort most words at once.
  private func writeDocuments() throws {
    guard !documents.isEmpty else { return }
    documents.sort { $0.entry < $1.entry }
    try index.search.addPart(part, entries: documents.count, newest: documents.last?.entry ?? 0)
    try index.sql.database.run(
      "INSERT INTO search_\(part)(search_\(part), rank) VALUES('hashsize', \(8 << 20))")
    for (entry, document) in documents {
      try index.search.addDocument(document, of: entry, to: part)
    }
    try index.sql.database.run(
      """
      INSERT INTO search_\(part)(search_\(part)) VALUES('optimize');
      INSERT INTO search_\(part)(search_\(part), rank) VALUES('hashsize', \(1 << 20));
      """)
    documents.removeAll(keepingCapacity: true)
    documentByteCount = 0
    part += 1
  }

  // MARK: Numbers for names

  /// The number of an element, which is added if it is new.
  func number(of element: ULID) throws -> Int {
    let (number, isNew) = elements.add(element.bytes)
    if isNew { try elementRows.add([number, element], to: index) }
    return number
  }

  /// The number of a file, which is added if it is new.
  func number(of blob: Digest) throws -> Int {
    let (number, isNew) = blobs.add(blob.bytes)
    if isNew { try blobRows.add([number, blob], to: index) }
    return number
  }

  /// The number of a file; `nil` if no record named it yet.
  func number(ifKnown blob: Digest) -> Int? { blobs[blob] }
  /// The number of an element; `nil` if no record named it yet.
  func number(ifKnown element: ULID) -> Int? { elements[element.bytes] }

  // MARK: Last pass

  /// Indexes the records that were noted for later.
  private func apply(_ deferred: [DeferredRecord]) throws {
    for item in deferred {
      let line = try log.line(in: item.segment, at: item.offset, count: item.length)
      guard let record = try? Record(line: line) else { continue }
      let digest = SHA256.digest(of: line)
      let location = RecordLocation(
        segment: try index.segments.add(item.segment), start: item.offset, length: item.length)
      try index.apply(record, digest, nil, at: location)
    }
  }

  /// Adds the entries of revisions that looked like parents and are not: the key was in another
  /// object, or in a record of another element.
  private func addMissingEntries(of entryCandidates: [(digest: Digest, element: Int)]) throws {
    for item in entryCandidates where try !index.revisions.hasChild(item.digest, item.element) {
      guard case .revision(let revision) = try index.records.read(item.digest) else { continue }
      try index.revisions.addEntry(revision, EntryTexts(revision), item.digest, item.element)
    }
  }
}

extension Index {
  /// Creates the tables in an empty file and fills them from the log.
  ///
  /// - Parameters:
  ///   - now: The current time in milliseconds since 1970.
  ///   - environment: The source of random numbers.
  /// - Returns: The number of records.
  func fill(now: Int, _ environment: SystemEnvironment) throws -> Int {
    try begin()
    try sql.database.run(Schema.tables)
    try meta.set("search", SearchText.edition)
    try blobs.startHashGeneration(environment)
    let days = try log.days()
    let filling = IndexFilling(self)
    self.filling = filling
    defer { self.filling = nil }
    let segments = try days.map { try log.segments(of: $0.day) }
    try filling.fill(segments.flatMap(\.self))
    for (day, segments) in zip(days, segments) {
      try self.days.store(day, seen: now, RecordLog.names(of: segments.map(\.digest)))
    }
    try meta.recordTableCount()
    try sql.database.run(
      "PRAGMA application_id=\(Schema.applicationID); PRAGMA user_version=\(Schema.version);")
    try commit()
    return try sql.integer("SELECT count(*) FROM record") ?? 0
  }

  /// Configures a connection to a file that no other process sees before it is complete: without a
  /// journal and without syncing.
  static func tuneForFilling(_ database: borrowing Database) throws(IndexError) {
    // Sorting uses temporary files, so memory does not grow with the library.
    try database.run(
      """
      PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16384;
      PRAGMA temp_store=FILE; PRAGMA mmap_size=0;
      PRAGMA secure_delete=ON; PRAGMA threads=1;
      """)
  }
}

extension RecordLog {
  /// The line of a segment that contains an offset; `nil` if it is longer than a record may be.
  fileprivate static func line(in bytes: [UInt8], around offset: Int) -> [UInt8]? {
    let newLine = UInt8(ascii: "\n")
    let start = bytes[..<offset].lastIndex(of: newLine).map { $0 + 1 } ?? 0
    let end = bytes.firstIndex(ofByte: newLine, from: offset) ?? bytes.count
    return end - start <= Record.byteLimit ? Array(bytes[start..<end]) : nil
  }
}
