package import Model
internal import UnicodeText

/// The elements, files and records of a library, read through its index.
///
/// A value is valid only inside the closure that received it, which runs under the lock of the
/// index:
///
/// ```swift
/// let names = try store.contents { contents in
///   try contents.search("mira red coat", limit: 20).map(\.name)
/// }
/// ```
package struct Contents {
  let index: Index

  // MARK: Tables

  /// The files that records name.
  package var blobs: BlobTable { index.blobs }
  /// The scores of pictures.
  package var scores: ScoreTable { index.scores }
  /// The records by their digests.
  package var records: RecordTable { index.records }
  /// What projects use.
  package var uses: UseTable { index.uses }
  /// The exports of bundles.
  package var exports: ExportTable { index.exports }
  /// What came back for bundles.
  package var takes: TakeTable { index.takes }
  package var comments: CommentTable { index.comments }
  package var drafts: DraftTable { index.drafts }
  /// Which files were made from which.
  package var derivations: DerivationTable { index.derivations }
  /// The jobs at providers.
  package var jobs: JobTable { index.jobs }
  /// What providers have.
  package var registrations: RegistrationTable { index.registrations }
  /// The signatures of records.
  package var signatures: SignatureTable { index.signatures }
  /// The digests of what erasures have removed.
  package var erasedTraces: ErasedTraceTable { index.erasedTraces }

  // MARK: Many elements

  /// The number of elements of each kind, either of those that are retired or of all others. A kind
  /// without elements is absent.
  package func counts(retired: Bool) throws -> [ElementKind: Int] {
    let rows = try index.sql.all(
      "SELECT kind, elements FROM tally WHERE retired=?", [retired]
    ) { (ElementKind(indexNumber: $0.integer(0)), $0.integer(1)) }
    var counts: [ElementKind: Int] = [:]
    for (kind, count) in rows where count > 0 { if let kind { counts[kind] = count } }
    return counts
  }

  /// The number of elements in use that state no rights. A look states none of its own.
  package func countWithoutRights() throws -> Int {
    try index.sql.all(
      "SELECT count(*) FROM entry WHERE basis IS NULL AND look_of IS NULL AND retired=0"
    ) { $0.integer(0) }.first ?? 0
  }

  /// The elements that match a filter and contain all words in their names, tags or texts, newest
  /// first.
  ///
  /// A word that ends in `*` also matches longer words that begin with it. Returns an empty array
  /// if `words` contains no word to search for.
  ///
  /// - Parameters:
  ///   - words: What the user typed; see `SearchText.query(_:)`.
  ///   - filter: What else must be true of each element.
  ///   - entry: The `position` of the previous page's last element, or `nil` for the first page.
  ///   - limit: The maximum number of elements.
  package func search(
    _ words: String, in filter: Filter = Filter(), after entry: Int? = nil, limit: Int
  ) throws -> [ElementSummary] {
    guard let query = SearchText.query(words) else { return [] }
    guard query.hasPhrases else { return try matches(query, filter, after: entry, limit: limit) }
    var found: [ElementSummary] = []
    var last = entry
    while found.count < limit {
      let page = try matches(query, filter, after: last, limit: limit)
      for entry in page where try confirms(entry, query) { found.append(entry) }
      guard page.count == limit else { break }
      last = page.last?.position
    }
    return Array(found.prefix(limit))
  }

  /// The elements that contain all words of a query, in any order, newest first.
  ///
  /// The parts of the search are queried in turn, those with newer entries first, until no
  /// remaining part can contain an entry that is newer than what was found.
  private func matches(
    _ query: SearchQuery, _ filter: Filter, after entry: Int?, limit: Int
  ) throws -> [ElementSummary] {
    let condition = condition(filter)
    var found: [ElementSummary] = []
    for (part, newest) in try index.search.parts() {
      if found.count >= limit, found[limit - 1].position > newest { break }
      let table = "search_\(part)"
      found += try index.sql.all(
        composed: """
          SELECT \(Self.columns) FROM \(table) CROSS JOIN entry ON entry.id=\(table).rowid
          WHERE \(table) MATCH ? AND \(table).rowid<? AND \(condition.text)
          ORDER BY \(table).rowid DESC LIMIT ?
          """,
        [query.match, entry ?? Int.max] + condition.values + [limit],
        read: summary)
      found.sort { $0.position > $1.position }
    }
    return Array(found.prefix(limit))
  }

  /// Whether the words of a query are adjacent in an entry where the query requires it. The name is
  /// checked first, because it confirms most entries without reading their records.
  private func confirms(_ entry: ElementSummary, _ query: SearchQuery) throws -> Bool {
    if query.isConfirmed(by: [SearchText.document(entry.name)]) { return true }
    // The texts of a damaged record are unknown, so the index's answer counts.
    guard case .revision(let revision) = try? index.records.read(entry.revision) else {
      return true
    }
    let document = EntryTexts(revision).document
    return query.isConfirmed(by: [document.names, document.tags, document.texts])
  }

  /// The columns of an `entry` row in the order in which `summary(_:)` reads them.
  static let columns = """
    entry.ulid, entry.digest, entry.sequence, entry.at, entry.kind, entry.handle, entry.name,
    entry.person, entry.retired, entry.files, entry.basis, entry.expires, entry.id,
    (SELECT base.ulid FROM element AS base WHERE base.id=entry.look_of),
    (SELECT base.ulid FROM element AS base WHERE base.id=entry.voice)
    """

  /// The element of a row with the columns of `columns`. Throws if the row has an unknown kind or
  /// an invalid handle, which means that the index is damaged.
  func summary(_ row: borrowing Row) throws -> ElementSummary {
    guard let kind = ElementKind(indexNumber: row.integer(4)), let handle = try? Handle(row.text(5))
    else { throw IndexError.damaged("an entry") }
    return ElementSummary(
      element: try row.identity(0), revision: try row.digest(1), sequence: row.integer(2),
      at: row.instant(3), kind: kind, handle: handle, name: row.text(6),
      person: row.optionalText(7).flatMap(PersonKind.init(rawValue:)), isRetired: row.flag(8),
      fileCount: row.integer(9), lookOf: row.isNull(13) ? nil : try row.identity(13),
      voice: row.isNull(14) ? nil : try row.identity(14),
      basis: row.optionalText(10).flatMap(Rights.Basis.init(rawValue:)),
      expires: row.optionalText(11).flatMap(Day.init), position: row.integer(12))
  }

  /// The entries that the rest of a statement selects.
  ///
  /// It is a single statement on purpose: between two, another process may replace an entry that
  /// the first one found with the element's next revision.
  private func summaries(_ rest: String, _ values: [any SQLConvertible]) throws -> [ElementSummary]
  {
    try index.sql.all(composed: "SELECT \(Self.columns) FROM \(rest)", values, read: summary)
  }

  // MARK: One element

  /// The latest revisions that have a handle or an alias, newest first.
  ///
  /// There is usually one. There are several for a forked element, or for different elements that
  /// came to share a name when libraries were merged. At most 32 are returned.
  package func entries(named name: String) throws -> [ElementSummary] {
    let folded = FoldedText.folded(NormalText.nfc(name))
    return try summaries(
      """
      name CROSS JOIN entry ON entry.id=name.entry
      WHERE name.text=? ORDER BY name.entry DESC LIMIT 32
      """, [folded])
  }

  /// Whether another element than this one has a handle or alias.
  package func isShared(_ name: String, by element: ULID) throws -> Bool {
    let folded = FoldedText.folded(NormalText.nfc(name))
    return try index.sql.integer(
      """
      SELECT 1 FROM name CROSS JOIN entry ON entry.id=name.entry
      WHERE name.text=? AND entry.element<>(SELECT id FROM element WHERE ulid=?) LIMIT 1
      """, [folded, element]) != nil
  }

  /// The latest revisions of an element, newest first: several if it is forked, and an empty array
  /// if it is unknown or was erased.
  package func entries(of element: ULID) throws -> [ElementSummary] {
    try summaries(
      "entry WHERE entry.element=? ORDER BY entry.id DESC", [index.numbers.number(ifKnown: element)]
    )
  }

  /// Returns the voice that an element speaks with: its own, or that of the element it is a look
  /// of; `nil` if there is none.
  package func voice(of revision: ElementRevision) throws -> ULID? {
    if let voice = revision.voice { return voice }
    return try revision.lookOf.flatMap { try entries(of: $0).first?.voice }
  }

  /// Whether an element has more than one latest revision.
  package func isForked(_ element: ULID) throws -> Bool {
    let count = try index.sql.integer(
      "SELECT count(*) FROM entry WHERE element=(SELECT id FROM element WHERE ulid=?)",
      [element])
    return (count ?? 0) > 1
  }

  /// When an element was last erased, and the sequence of the first revision that was kept; `nil`
  /// if it was never erased. The sequence is `Int.max` if no revision was kept.
  package func erasure(of element: ULID) throws -> (at: Instant, kept: Int)? {
    guard let number = try index.numbers.number(ifKnown: element),
      let kept = try index.erasures.firstKeptSequence(of: number)
    else { return nil }
    let at = try index.sql.first("SELECT max(at) FROM erasure WHERE element=?", [number]) {
      $0.instant(0)
    }
    return at.map { ($0, kept) }
  }

  /// The elements that are looks of another element, oldest first, at most 1000.
  package func looks(of element: ULID) throws -> [ElementSummary] {
    try summaries(
      "entry WHERE entry.look_of=? ORDER BY entry.id LIMIT 1000",
      [index.numbers.number(ifKnown: element)])
  }

  /// The number of an element's looks that are not retired.
  package func lookCount(of element: ElementSummary) throws -> Int {
    try index.sql.integer(
      "SELECT count(*) FROM entry WHERE look_of=? AND retired=0 AND kind=?",
      [index.numbers.number(ifKnown: element.element), element.kind]) ?? 0
  }

  /// The elements that speak with a voice, oldest first, at most 1000.
  package func speakers(with voice: ULID) throws -> [ElementSummary] {
    try summaries(
      "entry WHERE entry.voice=? ORDER BY entry.id LIMIT 1000",
      [index.numbers.number(ifKnown: voice)])
  }

  /// The target of a reference to an element; `nil` if the library doesn't have the element.
  package func linked(_ element: ULID) throws -> LinkRules.Linked? {
    try entries(of: element).first.map { entry in
      LinkRules.Linked(handle: entry.handle, kind: entry.kind, isLook: entry.lookOf != nil)
    }
  }

  /// The revision with a digest; `nil` if there is no such record or it is not a revision.
  package func revision(_ digest: Digest) throws -> NamedRevision? {
    guard case .revision(let revision) = try index.records.read(digest) else { return nil }
    return NamedRevision(digest: digest, revision: revision)
  }

  /// The digests of all revisions of an element, from first to last.
  package func history(of element: ULID) throws -> [Digest] {
    try index.sql.digests(
      "SELECT digest FROM revision WHERE element=? ORDER BY sequence, at, digest",
      [index.numbers.number(ifKnown: element)])
  }

  /// The revisions of an element that have a sequence number. There may be two where libraries were
  /// merged.
  package func revisions(of element: ULID, sequence: Int) throws -> [Digest] {
    try index.sql.digests(
      "SELECT digest FROM revision WHERE element=? AND sequence=? ORDER BY digest",
      [index.numbers.number(ifKnown: element), sequence])
  }

  /// The greatest sequence number of an element's revisions; 0 if it has none.
  package func lastSequence(of element: ULID) throws -> Int {
    try index.sql.integer(
      "SELECT sequence FROM revision WHERE element=? ORDER BY sequence DESC LIMIT 1",
      [index.numbers.number(ifKnown: element)]) ?? 0
  }

  // MARK: Files

  /// The elements that contain a file, now or in an earlier revision, newest first.
  package func elements(containing blob: Digest, limit: Int = 1000) throws -> [ElementSummary] {
    try summaries(
      """
      (SELECT entry.id AS id FROM holding JOIN entry ON entry.element=holding.element
        WHERE holding.blob=? ORDER BY entry.id DESC LIMIT ?) AS found
      CROSS JOIN entry ON entry.id=found.id
      """, [index.numbers.number(ifKnown: blob), limit])
  }

  /// The number of elements that contain a file, now or in an earlier revision.
  package func elementCount(containing blob: Digest) throws -> Int {
    try index.sql.integer(
      """
      SELECT count(*) FROM holding JOIN entry ON entry.element=holding.element WHERE holding.blob=?
      """, [index.numbers.number(ifKnown: blob)]) ?? 0
  }

  // MARK: Names

  /// The handles and aliases that begin with a text, in order, regardless of case and accents. With
  /// `kind`, only those of elements of this kind that are not retired.
  package func names(
    of kind: ElementKind? = nil, beginning text: String, limit: Int
  ) throws -> [String] {
    let folded = FoldedText.folded(NormalText.nfc(text))
    // U+10FFFF is the last scalar, so every continuation of the text sorts before it.
    var part = SQLFragment(
      text: "SELECT DISTINCT name.text FROM name WHERE name.text>=? AND name.text<?",
      values: [folded, folded + "\u{10FFFF}"])
    if let kind {
      part.add(
        """
         AND EXISTS (SELECT 1 FROM entry WHERE entry.id=name.entry AND entry.kind=?
          AND entry.retired=0)
        """, kind)
    }
    return try index.sql.all(
      composed: part.text + " ORDER BY name.text LIMIT ?", part.values + [limit]
    ) { $0.text(0) }
  }

  /// Handles and aliases to look for a misspelled name in: all of them in a small library, and
  /// those with the same first letter in a library with more than `limit` names.
  package func names(near name: String, limit: Int = 20_000) throws -> [String] {
    let all = try index.sql.texts("SELECT text FROM name LIMIT ?", [limit + 1])
    if all.count <= limit { return all }
    let folded = FoldedText.folded(NormalText.nfc(name))
    guard let first = folded.unicodeScalars.first, let next = Unicode.Scalar(first.value + 1) else {
      return []
    }
    return try index.sql.texts(
      "SELECT text FROM name WHERE text>=? AND text<? LIMIT ?",
      [String(first), String(next), limit])
  }
}

extension LibraryStore {
  /// The contents of a stored file. Throws `LibraryError.missingBlob(_:)` if it is not there.
  package func bytes(of blob: Digest) throws(LibraryError) -> [UInt8] {
    guard blobs.contains(blob) else { throw .missingBlob(blob) }
    do { return try blobs.bytes(of: blob) } catch { throw .disk(error) }
  }
}

extension [UInt8] {
  /// The last of the digests that begin with these bytes.
  var lastDigestBytes: [UInt8] { self + [UInt8](repeating: 255, count: Swift.max(0, 32 - count)) }
}

extension Contents {
  /// A point in the history of a library as its index has read it. If two tokens differ, the
  /// library changed in between.
  ///
  /// ```swift
  /// let before = try store.contents { try $0.changeToken() }
  /// // …
  /// let changed = try store.contents { try $0.changed(since: before, limit: 100) }
  /// ```
  package struct ChangeToken: Hashable, Sendable {
    /// The number of the last segment of the log that the index has read.
    package let segment: Int
    /// The greatest number of a latest revision.
    package let entry: Int
  }

  /// The token for the current state of the index.
  package func changeToken() throws -> ChangeToken {
    ChangeToken(
      segment: try index.sql.integer("SELECT max(id) FROM segment") ?? 0,
      entry: try index.sql.integer("SELECT max(id) FROM entry") ?? 0)
  }

  /// The elements with a latest revision that was added after a token was taken, newest first.
  package func changed(since mark: ChangeToken, limit: Int) throws -> [ElementSummary] {
    try index.sql.all(
      composed: """
        SELECT \(Self.columns) FROM entry WHERE entry.id>? ORDER BY entry.id DESC LIMIT ?
        """, [mark.entry, limit], read: summary)
  }

  /// The most common tags of the elements that are not retired, with the number of these elements.
  /// Each tag is returned as it is stored for searching: without capitals and accents.
  package func commonTags(limit: Int) throws -> [(tag: String, elements: Int)] {
    // Tags are counted by kind. A tag that is common overall is common in at least one kind, so
    // the most common rows of all kinds are the candidates.
    let found = try index.sql.texts(
      """
      SELECT text FROM tagged WHERE retired=0 AND elements>0 ORDER BY elements DESC LIMIT ?
      """, [limit * ElementKind.allCases.count])
    let counted = try Set(found).map { tag in
      let count = try index.sql.integer(
        "SELECT sum(elements) FROM tagged WHERE text=? AND retired=0", [tag])
      return (tag: tag, elements: count ?? 0)
    }
    return Array(counted.sorted { (-$0.elements, $0.tag) < (-$1.elements, $1.tag) }.prefix(limit))
  }
}
