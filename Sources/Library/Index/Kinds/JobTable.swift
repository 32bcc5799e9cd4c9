package import Model

/// The table `job`: the states of jobs at providers.
package struct JobTable {
  let index: Index
  private var sql: Statements { index.sql }

  func add(_ job: Job, _ digest: Digest) throws {
    try sql.run(
      """
      INSERT OR IGNORE INTO job(job, record, at, state, bundle, request, element)
      VALUES(?, ?, ?, ?, ?, ?, ?)
      """,
      [
        job.job, digest, job.at, job.state.rawValue, job.export, job.request,
        job.element.map { try index.numbers.number(of: $0) },
      ])
  }

  /// Removes the rows of a record.
  func remove(_ job: Job, _ digest: Digest) throws {
    try sql.run("DELETE FROM job WHERE job=? AND record=?", [job.job, digest])
  }

  /// The jobs of a bundle, oldest first, each with its last state.
  package func ofBundle(_ bundle: Digest) throws -> [Job] {
    try jobs(
      "SELECT DISTINCT job FROM job WHERE bundle=? ORDER BY job", [bundle])
  }

  /// The jobs with the same request, from any bundle, oldest first, each with its last state.
  package func ofRequest(_ request: Digest) throws -> [Job] {
    try jobs(
      "SELECT DISTINCT job FROM job WHERE request=? ORDER BY job", [request])
  }

  /// The jobs that create an element or a voice, oldest first, each with its last state.
  package func of(_ element: ULID) throws -> [Job] {
    try jobs(
      "SELECT DISTINCT job FROM job WHERE element=? ORDER BY job",
      [index.numbers.number(ifKnown: element)])
  }

  /// The jobs that began at or after a time, oldest first, each with its last state.
  package func since(_ moment: Instant) throws -> [Job] {
    try jobs("SELECT job FROM job WHERE at>=? AND state='sending' ORDER BY at, job", [moment])
  }

  /// The last state of a job; `nil` if there is none with this identity.
  package func last(_ job: ULID) throws -> Job? {
    let states: [Job] = try index.records.all("SELECT record FROM job WHERE job=?", [job])
    return states.max { $1.supersedes($0) }
  }

  private func jobs(_ query: StaticString, _ values: [any SQLConvertible]) throws -> [Job] {
    var seen: Set<ULID> = []
    return try sql.all(query, values) { try $0.identity(0) }.filter {
      seen.insert($0).inserted
    }
    .compactMap { try last($0) }
  }
}
