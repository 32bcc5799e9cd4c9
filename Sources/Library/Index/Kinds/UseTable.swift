package import Model

/// The table `use`: the statements of projects that they use an element.
package struct UseTable {
  let index: Index
  private var sql: Statements { index.sql }

  func add(_ use: ProjectUse, _ digest: Digest) throws {
    try sql.run(
      """
      INSERT OR IGNORE INTO use(element, project, at, record, revision, path)
      VALUES(?, ?, ?, ?, ?, ?)
      """,
      [index.numbers.number(of: use.element), use.project, use.at, digest, use.revision, use.path])
  }

  /// Removes the rows of a record.
  func remove(_ use: ProjectUse, _ digest: Digest) throws {
    try sql.run(
      "DELETE FROM use WHERE element=? AND project=? AND at=? AND record=?",
      [index.numbers.number(ifKnown: use.element), use.project, use.at, digest])
  }

  /// The current use of an element in each project, most recent first. Of several records of one
  /// project, the newest one that has not been withdrawn counts.
  package func of(_ element: ULID) throws -> [Contents.Use] {
    var found: [Contents.Use] = []
    try sql.forEach(
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
  package func of(_ element: ULID, in project: ULID) throws -> [Contents.Use] {
    try sql.all(
      """
      SELECT project, path, revision, at, record FROM use
      WHERE element=? AND project=?
        AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=use.record)
      ORDER BY at DESC, record DESC
      """, [index.numbers.number(ifKnown: element), project], read: use)
  }

  /// The elements that a project uses, each with the record that counts.
  package func inProject(_ project: ULID) throws -> [(element: ULID, use: Contents.Use)] {
    var found: [(element: ULID, use: Contents.Use)] = []
    try sql.forEach(
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
  package func last(of element: ULID, in project: ULID) throws -> Instant? {
    try sql.first(
      "SELECT at FROM use WHERE element=? AND project=? ORDER BY at DESC LIMIT 1",
      [index.numbers.number(ifKnown: element), project]
    ) { $0.instant(0) }
  }

  /// The projects that use an element or that an export came from, each with its folder as of the
  /// last recorded use; `nil` if no use of the project counts.
  package func projects() throws -> [(project: ULID, path: String?)] {
    var found: [(project: ULID, path: String?)] = []
    try sql.forEach(
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
    try sql.forEach(
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
    try sql.first(
      "SELECT path FROM use WHERE project=? ORDER BY at DESC, record DESC LIMIT 1", [project]
    ) { $0.text(0) }
  }

  /// Reads a use from the columns `project`, `path`, `revision`, `at` and `record`.
  private func use(_ row: borrowing Row) throws -> Contents.Use {
    Contents.Use(
      project: try row.identity(0), path: row.text(1), revision: try row.digest(2),
      at: row.instant(3), record: try row.digest(4))
  }
}
