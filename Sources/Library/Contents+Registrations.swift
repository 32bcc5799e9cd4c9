package import Model

extension Contents {
  /// A provider's word that it holds something, with the record that says so.
  package struct Registered: Sendable {
    package let registration: Registration
    package let record: Digest
  }

  /// What providers hold of an element, newest first.
  package func registrations(of element: ULID) throws -> [Registered] {
    guard let number = try index.number(ifKnown: element) else { return [] }
    return try registered(
      try index.all(
        """
        SELECT record FROM registration
        WHERE element=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=registration.record)
        ORDER BY at DESC, record DESC
        """, [.integer(number)]
      ) { try $0.digest(0) })
  }

  /// What providers hold of a file by itself, newest first.
  package func registrations(ofFile blob: Digest) throws -> [Registered] {
    guard let number = try index.number(ifKnown: blob) else { return [] }
    let found = try registered(
      try index.all(
        """
        SELECT record FROM registration
        WHERE blob=? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=registration.record)
        LIMIT 1000
        """, [.integer(number)]
      ) { try $0.digest(0) })
    return found.sorted { $0.registration.at > $1.registration.at }
  }

  /// Everything that providers hold, in the order of its records, some at a time.
  package func registrations(after record: Digest?, limit: Int) throws -> [Registered] {
    try registered(
      try index.all(
        """
        SELECT record FROM registration
        WHERE record>? AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE target=registration.record)
        ORDER BY record LIMIT ?
        """, [record.map { .digest($0) } ?? .blob([]), .integer(limit)]
      ) { try $0.digest(0) })
  }

  private func registered(_ records: [Digest]) throws -> [Registered] {
    try records.compactMap { record in
      guard case .registration(let registration) = try index.record(record) else { return nil }
      return Registered(registration: registration, record: record)
    }
  }
}
