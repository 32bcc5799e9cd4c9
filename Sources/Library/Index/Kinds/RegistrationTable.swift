package import Model

/// The table `registration`: which elements and files providers have.
package struct RegistrationTable {
  let index: Index
  private var sql: Statements { index.sql }

  func add(_ registration: Registration, _ digest: Digest) throws {
    let element = try registration.element.map { try index.numbers.number(of: $0) }
    let blob = try registration.blob.map { try index.numbers.number(of: $0) }
    try sql.run(
      """
      INSERT OR IGNORE INTO registration(
        target, account, kind, element, blob, at, record, revision, remote, expires)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        registration.target, registration.account, registration.kind.rawValue, element, blob,
        registration.at, digest, registration.revision, registration.remoteId, registration.expires,
      ])
  }

  /// Removes the rows of a record.
  func remove(_: Registration, _ digest: Digest) throws {
    try sql.run("DELETE FROM registration WHERE record=?", [digest])
  }

  /// The registrations of an element that have not been withdrawn, newest first.
  package func of(_ element: ULID) throws -> [Contents.StoredRegistration] {
    try registered(
      """
      SELECT record FROM registration
      WHERE element=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=registration.record)
      ORDER BY at DESC, record DESC
      """, [index.numbers.number(ifKnown: element)])
  }

  /// The registrations of a file itself that have not been withdrawn, newest first, from at most
  /// 1000 records.
  package func ofFile(_ blob: Digest) throws -> [Contents.StoredRegistration] {
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
  package func all(after record: Digest?, limit: Int) throws -> [Contents.StoredRegistration] {
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
  ) throws -> [Contents.StoredRegistration] {
    try sql.digests(query, values).compactMap { record in
      guard case .registration(let registration) = try index.records.read(record) else {
        return nil
      }
      return Contents.StoredRegistration(registration: registration, record: record)
    }
  }
}
