internal import Model

/// Checks of the relations between records. Each query returns at most 1000 rows.
struct RelationFaults {
  let index: Index
  private var sql: Statements { index.sql }

  /// The difference above which a record counts as being from the future. The clocks of
  /// machines that share a library differ by less.
  private static let farAheadMilliseconds = 10 * 60 * 1000

  /// Returns all faults in the relations between records.
  func all(now: Int) throws -> [LibraryFault] {
    try missingParents() + danglingLinks() + invalidLinks() + sharedNames() + forks()
      + recordsAhead(now: now)
  }

  /// Returns the revisions whose parent is missing although no erasure removed it.
  func missingParents() throws -> [LibraryFault] {
    let found = try sql.all(
      """
      SELECT descent.child, descent.parent FROM descent
      JOIN revision ON revision.element=descent.element AND revision.digest=descent.child
      WHERE NOT EXISTS (SELECT 1 FROM record WHERE record.digest=descent.parent)
        AND NOT EXISTS (SELECT 1 FROM covered WHERE covered.record=descent.parent)
        AND NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.element=revision.element)
      LIMIT 1000
      """
    ) { (try $0.digest(0), try $0.digest(1)) }
    return try found.compactMap { child, parent in
      guard case .revision(let revision) = try index.records.read(child) else { return nil }
      return .missingParent(revision.handle, revision: child, parent: parent)
    }
  }

  /// Returns the elements whose voice or main look doesn't exist and wasn't erased.
  private func danglingLinks() throws -> [LibraryFault] {
    var faults: [LibraryFault] = []
    for (link, column) in [(LibraryFault.Link.voice, "voice"), (.lookOf, "look_of")] {
      faults += try sql.all(
        composed: """
          SELECT entry.handle FROM entry WHERE entry.\(column) IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM entry AS other WHERE other.element=entry.\(column))
            AND NOT EXISTS (
              SELECT 1 FROM erasure WHERE erasure.element=entry.\(column) AND before IS NULL)
          ORDER BY entry.id LIMIT 1000
          """, []
      ) { try? Handle($0.text(0)) }.compactMap(\.self).map { .danglingLink($0, link) }
    }
    return faults
  }

  /// Returns the revisions with contents that no command accepts.
  ///
  /// The latest revision of an element is a fault of its own; its earlier ones are combined
  /// into one.
  func invalidRecords(_ found: [Examination.InvalidRevision]) throws -> [LibraryFault] {
    var seen: Set<Digest> = []
    var faults: [LibraryFault] = []
    var historyIndices: [ULID: Int] = [:]
    for invalid in found.filter({ seen.insert($0.digest).inserted })
      .prefix(Examination.invalidLimit)
    {
      let latest = try Contents(index: index).entries(of: invalid.element)
      // Without an entry, the element has been erased and its records are about to leave the log.
      guard let newest = latest.first else { continue }
      if latest.contains(where: { $0.revision == invalid.digest }) {
        faults.append(
          .invalidRevision(
            invalid.handle, revision: invalid.digest, invalid.first, count: invalid.count))
      } else if let index = historyIndices[invalid.element],
        case .invalidHistory(let handle, let revision, let first, let count, let number) =
          faults[index]
      {
        faults[index] = .invalidHistory(
          handle, revision: revision, first, count: count + 1, latest: number)
      } else {
        historyIndices[invalid.element] = faults.count
        faults.append(
          .invalidHistory(
            newest.handle, revision: invalid.digest, invalid.first, count: 1,
            latest: newest.sequence))
      }
    }
    return faults
  }

  /// Returns the latest revisions whose voice isn't a voice, or that are a look of an
  /// unsuitable element.
  private func invalidLinks() throws -> [LibraryFault] {
    let found = try sql.digests(
      """
      SELECT entry.digest FROM entry JOIN entry AS other ON other.element=entry.voice
      WHERE entry.voice IS NOT NULL AND entry.voice<>entry.element AND other.kind<>?
      UNION
      SELECT entry.digest FROM entry JOIN entry AS other ON other.element=entry.look_of
      WHERE entry.look_of IS NOT NULL AND entry.look_of<>entry.element
        AND (other.look_of IS NOT NULL OR other.kind<>entry.kind)
      LIMIT 1000
      """, [ElementKind.voice.indexNumber])
    let contents = Contents(index: index)
    return try found.flatMap { digest -> [LibraryFault] in
      guard case .revision(let revision) = try index.records.read(digest) else { return [] }
      let problems = try LinkRules.problems(in: revision, look: nil) { try contents.linked($0) }
      return problems.map { .invalidLink(revision.handle, revision: digest, $0) }
    }
  }

  /// Returns the names that several elements have.
  private func sharedNames() throws -> [LibraryFault] {
    let names = try sql.texts(
      """
      SELECT name.text FROM name JOIN entry ON entry.id=name.entry
      GROUP BY name.text HAVING count(DISTINCT entry.element)>1 ORDER BY name.text LIMIT 1000
      """)
    let contents = Contents(index: index)
    return try names.map { name in
      var seen: Set<ULID> = []
      let entries = try contents.entries(named: name)
      return .sharedName(name, entries.filter { seen.insert($0.element).inserted })
    }
  }

  /// Returns the elements with several latest revisions.
  private func forks() throws -> [LibraryFault] {
    let elements = try sql.all(
      """
      SELECT element.ulid FROM entry JOIN element ON element.id=entry.element
      GROUP BY entry.element HAVING count(*)>1 ORDER BY element.id LIMIT 1000
      """
    ) { try $0.identity(0) }
    return try elements.compactMap { element in
      let heads = try Contents(index: index).entries(of: element)
      return heads.first.map { .forked($0.handle, heads.map(\.revision)) }
    }
  }

  /// Returns the revisions from the future, oldest first.
  private func recordsAhead(now: Int) throws -> [LibraryFault] {
    let found = try sql.all(
      "SELECT digest, at FROM revision WHERE at>? ORDER BY at LIMIT 1000",
      [now + Self.farAheadMilliseconds]
    ) { (try $0.digest(0), $0.instant(1)) }
    return try found.compactMap { digest, at in
      guard case .revision(let revision) = try index.records.read(digest) else { return nil }
      return .aheadOfClock(revision.handle, revision: digest, at: at)
    }
  }
}
