internal import Files
internal import Model

/// The records of a library as a source for `ErasedRecords`.
///
/// The index finds them by keys, so the cost depends on what is erased and not on the size of the
/// library. The records themselves are read from the log, and each line is checked against its
/// digest.
///
/// The index removes what an erasure covers as soon as it reads the erasure, and lists in its table
/// `covered` what is still in the log. What a planned erasure covers is in the other tables,
/// because the erasure hasn't been recorded yet.
final class IndexRecords: RecordSource {
  private let index: Index
  /// The erasure to preview; `nil` for the erasures in the log.
  private let planned: ErasedElement?
  /// The digests that the planned erasure states.
  private let plannedTraces: ErasedTraces
  /// The locations in the log of the records that the index has already removed.
  private var locations: [Digest: [CoveredLocation]] = [:]

  /// Creates a source for the unfinished erasures of a library, or for a planned one.
  init(
    _ index: Index, planning planned: ErasedElement? = nil, traces: ErasedTraces = ErasedTraces()
  ) {
    self.index = index
    self.planned = planned
    plannedTraces = traces
  }

  func erasedElements() throws -> [ErasedElement] {
    if let planned { return [planned] }
    let rows = try index.sql.all(
      """
      SELECT DISTINCT element.ulid, element.id,
        EXISTS (SELECT 1 FROM erasure AS other WHERE other.element=element.id AND other.takes<>0)
      FROM erasure JOIN element ON element.id=erasure.element
      """
    ) { (try $0.identity(0), $0.integer(1), $0.flag(2)) }
    return try rows.compactMap { element, number, takes in
      try index.erasures.firstKeptSequence(of: number).map { kept in
        ErasedElement(element: element, firstKept: kept, takes: takes)
      }
    }
  }

  func erasedTraces() throws -> [(traces: ErasedTraces, takes: Bool)] {
    guard let planned else { return try index.erasedTraces.all() }
    return plannedTraces.isEmpty ? [] : [(plannedTraces, planned.takes)]
  }

  func revisions(of elements: Set<ULID>) throws -> [ULID: [(revision: Digest, sequence: Int)]] {
    var revisions: [ULID: [(revision: Digest, sequence: Int)]] = [:]
    for element in elements {
      revisions[element] = try index.sql.all(
        "SELECT digest, sequence FROM revision WHERE element=?",
        [index.numbers.number(ifKnown: element)]
      ) { (try $0.digest(0), $0.integer(1)) }
    }
    return revisions
  }

  func coveredRecords(_ scope: ErasureScope) throws -> [Digest] {
    if let planned {
      guard let number = try index.numbers.number(ifKnown: planned.element) else { return [] }
      let covered = try index.erasures.recordsToCover(of: number, kept: planned.firstKept)
      return covered.revisions.map(\.record) + covered.exports + covered.others
    }
    let covered = try index.erasures.coveredLocations()
    locations = Dictionary(grouping: covered, by: \.record)
    return covered.map(\.record).filter(Self.firsts())
  }

  /// Returns a filter that lets each digest pass once.
  private static func firsts() -> (Digest) -> Bool {
    var seen: Set<Digest> = []
    return { seen.insert($0).inserted }
  }

  func record(_ digest: Digest) throws -> Record? {
    if let known = locations[digest] {
      for location in known {
        if let record = try index.erasures.record(at: location) { return record }
      }
      return nil
    }
    do {
      return try index.records.read(digest)
    } catch is LibraryError {
    } catch is RecordError {
    } catch is FileError {
    }
    return nil
  }

  func takes(of bundles: Set<Digest>) throws -> [Digest: [Digest]] {
    try dictionary(bundles) { bundle in
      try index.sql.digests("SELECT record FROM take WHERE bundle=? ORDER BY at, record", [bundle])
        + index.sql.digests(
          "SELECT record FROM comment WHERE bundle=? ORDER BY at, record", [bundle])
    }
  }

  func remarks(naming names: NameMatcher) throws -> [Digest] {
    try index.erasures.recordsWithRemarks(naming: names)
  }

  func results(of files: Set<Digest>) throws -> [Digest: [Digest]] {
    try dictionary(files, index.derivations.resultFiles)
  }

  func sources(of files: Set<Digest>) throws -> [Digest: [Digest]] {
    try dictionary(files, index.derivations.sourceFiles)
  }

  func revisions(naming files: Set<Digest>) throws -> [Digest: [(element: ULID, revision: Digest)]]
  {
    try dictionary(files) { file in
      let holders = try index.sql.all(
        """
        SELECT element.ulid, element.id FROM holding JOIN blob ON blob.id=holding.blob
        JOIN element ON element.id=holding.element WHERE blob.digest=?
        """, [file]
      ) { (try $0.identity(0), $0.integer(1)) }
      return try holders.flatMap { element, number in
        try index.sql.digests(
          "SELECT digest FROM revision WHERE element=? ORDER BY sequence DESC", [number]
        ).map { (element, $0) }
      }
    }
  }

  func names(_ revision: Digest, _ file: Digest) throws -> Bool? {
    guard case .revision(let revision)? = try record(revision) else { return nil }
    return revision.blobs.contains(file)
  }

  func mentions(of files: Set<Digest>) throws -> [Digest: [Mention]] {
    try dictionary(files) { file in
      try index.sql.all(
        """
        SELECT mention.record, record.kind FROM mention JOIN blob ON blob.id=mention.blob
        JOIN record ON record.digest=mention.record WHERE blob.digest=?
        """, [file]
      ) { Mention(record: try $0.digest(0), role: Mention.Role(kind: $0.integer(1))) }
    }
  }

  func withdrawals(of records: Set<Digest>) throws -> [(target: Digest, record: Digest)] {
    try records.flatMap { target in
      try index.sql.digests("SELECT record FROM withdrawal WHERE target=?", [target])
        .map { (target, $0) }
    }
  }

  func forEachUnreadableLine(_ body: ([UInt8]) throws -> Void) throws {
    for segment in try index.faults.faultySegments() {
      guard
        let bytes = try? FileSystem.read(index.log.path(of: segment), limit: RecordLog.byteLimit)
      else {
        try body([])
        continue
      }
      let isSound = SHA256.digest(of: bytes) == segment.digest
      for line in RecordLog.lines(in: bytes)
      where !isSound || (try? Record(line: line.bytes)) == nil {
        try body(line.bytes)
      }
    }
  }

  /// Returns what a query finds for each key.
  private func dictionary<Value>(
    _ keys: Set<Digest>, _ query: (Digest) throws -> [Value]
  ) throws -> [Digest: [Value]] {
    var found: [Digest: [Value]] = [:]
    for key in keys { found[key] = try query(key) }
    return found
  }
}

extension Mention.Role {
  /// Creates the role that a record has for the files it names, from the index's number for its
  /// kind.
  fileprivate init(kind: Int) {
    self =
      switch kind {
      case 2, 4: .statement
      case 3: .registration
      default: .holder
      }
  }
}
