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
    guard let number = try index.number(ifKnown: element) else { return [] }
    var found: [Use] = []
    try index.forEach(
      """
      SELECT project, path, revision, at, record FROM use
      WHERE element=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=use.record)
      ORDER BY project DESC, at DESC, record DESC
      """, [.integer(number)]
    ) { row in
      let project = try row.identity(0)
      if found.last?.project != project { found.append(try use(row)) }
      return true
    }
    return found.sorted { ($0.at, $0.project) > ($1.at, $1.project) }
  }

  /// Every use of an element in a project that has not been withdrawn; the first one counts.
  package func uses(of element: ULID, in project: ULID) throws -> [Use] {
    guard let number = try index.number(ifKnown: element) else { return [] }
    return try index.all(
      """
      SELECT project, path, revision, at, record FROM use
      WHERE element=? AND project=?
        AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=use.record)
      ORDER BY at DESC, record DESC
      """, [.integer(number), .identity(project)], read: use)
  }

  /// The elements that a project uses, each with the record that counts.
  package func uses(in project: ULID) throws -> [(element: ULID, use: Use)] {
    var found: [(element: ULID, use: Use)] = []
    try index.forEach(
      """
      SELECT use.project, use.path, use.revision, use.at, use.record, element.ulid
      FROM use JOIN element ON element.id=use.element
      WHERE use.project=?
        AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=use.record)
      ORDER BY use.element DESC, use.at DESC, use.record DESC
      """, [.identity(project)]
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
    guard let number = try index.number(ifKnown: element) else { return nil }
    return try index.first(
      "SELECT at FROM use WHERE element=? AND project=? ORDER BY at DESC LIMIT 1",
      [.integer(number), .identity(project)]
    ) { Instant(milliseconds: $0.integer(0)) }
  }

  /// Reads a use from the columns `project`, `path`, `revision`, `at` and `record`.
  private func use(_ row: borrowing Row) throws -> Use {
    Use(
      project: try row.identity(0), path: row.text(1), revision: try row.digest(2),
      at: Instant(milliseconds: row.integer(3)), record: try row.digest(4))
  }

  // MARK: Exports, takes, derivations

  /// The exports that contained an element, newest first.
  package func exports(of element: ULID, limit: Int) throws -> [ExportRecord] {
    guard let number = try index.number(ifKnown: element) else { return [] }
    return try exports(
      try index.digests(
        """
        SELECT record FROM exported
        WHERE element=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=exported.record)
        ORDER BY at DESC, record DESC LIMIT ?
        """, [.integer(number), .integer(limit)]
      ))
  }

  /// The exports that contained a file or one that was made from it, newest first.
  package func exports(naming blob: Digest, limit: Int) throws -> [ExportRecord] {
    guard let number = try index.number(ifKnown: blob) else { return [] }
    let found = try exports(
      try index.digests(
        """
        SELECT record.digest FROM mention JOIN record ON record.digest=mention.record
        WHERE mention.blob=? AND record.kind=6
          AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=mention.record) LIMIT ?
        """, [.integer(number), .integer(limit)]
      ))
    return found.sorted { $0.at > $1.at }
  }

  /// The exports of a bundle, newest first.
  package func exports(ofBundle bundle: Digest, limit: Int) throws -> [ExportRecord] {
    try exports(
      try index.digests(
        """
        SELECT record FROM export
        WHERE bundle=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=export.record)
        ORDER BY at DESC, record DESC LIMIT ?
        """, [.digest(bundle), .integer(limit)]
      ))
  }

  /// The exports at or after a moment, of a project and for a target, newest first. A condition
  /// that is `nil` accepts every export.
  package func exports(
    since moment: Instant? = nil, project: ULID? = nil, target: String? = nil, limit: Int
  ) throws -> [ExportRecord] {
    try exports(
      try index.digests(
        """
        SELECT record FROM export
        WHERE at>=?1 AND (?2 IS NULL OR project=?2) AND (?3 IS NULL OR target=?3)
          AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=export.record)
        ORDER BY at DESC LIMIT ?4
        """,
        [
          .integer(moment?.milliseconds ?? 0), .identity(project),
          target.map { .text($0) } ?? .null,
          .integer(limit),
        ]
      ))
  }

  /// The digests of exported bundles that begin with some bytes, in ascending order.
  package func bundles(beginning prefix: [UInt8], limit: Int) throws -> [Digest] {
    let last = prefix + [UInt8](repeating: 255, count: max(0, 32 - prefix.count))
    return try index.digests(
      "SELECT DISTINCT bundle FROM export WHERE bundle BETWEEN ? AND ? ORDER BY bundle LIMIT ?",
      [.blob(prefix), .blob(last), .integer(limit)]
    )
  }

  /// Reads the exports with some digests from the log.
  private func exports(_ records: [Digest]) throws -> [ExportRecord] {
    try records.compactMap { record in
      guard case .export(let export) = try index.record(record) else { return nil }
      return export
    }
  }

  /// The takes that a provider returned for a bundle, newest first.
  package func takes(ofBundle bundle: Digest, limit: Int) throws -> [Take] {
    try takes(
      try index.digests(
        """
        SELECT record FROM take
        WHERE bundle=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=take.record)
        ORDER BY at DESC, record DESC LIMIT ?
        """, [.digest(bundle), .integer(limit)]
      ))
  }

  /// The takes whose result is a file, newest first.
  package func takes(of blob: Digest, limit: Int) throws -> [Take] {
    guard let number = try index.number(ifKnown: blob) else { return [] }
    let found = try takes(
      try index.digests(
        """
        SELECT record FROM take
        WHERE blob=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=take.record) LIMIT ?
        """, [.integer(number), .integer(limit)]
      ))
    return found.sorted { $0.at > $1.at }
  }

  /// Reads the takes with some digests from the log.
  private func takes(_ records: [Digest]) throws -> [Take] {
    try records.compactMap { record in
      guard case .take(let take) = try index.record(record) else { return nil }
      return take
    }
  }

  /// The derivations that produced a file, oldest first: what it was made from.
  package func origins(of blob: Digest, limit: Int) throws -> [Derivation] {
    guard let number = try index.number(ifKnown: blob) else { return [] }
    return try derivations(
      try index.digests(
        """
        SELECT record FROM derivation
        WHERE result=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=derivation.record)
        LIMIT ?
        """, [.integer(number), .integer(limit)]
      ))
  }

  /// The derivations from a file, oldest first: what was made from it.
  package func results(of blob: Digest, limit: Int) throws -> [Derivation] {
    guard let number = try index.number(ifKnown: blob) else { return [] }
    return try derivations(
      try index.digests(
        """
        SELECT record FROM derivation
        WHERE source=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=derivation.record)
        LIMIT ?
        """, [.integer(number), .integer(limit)]
      ))
  }

  /// Reads the derivations with some digests from the log, sorted by time and result.
  private func derivations(_ records: [Digest]) throws -> [Derivation] {
    try records.compactMap { record in
      guard case .derivation(let derivation) = try index.record(record) else { return nil }
      return derivation
    }.sorted { ($0.at, $0.blob.hex) < ($1.at, $1.blob.hex) }
  }
}
