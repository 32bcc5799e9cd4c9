internal import Files
internal import Model

/// The revisions of elements and the entries of their latest ones: the tables `revision`,
/// `descent`, `holding`, `entry`, `name` and `tag`.
struct RevisionTable {
  let index: Index
  private var sql: Statements { index.sql }

  /// Indexes a revision, whether it is the latest one of its element or is older than others that
  /// were read before.
  ///
  /// An entry is added unless a revision made from this one is known; the entries of its parents
  /// are removed.
  func add(_ revision: ElementRevision, _ digest: Digest, _ texts: EntryTexts) throws {
    let element = try index.numbers.number(of: revision.element)
    try sql.run(
      "INSERT OR IGNORE INTO revision(element, sequence, digest, at, part) VALUES(?, ?, ?, ?, 0)",
      [element, revision.sequence, digest, revision.at])
    var seen: Set<Digest> = []
    for blob in revision.blobs where seen.insert(blob).inserted {
      try sql.run(
        "INSERT OR IGNORE INTO holding(blob, element) VALUES(?, ?)",
        [index.numbers.number(of: blob), element])
    }
    for parent in revision.parents {
      try sql.run(
        "INSERT OR IGNORE INTO descent(parent, element, child) VALUES(?, ?, ?)",
        [parent, element, digest])
      try removeEntry(of: parent, element)
    }
    if try !hasChild(digest, element) { try addEntry(revision, texts, digest, element) }
    try index.erasures.coverRevisions(before: digest, of: element)
  }

  /// Whether another revision of the same element was made from a revision. A record of another
  /// element that names it as a parent does not count.
  func hasChild(_ digest: Digest, _ element: Int) throws -> Bool {
    try sql.exists("SELECT 1 FROM descent WHERE parent=? AND element=? LIMIT 1", [digest, element])
  }

  // MARK: Entries

  /// Adds the entry of a latest revision with its names, tags, words and counts.
  func addEntry(
    _ revision: ElementRevision, _ texts: EntryTexts, _ digest: Digest, _ element: Int
  ) throws {
    let retired = revision.retired ? 1 : 0
    let kind = revision.kind.indexNumber
    let part = try index.search.partForNextEntry()
    let entry = try insertEntry(revision, digest, element, part)
    for (position, name) in texts.names.enumerated() {
      try sql.run(
        "INSERT OR IGNORE INTO name(text, entry, alias) VALUES(?, ?, ?)",
        [name, entry, position > 0])
    }
    for tag in texts.tags {
      try sql.run(
        "INSERT OR IGNORE INTO tag(text, kind, retired, entry) VALUES(?, ?, ?, ?)",
        [tag, kind, retired, entry])
      if sql.database.changedRowCount > 0 { index.tallies.adjust(tag, kind, retired, by: 1) }
    }
    try index.search.addDocument(texts, of: entry, to: part)
    // An erasure needs to know where the words are long after the entry was removed.
    try sql.run(
      "UPDATE revision SET part=? WHERE element=? AND sequence=? AND digest=?",
      [part, element, revision.sequence, digest])
    index.tallies.adjust(kind, retired, by: 1)
    try index.scores.updateWeakEntry(revision, at: entry)
  }

  /// Inserts the row of a latest revision and returns its number.
  ///
  /// Entries are numbered by the time of their revision, so that the newest come first in every
  /// list: milliseconds since 2020, shifted left by 12 bits, plus the first 12 bits of the digest.
  func insertEntry(
    _ revision: ElementRevision, _ digest: Digest, _ element: Int, _ part: Int
  ) throws -> Int {
    let row: [any SQLConvertible] = try [
      element, revision.element, digest, revision.sequence, revision.at, revision.kind,
      revision.retired, revision.handle.name, revision.name, revision.person?.rawValue,
      revision.references.count, revision.lookOf.map { try index.numbers.number(of: $0) },
      revision.voice.map { try index.numbers.number(of: $0) }, revision.rights?.basis.rawValue,
      revision.rights?.expires, part,
    ]
    let start2020 = 1_577_836_800_000
    let time = min(max(0, revision.at.milliseconds - start2020), 1 << 50)
    var entry = time << 12 | Int(digest.bytes[0]) << 4 | Int(digest.bytes[1] >> 4)
    while true {
      try sql.run(
        """
        INSERT OR IGNORE INTO entry(
          id, element, ulid, digest, sequence, at, kind, retired, handle, name, person, files, look_of,
          voice, basis, expires, part)
        VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """, [entry] + row)
      if sql.database.changedRowCount > 0 { return entry }
      // The number is taken. Entries of the same millisecond continue after the last of them.
      let end = (entry >> 12 + 1) << 12
      let last = try sql.integer(
        "SELECT id FROM entry WHERE id>=? AND id<? ORDER BY id DESC LIMIT 1", [entry, end])
      entry = (last ?? entry) + 1
    }
  }

  /// Removes the entry of a revision, because a newer revision replaces it or it was erased. Does
  /// nothing if the revision has no entry.
  func removeEntry(of digest: Digest, _ element: Int) throws {
    let found = try sql.first(
      "SELECT id, kind, retired, part FROM entry WHERE element=? AND digest=?",
      [element, digest]
    ) { ($0.integer(0), $0.integer(1), $0.integer(2), $0.integer(3)) }
    guard let (entry, kind, retired, part) = found else { return }
    if case .revision(let old) = try? index.records.read(digest) {
      let texts = EntryTexts(old)
      try removeTexts(texts, entry, kind, retired)
      try index.search.removeDocument(texts.document, of: entry, from: part)
    } else {
      // The words of a damaged record can't be removed from the search. They lead to no entry.
      try index.meta.set(Scrubbing.key, Scrubbing.rebuild)
      try sql.run("DELETE FROM name WHERE entry=?", [entry])
      let tags = try sql.texts("SELECT text FROM tag WHERE entry=?", [entry])
      try sql.run("DELETE FROM tag WHERE entry=?", [entry])
      for tag in tags { index.tallies.adjust(tag, kind, retired, by: -1) }
    }
    try sql.run("DELETE FROM entry WHERE id=?", [entry])
    try index.scores.removeWeakEntry(entry, kind, retired)
    index.tallies.adjust(kind, retired, by: -1)
  }

  /// Removes the names and tags of an entry.
  private func removeTexts(
    _ texts: EntryTexts, _ entry: Int, _ kind: Int, _ retired: Int
  ) throws {
    for name in texts.names {
      try sql.run("DELETE FROM name WHERE text=? AND entry=?", [name, entry])
    }
    for tag in texts.tags {
      try sql.run(
        "DELETE FROM tag WHERE text=? AND kind=? AND retired=? AND entry=?",
        [tag, kind, retired, entry])
      if sql.database.changedRowCount > 0 { index.tallies.adjust(tag, kind, retired, by: -1) }
    }
  }

  // MARK: Reading a record

  /// The time of the newest entry; `nil` if there is none.
  func newestMoment() throws -> Instant? {
    try sql.first("SELECT at FROM entry ORDER BY id DESC LIMIT 1") { row in row.instant(0) }
  }
}
