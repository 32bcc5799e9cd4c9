package import Model

extension Contents {
  /// A registration, which states that a provider holds an element or a file, and the digest of its
  /// record.
  package struct StoredRegistration: Sendable {
    package let registration: Registration
    package let record: Digest
  }

  /// The registrations of an element that have not been withdrawn, newest first.
  package func registrations(of element: ULID) throws -> [StoredRegistration] {
    guard let number = try index.number(ifKnown: element) else { return [] }
    return try registered(
      try index.digests(
        """
        SELECT record FROM registration
        WHERE element=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=registration.record)
        ORDER BY at DESC, record DESC
        """, [.integer(number)]
      ))
  }

  /// The registrations of a file itself that have not been withdrawn, newest first, from at most
  /// 1000 records.
  package func registrations(ofFile blob: Digest) throws -> [StoredRegistration] {
    guard let number = try index.number(ifKnown: blob) else { return [] }
    let found = try registered(
      try index.digests(
        """
        SELECT record FROM registration
        WHERE blob=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=registration.record)
        LIMIT 1000
        """, [.integer(number)]
      ))
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
      try index.digests(
        """
        SELECT record FROM registration
        WHERE record>? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=registration.record)
        ORDER BY record LIMIT ?
        """, [record.map { .digest($0) } ?? .blob([]), .integer(limit)]
      ))
  }

  /// Reads the registrations with some digests from the log.
  private func registered(_ records: [Digest]) throws -> [StoredRegistration] {
    try records.compactMap { record in
      guard case .registration(let registration) = try index.record(record) else { return nil }
      return StoredRegistration(registration: registration, record: record)
    }
  }
}
