internal import Files
internal import Model

/// What a look at all of a library came to.
package struct Checkup: Sendable {
  package internal(set) var faults: [Entry] = []
  package let segmentCount: Int
  package let recordCount: Int
  package let elementCount: Int
  package let blobCount: Int
  package let byteCount: Int

  /// A fault, and whether it was cured.
  package struct Entry: Hashable, Sendable {
    package let fault: LibraryFault
    package internal(set) var isRepaired = false
  }
}

extension LibraryStore {
  /// What an examination comes to. With `repairing`, what can be cured without losing anything is.
  package func conclude(_ examination: Examination, repairing: Bool = false) throws -> Checkup {
    do {
      if !isReadOnly { try finishErasures() }
      let fresh = try passingIndex()
      guard !isReadOnly else {
        return try checkup(
          try broughtUp(examination), fresh,
          indexFaults: readOnlyIndexFaults(fresh) + contents { try $0.index.scoreFaults() })
      }
      // The long part is done; what others wrote meanwhile is taken up while nobody writes.
      return try underLock { index in
        try fresh.takeUpLog(now: surprises.now())
        // What was erased meanwhile is gone from the log before this index could take it out.
        let fresh = try fresh.hasUnfinishedErasure ? passingIndex() : fresh
        let examination = try broughtUp(examination)
        let indexFaults = faults(of: index, against: fresh)
        var checkup = try checkup(examination, fresh, indexFaults: indexFaults)
        guard repairing else { return checkup }
        let repair = Repair(store: self, examination: examination, fresh: fresh)
        checkup.faults = try repair.perform(checkup.faults.map(\.fault), index: &index)
        return checkup
      }
    } catch {
      throw Self.error(error)
    }
  }

  /// Makes the index anew from the log; returns how many records there are.
  package func rebuildIndex() throws -> Int {
    do {
      if let obstacle { throw obstacle }
      return try underLock { index in
        let opening = IndexOpening(root: root, surprises: surprises)
        let count = try opening.rebuild()
        index = try opening.openUnderLock()
        return count
      }
    } catch {
      throw Self.error(error)
    }
  }

  // MARK: The index

  private func passingIndex() throws -> Index {
    try IndexOpening(root: root, surprises: surprises).passing()
  }

  private var indexPath: FilePath { IndexOpening(root: root, surprises: surprises).path }

  /// What is wrong with the index of the one who holds the lock.
  private func faults(of index: Index, against fresh: Index) -> [LibraryFault] {
    do {
      try index.takeUpLog(now: surprises.now())
      let lost = try index.lostSegments()
      // It knows more than the log then, and that may be all that is left.
      if !lost.isEmpty { return lost }
      for (part, _) in try index.parts() {
        try index.database.run(
          "INSERT INTO search_\(part)(search_\(part)) VALUES('integrity-check')")
      }
      let faults = try IndexComparison(fresh, with: indexPath, .readWrite).faults()
      guard faults.isEmpty else { return faults }
      return try (areHashesRight(index) ? [] : [.differingHashes]) + index.scoreFaults()
    } catch {
      return [.damagedIndex("\(error)")]
    }
  }

  /// Where nothing may be written, an index that is behind is no fault.
  private func readOnlyIndexFaults(_ fresh: Index) -> [LibraryFault] {
    let opening = IndexOpening(root: root, surprises: surprises)
    // Without locks SQLite would wait for them, and what it read could be half written.
    guard opening.nature.keepsLocks, let mode = opening.readingMode else { return [] }
    do {
      let database = try Database(indexPath, mode, timeoutMilliseconds: Self.patienceMilliseconds)
      let index = Index(database, log: log)
      guard try index.marks().version == Schema.version,
        try !index.isBehind(now: surprises.now())
      else { return [] }
      return try IndexComparison(fresh, with: indexPath, mode).faults()
    } catch let error as IndexError where error == .unopenable || error == .readOnly {
      // SQLite can't make here what it needs to read beside others.
      return []
    } catch {
      return [.damagedIndex("\(error)")]
    }
  }

  // MARK: All of it

  private func checkup(
    _ examination: Examination, _ fresh: Index, indexFaults: [LibraryFault]
  ) throws -> Checkup {
    var faults = examination.segments.flatMap(\.faults) + examination.faults
    let modes = faults.count { if case .wrongMode = $0 { true } else { false } }
    if modes > 3, modes >= examination.units.count {
      // A file system that knows no permissions.
      faults.removeAll { if case .wrongMode = $0 { true } else { false } }
    }
    faults +=
      try fileFaults(examination, fresh) + indexFaults
      + fresh.invalidRecords(examination.segments.flatMap(\.invalid))
      + fresh.relationFaults(
        now: surprises.now())
    if faults.contains(where: \.isLoss) || examination.segments.isEmpty {
      // What seems not to be named may be named by records that are missing.
      faults = faults.map { fault in
        if case .unused(let count, let bytes) = fault {
          .unexplained(count: count, byteCount: bytes)
        } else {
          fault
        }
      }
    }
    let elements = try fresh.first("SELECT count(DISTINCT element) FROM entry") { $0.integer(0) }
    return Checkup(
      faults: faults.map { Checkup.Entry(fault: $0) }, segmentCount: examination.segments.count,
      recordCount: examination.segments.reduce(0) { $0 + $1.recordCount },
      elementCount: elements ?? 0,
      blobCount: examination.blobCount, byteCount: examination.byteCount)
  }

  private func fileFaults(
    _ examination: Examination, _ fresh: Index
  ) throws -> [LibraryFault] {
    var faults: [LibraryFault] = []
    for blob in examination.damaged {
      faults.append(
        .damagedBlob(
          blob.name, blob.path, actual: blob.actual, try fresh.owners(of: blob.name)))
    }
    for blob in examination.unreadable {
      faults.append(
        .unreadableBlob(
          blob.name, blob.path, reason: blob.reason, try fresh.owners(of: blob.name)))
    }
    let known = Set(examination.damaged.map(\.name) + examination.unreadable.map(\.name))
    var named: Set<Digest> = []
    try fresh.each("SELECT digest FROM blob ORDER BY id") { row in
      let digest = try row.digest(0)
      if examination.present[digest] != nil {
        named.insert(digest)
      } else if !known.contains(digest), !blobs.has(digest) {
        faults.append(.missingBlob(digest, try fresh.owners(of: digest)))
      }
      return true
    }
    if FileSystem.status(blobs.folder) == nil {
      // One finding instead of one for every file.
      faults.removeAll { if case .missingBlob = $0 { true } else { false } }
      faults.append(.missingFolder(blobs.folder))
    }
    let unused = examination.present.filter { !named.contains($0.key) && blobs.has($0.key) }
    if !unused.isEmpty {
      faults.append(.unused(count: unused.count, byteCount: unused.values.reduce(0, +)))
    }
    return faults
  }
}

extension Index {
  /// Brings it up to the log.
  func takeUpLog(now: Int) throws {
    try begin()
    do {
      try refresh(now: now)
      try commit()
    } catch {
      rollBack()
      throw error
    }
  }

  func scoreFaults() throws -> [LibraryFault] {
    let count = try countOutdatedScores()
    return count == 0 ? [] : [.outdatedScores(count: count)]
  }

  func lostSegments() throws -> [LibraryFault] {
    try all(
      """
      SELECT segment.day, segment.digest,
        (SELECT count(*) FROM record WHERE record.segment=segment.id)
      FROM fault JOIN segment ON segment.digest=fault.segment WHERE fault.place=?
      """, [.integer(Fault.lost)]
    ) { row in
      guard let day = Day(row.text(0)) else { throw IndexError.damaged("a day") }
      return .lostSegment(
        RecordLog.Segment(day: day, digest: try row.digest(1)), records: row.integer(2))
    }
  }

  // MARK: What records say of one another

  /// Clocks of several machines differ by less.
  private static let farAheadMilliseconds = 10 * 60 * 1000

  func relationFaults(now: Int) throws -> [LibraryFault] {
    try missingParents() + danglingLinks() + invalidLinks() + sharedNames() + forks()
      + recordsAhead(now: now)
  }

  func missingParents() throws -> [LibraryFault] {
    let found = try all(
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
      guard case .revision(let revision) = try record(child) else { return nil }
      return .missingParent(revision.handle, revision: child, parent: parent)
    }
  }

  private func danglingLinks() throws -> [LibraryFault] {
    var faults: [LibraryFault] = []
    for (link, column) in [(LibraryFault.Link.voice, "voice"), (.lookOf, "look_of")] {
      faults += try all(
        composed: """
          SELECT entry.handle FROM entry WHERE entry.\(column) IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM entry AS other WHERE other.element=entry.\(column))
            AND NOT EXISTS (
              SELECT 1 FROM erasure WHERE erasure.element=entry.\(column) AND before IS NULL)
          ORDER BY entry.id LIMIT 1000
          """, []
      ) { try? Handle($0.text(0)) }.compactMap(\.self).map { .dangling($0, link) }
    }
    return faults
  }

  /// Revisions that say what no command accepts: latest ones each, the earlier ones of an element together.
  func invalidRecords(_ found: [Examination.InvalidRevision]) throws -> [LibraryFault] {
    var seen: Set<Digest> = []
    var faults: [LibraryFault] = []
    var places: [ULID: Int] = [:]
    for invalid in found.filter({ seen.insert($0.digest).inserted })
      .prefix(Examination.invalidLimit)
    {
      let latest = try Contents(index: self).entries(of: invalid.element)
      // What was erased is on its way out of the log.
      guard let newest = latest.first else { continue }
      if latest.contains(where: { $0.revision == invalid.digest }) {
        faults.append(
          .invalidRevision(
            invalid.handle, revision: invalid.digest, invalid.first, count: invalid.count))
      } else if let place = places[invalid.element],
        case .invalidHistory(let handle, let revision, let first, let count, let number) =
          faults[place]
      {
        faults[place] = .invalidHistory(
          handle, revision: revision, first, count: count + 1, latest: number)
      } else {
        places[invalid.element] = faults.count
        faults.append(
          .invalidHistory(
            newest.handle, revision: invalid.digest, invalid.first, count: 1,
            latest: newest.sequence))
      }
    }
    return faults
  }

  /// Latest revisions whose voice is no voice, or that are looks of what they can't be.
  private func invalidLinks() throws -> [LibraryFault] {
    let found = try all(
      """
      SELECT entry.digest FROM entry JOIN entry AS other ON other.element=entry.voice
      WHERE entry.voice IS NOT NULL AND entry.voice<>entry.element AND other.kind<>?
      UNION
      SELECT entry.digest FROM entry JOIN entry AS other ON other.element=entry.look_of
      WHERE entry.look_of IS NOT NULL AND entry.look_of<>entry.element
        AND (other.look_of IS NOT NULL OR other.kind<>entry.kind)
      LIMIT 1000
      """, [.integer(ElementKind.voice.number)]
    ) { try $0.digest(0) }
    let contents = Contents(index: self)
    return try found.flatMap { digest -> [LibraryFault] in
      guard case .revision(let revision) = try record(digest) else { return [] }
      let problems = try LinkRules.problems(in: revision, look: nil) { element in
        try contents.entries(of: element).first.map { entry in
          LinkRules.Linked(handle: entry.handle, kind: entry.kind, isLook: entry.lookOf != nil)
        }
      }
      return problems.map { .invalidLink(revision.handle, revision: digest, $0) }
    }
  }

  private func sharedNames() throws -> [LibraryFault] {
    let names = try all(
      """
      SELECT name.text FROM name JOIN entry ON entry.id=name.entry
      GROUP BY name.text HAVING count(DISTINCT entry.element)>1 ORDER BY name.text LIMIT 1000
      """
    ) { $0.text(0) }
    let contents = Contents(index: self)
    return try names.map { name in
      var seen: Set<ULID> = []
      let entries = try contents.entries(named: name)
      return .sharedName(name, entries.filter { seen.insert($0.element).inserted })
    }
  }

  private func forks() throws -> [LibraryFault] {
    let elements = try all(
      """
      SELECT element.ulid FROM entry JOIN element ON element.id=entry.element
      GROUP BY entry.element HAVING count(*)>1 ORDER BY element.id LIMIT 1000
      """
    ) { try $0.identity(0) }
    return try elements.compactMap { element in
      let heads = try Contents(index: self).entries(of: element)
      return heads.first.map { .forked($0.handle, heads.map(\.revision)) }
    }
  }

  private func recordsAhead(now: Int) throws -> [LibraryFault] {
    let found = try all(
      "SELECT digest, at FROM revision WHERE at>? ORDER BY at LIMIT 1000",
      [.integer(now + Self.farAheadMilliseconds)]
    ) { (try $0.digest(0), Instant(milliseconds: $0.integer(1))) }
    return try found.compactMap { digest, at in
      guard case .revision(let revision) = try record(digest) else { return nil }
      return .ahead(revision.handle, revision: digest, at: at)
    }
  }
}
