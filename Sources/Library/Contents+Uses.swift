package import Model

extension Contents {
  /// A project's word that it uses an element.
  package struct Use: Sendable {
    package let project: ULID
    /// Where the project lay then.
    package let path: String
    package let revision: Digest
    package let at: Instant
    /// The record that says so.
    package let record: Digest
  }

  /// What projects use of an element: of each project what counts by now.
  package func uses(of element: ULID) throws -> [Use] {
    guard let number = try index.number(ifKnown: element) else { return [] }
    var found: [Use] = []
    try index.each(
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

  /// Every record of a project's use of an element that holds, what counts first.
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

  /// What a project uses: of each element what counts by now.
  package func uses(in project: ULID) throws -> [(element: ULID, use: Use)] {
    var found: [(element: ULID, use: Use)] = []
    try index.each(
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

  /// When a project last said that it uses an element, whether that still holds or not.
  package func lastUse(of element: ULID, in project: ULID) throws -> Instant? {
    guard let number = try index.number(ifKnown: element) else { return nil }
    return try index.first(
      "SELECT at FROM use WHERE element=? AND project=? ORDER BY at DESC LIMIT 1",
      [.integer(number), .identity(project)]
    ) { Instant(milliseconds: $0.integer(0)) }
  }

  private func use(_ row: borrowing Row) throws -> Use {
    Use(
      project: try row.identity(0), path: row.text(1), revision: try row.digest(2),
      at: Instant(milliseconds: row.integer(3)), record: try row.digest(4))
  }

  // MARK: Exports, takes, derivations

  /// The exports that sent an element, newest first.
  package func exports(of element: ULID, limit: Int) throws -> [ExportRecord] {
    guard let number = try index.number(ifKnown: element) else { return [] }
    return try exports(
      try index.all(
        """
        SELECT record FROM exported
        WHERE element=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=exported.record)
        ORDER BY at DESC, record DESC LIMIT ?
        """, [.integer(number), .integer(limit)]
      ) { try $0.digest(0) })
  }

  /// The exports that sent a file, or one that was made from it, newest first.
  package func exports(naming blob: Digest, limit: Int) throws -> [ExportRecord] {
    guard let number = try index.number(ifKnown: blob) else { return [] }
    let found = try exports(
      try index.all(
        """
        SELECT record.digest FROM mention JOIN record ON record.digest=mention.record
        WHERE mention.blob=? AND record.kind=6
          AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=mention.record) LIMIT ?
        """, [.integer(number), .integer(limit)]
      ) { try $0.digest(0) })
    return found.sorted { $0.at > $1.at }
  }

  /// The exports of a bundle, the last one first.
  package func exports(ofBundle bundle: Digest, limit: Int) throws -> [ExportRecord] {
    try exports(
      try index.all(
        """
        SELECT record FROM export
        WHERE bundle=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=export.record)
        ORDER BY at DESC, record DESC LIMIT ?
        """, [.digest(bundle), .integer(limit)]
      ) { try $0.digest(0) })
  }

  /// Exports of a time and later, newest first.
  package func exports(since moment: Instant?, limit: Int) throws -> [ExportRecord] {
    try exports(
      try index.all(
        """
        SELECT record FROM export
        WHERE at>=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=export.record)
        ORDER BY at DESC LIMIT ?
        """, [.integer(moment?.milliseconds ?? 0), .integer(limit)]
      ) { try $0.digest(0) })
  }

  /// The bundles whose name begins so.
  package func bundles(beginning prefix: [UInt8], limit: Int) throws -> [Digest] {
    let last = prefix + [UInt8](repeating: 255, count: max(0, 32 - prefix.count))
    return try index.all(
      "SELECT DISTINCT bundle FROM export WHERE bundle BETWEEN ? AND ? ORDER BY bundle LIMIT ?",
      [.blob(prefix), .blob(last), .integer(limit)]
    ) { try $0.digest(0) }
  }

  private func exports(_ records: [Digest]) throws -> [ExportRecord] {
    try records.compactMap { record in
      guard case .export(let export) = try index.record(record) else { return nil }
      return export
    }
  }

  /// What came back from a provider for a bundle, newest first.
  package func takes(ofBundle bundle: Digest, limit: Int) throws -> [Take] {
    try takes(
      try index.all(
        """
        SELECT record FROM take
        WHERE bundle=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=take.record)
        ORDER BY at DESC, record DESC LIMIT ?
        """, [.digest(bundle), .integer(limit)]
      ) { try $0.digest(0) })
  }

  /// The takes whose file this is, newest first.
  package func takes(of blob: Digest, limit: Int) throws -> [Take] {
    guard let number = try index.number(ifKnown: blob) else { return [] }
    let found = try takes(
      try index.all(
        """
        SELECT record FROM take
        WHERE blob=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=take.record) LIMIT ?
        """, [.integer(number), .integer(limit)]
      ) { try $0.digest(0) })
    return found.sorted { $0.at > $1.at }
  }

  private func takes(_ records: [Digest]) throws -> [Take] {
    try records.compactMap { record in
      guard case .take(let take) = try index.record(record) else { return nil }
      return take
    }
  }

  /// What a blob was made from.
  package func origins(of blob: Digest, limit: Int) throws -> [Derivation] {
    guard let number = try index.number(ifKnown: blob) else { return [] }
    return try derivations(
      try index.all(
        """
        SELECT record FROM derivation
        WHERE result=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=derivation.record)
        LIMIT ?
        """, [.integer(number), .integer(limit)]
      ) { try $0.digest(0) })
  }

  /// What was made from a blob.
  package func results(of blob: Digest, limit: Int) throws -> [Derivation] {
    guard let number = try index.number(ifKnown: blob) else { return [] }
    return try derivations(
      try index.all(
        """
        SELECT record FROM derivation
        WHERE source=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=derivation.record)
        LIMIT ?
        """, [.integer(number), .integer(limit)]
      ) { try $0.digest(0) })
  }

  private func derivations(_ records: [Digest]) throws -> [Derivation] {
    try records.compactMap { record in
      guard case .derivation(let derivation) = try index.record(record) else { return nil }
      return derivation
    }.sorted { ($0.at, $0.blob.hex) < ($1.at, $1.blob.hex) }
  }
}
