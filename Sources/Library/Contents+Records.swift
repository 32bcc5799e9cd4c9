package import Model

extension Contents {
  /// The statement of a project that it uses an element.
  package struct Use: Sendable {
    package let project: ULID
    /// The path of the project when the record was written.
    package let path: String
    package let revision: Digest
    package let at: Instant
    /// The digest of the record that states the use.
    package let record: Digest
  }

  /// The current use of an element in each project, most recent first. Of several records of one
  /// project, the newest one that has not been withdrawn counts.
  package func uses(of element: ULID) throws -> [Use] {
    var found: [Use] = []
    try index.sql.forEach(
      """
      SELECT project, path, revision, at, record FROM use
      WHERE element=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=use.record)
      ORDER BY project DESC, at DESC, record DESC
      """, [index.numbers.number(ifKnown: element)]
    ) { row in
      let project = try row.identity(0)
      if found.last?.project != project { found.append(try use(row)) }
      return true
    }
    return found.sorted { ($0.at, $0.project) > ($1.at, $1.project) }
  }

  /// Every use of an element in a project that has not been withdrawn; the first one counts.
  package func uses(of element: ULID, in project: ULID) throws -> [Use] {
    try index.sql.all(
      """
      SELECT project, path, revision, at, record FROM use
      WHERE element=? AND project=?
        AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=use.record)
      ORDER BY at DESC, record DESC
      """, [index.numbers.number(ifKnown: element), project], read: use)
  }

  /// The elements that a project uses, each with the record that counts.
  package func uses(in project: ULID) throws -> [(element: ULID, use: Use)] {
    var found: [(element: ULID, use: Use)] = []
    try index.sql.forEach(
      """
      SELECT use.project, use.path, use.revision, use.at, use.record, element.ulid
      FROM use JOIN element ON element.id=use.element
      WHERE use.project=?
        AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=use.record)
      ORDER BY use.element DESC, use.at DESC, use.record DESC
      """, [project]
    ) { row in
      let element = try row.identity(5)
      if found.last?.element != element { found.append((element, try use(row))) }
      return true
    }
    return found
  }

  /// When a project last stated that it uses an element, even if that was withdrawn later; `nil` if
  /// it never did.
  package func lastUse(of element: ULID, in project: ULID) throws -> Instant? {
    try index.sql.first(
      "SELECT at FROM use WHERE element=? AND project=? ORDER BY at DESC LIMIT 1",
      [index.numbers.number(ifKnown: element), project]
    ) { $0.instant(0) }
  }

  /// The projects that use an element or that an export came from, each with its folder as of the
  /// last recorded use; `nil` if no use of the project counts.
  package func projects() throws -> [(project: ULID, path: String?)] {
    var found: [(project: ULID, path: String?)] = []
    try index.sql.forEach(
      """
      SELECT project, path FROM use
      WHERE NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=use.record)
      ORDER BY project, at DESC, record DESC
      """, []
    ) { row in
      let project = try row.identity(0)
      if found.last?.project != project { found.append((project, row.text(1))) }
      return true
    }
    let known = Set(found.map(\.project))
    try index.sql.forEach(
      """
      SELECT DISTINCT project FROM export
      WHERE project IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=export.record)
      ORDER BY project
      """, []
    ) { row in
      let project = try row.identity(0)
      if !known.contains(project) { found.append((project, nil)) }
      return true
    }
    return found
  }

  /// The folder of a project when a use was last recorded, even if that was withdrawn later; `nil`
  /// if none ever was.
  package func lastFolder(of project: ULID) throws -> String? {
    try index.sql.first(
      "SELECT path FROM use WHERE project=? ORDER BY at DESC, record DESC LIMIT 1", [project]
    ) { $0.text(0) }
  }

  /// Reads a use from the columns `project`, `path`, `revision`, `at` and `record`.
  private func use(_ row: borrowing Row) throws -> Use {
    Use(
      project: try row.identity(0), path: row.text(1), revision: try row.digest(2),
      at: row.instant(3), record: try row.digest(4))
  }

  // MARK: Exports, takes, derivations

  /// The exports that contained an element, newest first.
  package func exports(of element: ULID, limit: Int) throws -> [ExportRecord] {
    try index.records.all(
      """
      SELECT record FROM exported
      WHERE element=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=exported.record)
      ORDER BY at DESC, record DESC LIMIT ?
      """, [index.numbers.number(ifKnown: element), limit])
  }

  /// The exports that contained a file or one that was made from it, newest first.
  package func exports(naming blob: Digest, limit: Int) throws -> [ExportRecord] {
    let found: [ExportRecord] = try index.records.all(
      """
      SELECT record.digest FROM mention JOIN record ON record.digest=mention.record
      WHERE mention.blob=? AND record.kind=6
        AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=mention.record) LIMIT ?
      """, [index.numbers.number(ifKnown: blob), limit])
    return found.sorted { $0.at > $1.at }
  }

  /// The exports of a bundle, newest first.
  package func exports(ofBundle bundle: Digest, limit: Int) throws -> [ExportRecord] {
    try index.records.all(
      """
      SELECT record FROM export
      WHERE bundle=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=export.record)
      ORDER BY at DESC, record DESC LIMIT ?
      """, [bundle, limit])
  }

  /// The exports at or after a time, of a project and for a target, newest first. A condition that
  /// is `nil` accepts every export.
  package func exports(
    since moment: Instant? = nil, project: ULID? = nil, target: String? = nil, limit: Int
  ) throws -> [ExportRecord] {
    try index.records.all(
      """
      SELECT record FROM export
      WHERE at>=?1 AND (?2 IS NULL OR project=?2) AND (?3 IS NULL OR target=?3)
        AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=export.record)
      ORDER BY at DESC LIMIT ?4
      """, [moment ?? Instant(milliseconds: 0), project, target, limit])
  }

  /// The digests of exported bundles that begin with some bytes, in ascending order.
  package func bundles(beginning prefix: [UInt8], limit: Int) throws -> [Digest] {
    try index.sql.digests(
      "SELECT DISTINCT bundle FROM export WHERE bundle BETWEEN ? AND ? ORDER BY bundle LIMIT ?",
      [prefix, prefix.lastDigestBytes, limit])
  }

  /// The takes that a provider returned for a bundle, newest first. Of several ratings of a file
  /// only the last one counts.
  package func takes(ofBundle bundle: Digest, limit: Int) throws -> [Take] {
    let found: [Take] = try index.records.all(
      """
      SELECT record FROM take
      WHERE bundle=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=take.record)
      ORDER BY at DESC, record DESC LIMIT ?
      """, [bundle, limit])
    return found.lastRatings
  }

  /// The takes whose result is a file, newest first, one for each bundle: the last rating counts.
  package func takes(of blob: Digest, limit: Int) throws -> [Take] {
    let found: [Take] = try index.records.all(
      """
      SELECT record FROM take
      WHERE blob=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=take.record) LIMIT ?
      """, [index.numbers.number(ifKnown: blob), limit])
    return found.sorted { $0.at > $1.at }.lastRatings
  }

  /// The record of the last rating of a file that came back from a bundle; `nil` if there is none.
  package func lastTakeRecord(of blob: Digest, from bundle: Digest) throws -> Digest? {
    try index.sql.digests(
      """
      SELECT record FROM take WHERE bundle=? AND blob=?
        AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=take.record)
      ORDER BY at DESC, record DESC LIMIT 1
      """, [bundle, index.numbers.number(ifKnown: blob)]
    ).first
  }

  /// The derivations that produced a file, oldest first: what it was made from.
  package func origins(of blob: Digest, limit: Int) throws -> [Derivation] {
    let found: [Derivation] = try index.records.all(
      """
      SELECT record FROM derivation
      WHERE result=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=derivation.record)
      LIMIT ?
      """, [index.numbers.number(ifKnown: blob), limit])
    return found.sorted { ($0.at, $0.blob.hex) < ($1.at, $1.blob.hex) }
  }

  /// The records of the derivations of one file from another.
  package func derivations(of blob: Digest, from original: Digest) throws -> [Digest] {
    try index.sql.digests(
      """
      SELECT record FROM derivation WHERE source=? AND result=?
        AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=derivation.record)
      """, [index.numbers.number(ifKnown: original), index.numbers.number(ifKnown: blob)])
  }

  /// The derivations from a file, oldest first: what was made from it.
  package func results(of blob: Digest, limit: Int) throws -> [Derivation] {
    let found: [Derivation] = try index.records.all(
      """
      SELECT record FROM derivation
      WHERE source=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=derivation.record)
      LIMIT ?
      """, [index.numbers.number(ifKnown: blob), limit])
    return found.sorted { ($0.at, $0.blob.hex) < ($1.at, $1.blob.hex) }
  }

  // MARK: Jobs

  /// The jobs of a bundle, oldest first, each with its last state.
  package func jobs(ofBundle bundle: Digest) throws -> [Job] {
    try jobs(
      "SELECT DISTINCT job FROM job WHERE bundle=? ORDER BY job", [bundle])
  }

  /// The jobs with the same request, from any bundle, oldest first, each with its last state.
  package func jobs(ofRequest request: Digest) throws -> [Job] {
    try jobs(
      "SELECT DISTINCT job FROM job WHERE request=? ORDER BY job", [request])
  }

  /// The jobs that create an element or a voice, oldest first, each with its last state.
  package func jobs(of element: ULID) throws -> [Job] {
    try jobs(
      "SELECT DISTINCT job FROM job WHERE element=? ORDER BY job",
      [index.numbers.number(ifKnown: element)])
  }

  /// The jobs that began at or after a time, oldest first, each with its last state.
  package func jobs(since moment: Instant) throws -> [Job] {
    try jobs("SELECT job FROM job WHERE at>=? AND state='sending' ORDER BY at, job", [moment])
  }

  /// The last state of a job; `nil` if there is none with this identity.
  package func job(_ job: ULID) throws -> Job? {
    let states: [Job] = try index.records.all("SELECT record FROM job WHERE job=?", [job])
    return states.max { $1.supersedes($0) }
  }

  private func jobs(_ query: StaticString, _ values: [any SQLConvertible]) throws -> [Job] {
    var seen: Set<ULID> = []
    return try index.sql.all(query, values) { try $0.identity(0) }.filter {
      seen.insert($0).inserted
    }
    .compactMap { try job($0) }
  }

  // MARK: Registrations

  /// A registration, which states that a provider holds an element or a file, and the digest of its
  /// record.
  package struct StoredRegistration: Sendable {
    package let registration: Registration
    package let record: Digest
  }

  /// The registrations of an element that have not been withdrawn, newest first.
  package func registrations(of element: ULID) throws -> [StoredRegistration] {
    try registered(
      """
      SELECT record FROM registration
      WHERE element=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=registration.record)
      ORDER BY at DESC, record DESC
      """, [index.numbers.number(ifKnown: element)])
  }

  /// The registrations of a file itself that have not been withdrawn, newest first, from at most
  /// 1000 records.
  package func registrations(ofFile blob: Digest) throws -> [StoredRegistration] {
    let found = try registered(
      """
      SELECT record FROM registration
      WHERE blob=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=registration.record)
      LIMIT 1000
      """, [index.numbers.number(ifKnown: blob)])
    return found.sorted { $0.registration.at > $1.registration.at }
  }

  /// One page of all registrations that have not been withdrawn, in the order of their digests.
  ///
  /// - Parameters:
  ///   - record: The `record` of the last registration of the previous page, or `nil` for the
  ///     first.
  ///   - limit: The maximum number of registrations.
  package func registrations(after record: Digest?, limit: Int) throws -> [StoredRegistration] {
    try registered(
      """
      SELECT record FROM registration
      WHERE record>? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=registration.record)
      ORDER BY record LIMIT ?
      """, [record?.bytes ?? [], limit])
  }

  /// Runs a query for digests of records and reads the registrations among them from the log.
  private func registered(
    _ query: StaticString, _ values: [any SQLConvertible]
  ) throws -> [StoredRegistration] {
    try index.sql.digests(query, values).compactMap { record in
      guard case .registration(let registration) = try index.records.read(record) else {
        return nil
      }
      return StoredRegistration(registration: registration, record: record)
    }
  }

  // MARK: Records that accompany elements to another library

  /// The digests of an element's registrations with providers, oldest first, each followed by the
  /// records that withdrew it.
  package func registrationRecords(of element: ULID) throws -> [Digest] {
    try withEnds(
      index.sql.digests(
        "SELECT record FROM registration WHERE element=? ORDER BY at, record",
        [index.numbers.number(ifKnown: element)]))
  }

  /// The digests of the records that erased an element or the beginning of its history.
  package func erasureRecords(of element: ULID) throws -> [Digest] {
    try index.sql.digests(
      "SELECT record FROM erasure WHERE element=? ORDER BY record",
      [index.numbers.number(ifKnown: element)])
  }

  /// The digests of the records about a file: how it was derived, what was derived from it, and
  /// which findings on it were dismissed; each is followed by the records that withdrew it.
  package func fileRecords(of blob: Digest) throws -> [Digest] {
    let number = try index.numbers.number(ifKnown: blob)
    return try withEnds(
      index.sql.digests("SELECT record FROM derivation WHERE result=?", [number])
        + index.sql.digests(
          "SELECT record FROM derivation WHERE source=? ORDER BY result, at, record", [number])
        + index.sql.digests(
          "SELECT record FROM dismissal WHERE blob=? ORDER BY rule, at, record", [number]))
  }

  /// Each record followed by the records that withdrew it.
  private func withEnds(_ records: [Digest]) throws -> [Digest] {
    try records.flatMap { record in
      try [record] + index.sql.digests("SELECT record FROM withdrawal WHERE target=?", [record])
    }
  }
}

extension [Take] {
  /// The takes that count, from a list with the newest first: of several ratings of a file from one
  /// bundle, only the last.
  var lastRatings: [Take] {
    var seen: Set<[Digest]> = []
    return filter { take in take.blob.map { seen.insert([take.export, $0]).inserted } ?? true }
  }
}
