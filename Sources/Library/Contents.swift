package import Model

/// What a library holds, as one asks it.
package struct Contents {
  let index: Index

  // MARK: Many elements

  /// How many elements there are, by kind.
  package func counts(retired: Bool) throws -> [ElementKind: Int] {
    let rows = try index.all(
      "SELECT kind, elements FROM tally WHERE retired=?", [.flag(retired)]
    ) { (ElementKind(number: $0.integer(0)), $0.integer(1)) }
    var counts: [ElementKind: Int] = [:]
    for (kind, count) in rows where count > 0 { if let kind { counts[kind] = count } }
    return counts
  }

  /// Elements of a list in whose names, tags and texts all words stand, newest first.
  package func search(
    _ words: String, in filter: Filter = Filter(), after place: Int? = nil, limit: Int
  ) throws -> [ElementSummary] {
    guard let query = SearchText.query(words) else { return [] }
    guard query.hasRuns else { return try matches(query, filter, after: place, limit: limit) }
    var found: [ElementSummary] = []
    var place = place
    while found.count < limit {
      let page = try matches(query, filter, after: place, limit: limit)
      for entry in page where try isMeant(entry, by: query) { found.append(entry) }
      guard page.count == limit else { break }
      place = page.last?.place
    }
    return Array(found.prefix(limit))
  }

  /// What all words are in, from the parts of the search: those with newer entries first, until no further
  /// part can have any that belongs before what was found.
  private func matches(
    _ query: SearchQuery, _ filter: Filter, after place: Int?, limit: Int
  ) throws -> [ElementSummary] {
    let condition = condition(filter)
    var found: [ElementSummary] = []
    for (part, newest) in try index.parts() {
      if found.count >= limit, found[limit - 1].place > newest { break }
      let table = "search_\(part)"
      found += try index.all(
        composed: """
          SELECT \(Self.columns) FROM \(table) CROSS JOIN entry ON entry.id=\(table).rowid
          WHERE \(table) MATCH ? AND \(table).rowid<? AND \(condition.text)
          ORDER BY \(table).rowid DESC LIMIT ?
          """,
        [.text(query.match), .integer(place ?? Int.max)] + condition.values + [.integer(limit)],
        read: summary)
      found.sort { $0.place > $1.place }
    }
    return Array(found.prefix(limit))
  }

  /// Whether an entry has the words of a query as they are meant: in its name, mostly.
  private func isMeant(_ entry: ElementSummary, by query: SearchQuery) throws -> Bool {
    if query.isConfirmed(by: [SearchText.document(entry.name)]) { return true }
    // Of a record that is damaged nothing more is known.
    guard case .revision(let revision) = try? index.record(entry.revision) else { return true }
    let document = EntryTexts(revision).document
    return query.isConfirmed(by: [document.names, document.tags, document.texts])
  }

  static let columns = """
    entry.ulid, entry.digest, entry.sequence, entry.at, entry.kind, entry.handle, entry.name,
    entry.person, entry.retired, entry.files, entry.basis, entry.expires, entry.id,
    (SELECT base.ulid FROM element AS base WHERE base.id=entry.look_of),
    (SELECT base.ulid FROM element AS base WHERE base.id=entry.voice)
    """

  func summary(_ row: borrowing Row) throws -> ElementSummary {
    guard let kind = ElementKind(number: row.integer(4)), let handle = try? Handle(row.text(5))
    else { throw IndexError.damaged("an entry") }
    return ElementSummary(
      element: try row.identity(0), revision: try row.digest(1), sequence: row.integer(2),
      at: Instant(milliseconds: row.integer(3)), kind: kind, handle: handle, name: row.text(6),
      person: row.text(ifAny: 7).flatMap(PersonKind.init(rawValue:)), isRetired: row.flag(8),
      fileCount: row.integer(9), lookOf: row.isNull(13) ? nil : try row.identity(13),
      voice: row.isNull(14) ? nil : try row.identity(14),
      basis: row.text(ifAny: 10).flatMap(Rights.Basis.init(rawValue:)),
      expires: row.text(ifAny: 11).flatMap(Day.init), place: row.integer(12))
  }

  /// Entries that the rest of a statement finds. It is one question: between two, another program may put the
  /// next revision in the place of what the first one found.
  private func summaries(_ rest: String, _ values: [SQLValue]) throws -> [ElementSummary] {
    try index.all(composed: "SELECT \(Self.columns) FROM \(rest)", values, read: summary)
  }

  // MARK: One element

  /// The latest revisions that a handle or an alias names: one, or several of a fork, or those of
  /// elements that came to share a name when libraries were joined.
  package func entries(named name: String) throws -> [ElementSummary] {
    let folded = FoldedText.folded(NormalText.nfc(name))
    return try summaries(
      """
      name CROSS JOIN entry ON entry.id=name.entry
      WHERE name.text=? ORDER BY name.entry DESC LIMIT 32
      """, [.text(folded)])
  }

  /// The latest revisions of an element: several when it is forked, none when it was erased.
  package func entries(of element: ULID) throws -> [ElementSummary] {
    guard let number = try index.number(ifKnown: element) else { return [] }
    return try summaries(
      "entry WHERE entry.element=? ORDER BY entry.id DESC", [.integer(number)])
  }

  /// Whether an element has several latest revisions.
  package func isForked(_ element: ULID) throws -> Bool {
    let count = try index.first(
      "SELECT count(*) FROM entry WHERE element=(SELECT id FROM element WHERE ulid=?)",
      [.identity(element)]
    ) { $0.integer(0) }
    return (count ?? 0) > 1
  }

  /// When an element was erased last, and the first of its revisions that was kept: none of all of it, when
  /// the number is the greatest. Nothing when it never was.
  package func erasure(of element: ULID) throws -> (at: Instant, kept: Int)? {
    guard let number = try index.number(ifKnown: element),
      let kept = try index.firstKept(of: number)
    else { return nil }
    let at = try index.first("SELECT max(at) FROM erasure WHERE element=?", [.integer(number)]) {
      Instant(milliseconds: $0.integer(0))
    }
    return at.map { ($0, kept) }
  }

  /// Elements that are looks of another.
  package func looks(of element: ULID) throws -> [ElementSummary] {
    guard let number = try index.number(ifKnown: element) else { return [] }
    return try summaries(
      "entry WHERE entry.look_of=? ORDER BY entry.id LIMIT 1000", [.integer(number)])
  }

  /// Elements that speak with a voice.
  package func speakers(with voice: ULID) throws -> [ElementSummary] {
    guard let number = try index.number(ifKnown: voice) else { return [] }
    return try summaries(
      "entry WHERE entry.voice=? ORDER BY entry.id LIMIT 1000", [.integer(number)])
  }

  /// A revision by its name.
  package func revision(_ digest: Digest) throws -> NamedRevision? {
    guard case .revision(let revision) = try index.record(digest) else { return nil }
    return NamedRevision(digest: digest, revision: revision)
  }

  /// The names of all revisions of an element, first to last.
  package func history(of element: ULID) throws -> [Digest] {
    guard let number = try index.number(ifKnown: element) else { return [] }
    return try index.all(
      "SELECT digest FROM revision WHERE element=? ORDER BY sequence, at, digest",
      [.integer(number)]
    ) { try $0.digest(0) }
  }

  /// The revisions of an element with a number: two of them where libraries were joined.
  package func revisions(of element: ULID, sequence: Int) throws -> [Digest] {
    guard let number = try index.number(ifKnown: element) else { return [] }
    return try index.all(
      "SELECT digest FROM revision WHERE element=? AND sequence=? ORDER BY digest",
      [.integer(number), .integer(sequence)]
    ) { try $0.digest(0) }
  }

  /// The greatest number that a revision of an element has.
  package func lastSequence(of element: ULID) throws -> Int {
    guard let number = try index.number(ifKnown: element) else { return 0 }
    return try index.first(
      "SELECT sequence FROM revision WHERE element=? ORDER BY sequence DESC LIMIT 1",
      [.integer(number)]
    ) { $0.integer(0) } ?? 0
  }

  // MARK: Files

  /// Elements that have had a file: now, or in an earlier revision. The last of them, when there are many.
  package func holders(of blob: Digest, limit: Int = 1000) throws -> [ElementSummary] {
    guard let number = try index.number(ifKnown: blob) else { return [] }
    return try summaries(
      """
      (SELECT entry.id AS id FROM holding JOIN entry ON entry.element=holding.element
        WHERE holding.blob=? ORDER BY entry.id DESC LIMIT ?) AS found
      CROSS JOIN entry ON entry.id=found.id
      """, [.integer(number), .integer(limit)])
  }

  /// How many elements have had a file.
  package func holderCount(of blob: Digest) throws -> Int {
    guard let number = try index.number(ifKnown: blob) else { return 0 }
    return try index.first(
      """
      SELECT count(*) FROM holding JOIN entry ON entry.element=holding.element WHERE holding.blob=?
      """, [.integer(number)]
    ) { $0.integer(0) } ?? 0
  }

  /// Blobs whose name begins so.
  package func blobs(beginning prefix: [UInt8], limit: Int) throws -> [Digest] {
    let last = prefix + [UInt8](repeating: 255, count: max(0, 32 - prefix.count))
    return try index.all(
      "SELECT digest FROM blob WHERE digest BETWEEN ? AND ? ORDER BY digest LIMIT ?",
      [.blob(prefix), .blob(last), .integer(limit)]
    ) { try $0.digest(0) }
  }

  /// What is known of a blob; nothing when it was never looked at.
  package func facts(of blob: Digest, as path: FilePath) throws -> FileFacts? {
    try index.facts(of: blob, path: path)
  }

  // MARK: Names

  /// Handles and aliases that begin so, in their order.
  package func names(
    of kind: ElementKind? = nil, beginning text: String, limit: Int
  ) throws -> [String] {
    let folded = FoldedText.folded(NormalText.nfc(text))
    // Whatever goes on comes before the last character there is.
    var part = Part(
      text: "SELECT DISTINCT name.text FROM name WHERE name.text>=? AND name.text<?",
      values: [.text(folded), .text(folded + "\u{10FFFF}")])
    if let kind {
      part.text += """
         AND EXISTS (SELECT 1 FROM entry WHERE entry.id=name.entry AND entry.kind=?
          AND entry.retired=0)
        """
      part.values.append(.integer(kind.number))
    }
    return try index.all(
      composed: part.text + " ORDER BY name.text LIMIT ?", part.values + [.integer(limit)]
    ) { $0.text(0) }
  }

  /// Handles and aliases among which the one that was meant may be: all of a small library, of a large
  /// one those that begin with the same letter.
  package func namesNear(_ name: String, limit: Int = 20_000) throws -> [String] {
    let all = try index.all("SELECT text FROM name LIMIT ?", [.integer(limit + 1)]) { $0.text(0) }
    if all.count <= limit { return all }
    let folded = FoldedText.folded(NormalText.nfc(name))
    guard let first = folded.unicodeScalars.first, let next = Unicode.Scalar(first.value + 1) else {
      return []
    }
    return try index.all(
      "SELECT text FROM name WHERE text>=? AND text<? LIMIT ?",
      [.text(String(first)), .text(String(next)), .integer(limit)]
    ) { $0.text(0) }
  }
}

extension LibraryStore {
  /// The bytes of a blob, as they are on disk.
  package func bytes(of blob: Digest) throws(LibraryError) -> [UInt8] {
    guard blobs.has(blob) else { throw .missingBlob(blob) }
    do {
      return try blobs.bytes(of: blob)
    } catch {
      throw .disk(error)
    }
  }
}
