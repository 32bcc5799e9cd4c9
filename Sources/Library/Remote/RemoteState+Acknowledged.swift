package import Model

/// The segments, with their records, that the store has acknowledged or listed. If it no longer
/// lists them, it was reset to an earlier state.
extension RemoteState {
  /// Notes a segment that is in the store, with its records.
  package func recordAcknowledgement(_ segment: Digest, on day: Day, _ records: [DigestPrefix])
    throws
  {
    try run(
      "INSERT OR REPLACE INTO acknowledged(segment, day, records, missing) VALUES(?, ?, ?, 0)",
      [segment, day, records.flatMap(\.bytes)])
  }

  /// Forgets a segment that was deliberately removed from the store.
  package func forgetAcknowledged(_ segment: Digest) throws {
    try run("DELETE FROM acknowledged WHERE segment=?", [segment])
  }

  /// The latest day of the segments that are known to be in the store; `nil` if none is.
  package var lastAcknowledgedDay: Day? {
    get throws {
      try statement("SELECT max(day) FROM acknowledged").all([]) { $0.text(0) }.first.flatMap {
        Day($0)
      }
    }
  }

  /// The latest day of the segments that were known when the store was last checked for them.
  /// Segments that this machine has sent since may be newer than those that the store has lost
  /// since.
  package var lastComparedDay: Day? {
    get throws { try value("compared").flatMap { Day($0) } ?? lastAcknowledgedDay }
  }

  /// Notes that all known segments up to the latest day have been checked.
  package func recordComparison() throws {
    if let day = try lastAcknowledgedDay { try set("compared", day.description) }
  }

  /// Marks which segments since a day are no longer listed. Returns whether any are missing.
  ///
  /// - Parameters:
  ///   - listed: The segments that the store lists from that day on.
  ///   - since: The day; `nil` for all segments.
  package func recordMissingSegments(listed: Set<Digest>, since: Day?) throws -> Bool {
    let known = try statement("SELECT segment, missing FROM acknowledged WHERE day>=?").all(
      [since?.description ?? ""]
    ) { (segment: try $0.digest(0), isMissing: $0.flag(1)) }
    for (segment, isMissing) in known where isMissing == listed.contains(segment) {
      try run("UPDATE acknowledged SET missing=? WHERE segment=?", [!isMissing, segment])
    }
    return try exists("SELECT 1 FROM acknowledged WHERE missing<>0 LIMIT 1", [])
  }

  /// The segments that are no longer listed, and those of their records that no listed segment has.
  package func lostRecords() throws -> (segments: [Digest], records: Set<DigestPrefix>) {
    var lost: Set<DigestPrefix> = []
    let segments = try statement("SELECT segment, records FROM acknowledged WHERE missing<>0").all(
      []
    ) { row in
      lost.formUnion(Self.prefixes(row.bytes(1)))
      return try row.digest(0)
    }
    try statement("SELECT records FROM acknowledged WHERE missing=0").forEachRow([]) { row in
      lost.subtract(Self.prefixes(row.bytes(0)))
      return !lost.isEmpty
    }
    return (segments, lost)
  }

  private static func prefixes(_ bytes: [UInt8]) -> [DigestPrefix] {
    stride(from: 0, to: bytes.count - 15, by: 16).map { DigestPrefix(Array(bytes[$0..<$0 + 16])) }
  }

  /// Forgets the segments that are no longer listed.
  package func forgetMissingSegments() throws {
    try run("DELETE FROM acknowledged WHERE missing<>0", [])
  }

  // MARK: Files

  /// A sample of the files that the store is known to have, spread over all of them.
  ///
  /// - Parameter starts: The digests at or after which the next file is taken.
  package func storedFiles(after starts: [DigestPrefix]) throws -> Set<DigestPrefix> {
    let next = try statement("SELECT blob FROM stored WHERE blob>=? ORDER BY blob LIMIT 1")
    return Set(
      try starts.flatMap { start in try next.all([start]) { DigestPrefix($0.bytes(0)) } })
  }

  /// The first files that the store is known to have.
  package func storedFiles(limit: Int) throws -> [DigestPrefix] {
    try statement("SELECT blob FROM stored ORDER BY blob LIMIT ?").all([limit]) {
      DigestPrefix($0.bytes(0))
    }
  }

  // MARK: What is lost

  /// What the store has lost, as far as this machine has noticed; `nil` if nothing.
  package var loss: StoreLoss? {
    get throws {
      guard let numbers = try value("loss")?.split(separator: " ").compactMap({ Int($0) }),
        numbers.count == 5
      else { return nil }
      return StoreLoss(
        segmentCount: numbers[0], recordCount: numbers[1], pushCount: numbers[2],
        fileCount: numbers[3], soughtFileCount: numbers[4])
    }
  }

  /// Notes what the store has lost; `nil` for nothing.
  package func note(_ loss: StoreLoss?) throws {
    guard let loss else { return try run("DELETE FROM meta WHERE key='loss'", []) }
    let numbers = [
      loss.segmentCount, loss.recordCount, loss.pushCount, loss.fileCount, loss.soughtFileCount,
    ]
    try set("loss", numbers.map(String.init).joined(separator: " "))
  }
}

extension Contents {
  /// The digests of the given records that the library has, except those about some elements.
  package func records(
    among prefixes: Set<DigestPrefix>, besides elements: Set<ULID>
  ) throws -> [Digest] {
    try prefixes.flatMap { prefix in
      try index.sql.digests(
        "SELECT digest FROM record WHERE digest>=? AND digest<=?", [prefix, prefix.end])
    }.filter { digest in
      if elements.isEmpty { return true }
      switch try records.read(digest) {
      case .revision(let revision): return !elements.contains(revision.element)
      case .use(let use): return !elements.contains(use.element)
      case .registration(let registration):
        return registration.element.map(elements.contains) != true
      case .job(let job): return job.element.map(elements.contains) != true
      case .export(let export): return !export.elements.contains { elements.contains($0.element) }
      case .derivation, .dismissal, .take, .comment, .draft, .withdrawal, .erasure, .signature,
        .unknown, nil:
        return true
      }
    }
  }

  /// The digests of the given files that records keep.
  package func keptFiles(among prefixes: some Sequence<DigestPrefix>) throws -> [Digest] {
    try prefixes.flatMap { prefix in
      try index.sql.digests(
        "SELECT digest FROM blob WHERE digest>=? AND digest<=?", [prefix, prefix.end])
    }.filter { try index.blobs.isNamed($0) }
  }
}

extension DigestPrefix {
  /// The greatest digest that begins with the prefix.
  fileprivate var end: [UInt8] { bytes + [UInt8](repeating: 0xFF, count: 16) }
}
