internal import Files
internal import Library
internal import Model
internal import Transfers

/// The part of a pull that reads segments and adds their records to the library, many at a time.
struct SegmentReader<Store: ObjectStore> {
  private let team: TeamStore<Store>
  /// Whether the index is built only at the end.
  private let isFirst: Bool
  private let hasErasures: Bool
  private let progress: (SyncProgress) -> Void
  private var batch: SegmentBatch
  private var update = StoreUpdate()
  /// The records other than revisions of each segment, by key, if the library has erasures. These
  /// may cover them once everything is read.
  private var unconfirmedRecords: [String: [Digest]] = [:]
  /// What was read.
  private(set) var outcome = PullOutcome()

  /// The length of records that are added to the library in one step, in bytes.
  private static var maximumJoinedBytes: Int { 32 << 20 }

  private var library: LibraryStore { team.library }
  private var state: RemoteState { team.state }

  init(
    of team: TeamStore<Store>, isFirst: Bool, progress: @escaping (SyncProgress) -> Void
  ) throws {
    (self.team, self.isFirst, self.progress) = (team, isFirst, progress)
    // Records of an erased element come from a machine that doesn't know of the erasure yet.
    hasErasures = try !team.library.contents { try $0.erasures() }.isEmpty
    batch = SegmentBatch(checksErasures: hasErasures)
  }

  /// Reads segments, and adds their records other than erasures to the library.
  mutating func read(_ segments: [ListedSegment]) throws {
    let listed = Dictionary(segments.map { ($0.object.key, $0) }) { first, _ in first }
    let requests = segments.lazy.map { segment in
      StoreRequest.get(key: segment.object.key, into: nil, limit: RemoteLayout.maximumObjectBytes)
    }
    var done = 0
    // What was read before an interruption need not be read again.
    defer { try? recordUpdate() }
    try team.store.exchange(requests) { request, result in
      guard case .get(let key, _, _) = request, let segment = listed[key] else { return }
      done += 1
      try add(result, of: segment)
      if batch.byteCount >= Self.maximumJoinedBytes {
        try joinBatch()
        if !isFirst || update.isLarge { try recordUpdate() }
      }
      progress(SyncProgress(.receivingRecords, done, of: segments.count))
    }
    try joinBatch()
    try recordUpdate()
  }

  /// Marks the segments with records that the library doesn't have after applying erasures.
  func markUnconfirmedRecords() throws {
    let keys = try library.contents { contents in
      try unconfirmedRecords.filter { try $0.value.contains { try !contents.records.has($0) } }.keys
        .sorted()
    }
    try state.transaction { for key in keys { try state.markNeedsRewrite(key) } }
  }

  /// Adds the answer to a request for a segment to the batch.
  private mutating func add(
    _ result: Result<StoreResponse, TransferFailure>, of segment: ListedSegment
  ) throws {
    let key = segment.object.key
    switch result {
    case .success(let answer) where answer.isSuccess:
      do throws(SegmentProblem) {
        let records = try team.records(in: answer.bytes, named: segment.digest)
        batch.add(records, of: segment)
        if hasErasures {
          unconfirmedRecords[key] = records.filter { $0.element == nil }.map(\.digest)
        }
        outcome.segmentCount += 1
      } catch {
        outcome.problems.append(PullOutcome.Problem(key: key, reason: error.reason))
      }
    // The keeper has rewritten it without erased records, under another name.
    case .success(let answer) where answer.status == 404: break
    case .success(let answer): throw TeamStoreError(answer, .read)
    case .failure(let failure):
      guard failure.isUnusableAnswer else { throw TeamStoreError.unanswered(failure) }
      outcome.problems.append(PullOutcome.Problem(key: key, reason: failure.storeMessage))
    }
  }

  /// Adds the records of the batch to the library, and begins a new batch.
  private mutating func joinBatch() throws {
    guard let day = batch.day else { return }
    // Erasures come last: their effect on the library's elements is decided when everything is
    // read.
    let lines = batch.records.filter { $0.erasure == nil }.map(\.line)
    let known = try knownElements()
    let signatureCount = try newSignatureCount()
    // If the process is killed after the next step, the library names files that it doesn't have.
    try state.transaction {
      try state.recordArriving(batch.records.lazy.flatMap { $0.blobs.map(DigestPrefix.init) })
    }
    let joined =
      try isFirst && !lines.isEmpty
      ? (library.receive(lines, on: day), lines.count) : library.join(lines, on: day)
    if let joined {
      outcome.recordCount += max(joined.recordCount - signatureCount, 0)
      addElements(besides: known)
    }
    let covered = try library.contents { contents in
      try batch.contents.filter { _, records in
        try records.contains { try !contents.records.has($0) }
      }.keys
    }
    update.add(
      batch, ownSegment: joined?.segment.digest, segmentsToRewrite: covered.sorted())
    batch = SegmentBatch(checksErasures: hasErasures)
  }

  /// Adds the elements of the batch to the outcome.
  ///
  /// - Parameter known: Those that aren't new although the batch has their first revisions.
  private mutating func addElements(besides known: Set<ULID>) {
    if !isFirst {
      for record in batch.records where record.isFirstRevision {
        if let element = record.element, !known.contains(element) {
          outcome.newElements.insert(element)
        }
      }
    }
    // A first pull brings all elements; naming them would help little.
    for case let element? in batch.records.lazy.map(\.element)
    where outcome.elements.count < PullOutcome.maximumElements {
      outcome.elements.insert(element)
    }
  }

  /// The number of signatures in the batch that the library doesn't have.
  private func newSignatureCount() throws -> Int {
    let signatures = Set(batch.records.filter { $0.signature != nil }.map(\.digest))
    if isFirst || signatures.isEmpty { return signatures.count }
    return try library.contents { contents in
      try signatures.count { try !contents.records.has($0) }
    }
  }

  /// The elements whose first revisions are in the batch although the library has them, as after a
  /// pull that was killed.
  private func knownElements() throws -> Set<ULID> {
    if isFirst { return [] }
    return try library.contents { contents in
      let first = batch.records.filter(\.isFirstRevision).compactMap(\.element)
      return try Set(first.filter { try !contents.entries(of: $0).isEmpty })
    }
  }

  /// Records the update in the order of the tables, which is faster for many, and begins a new one.
  private mutating func recordUpdate() throws {
    guard !update.segments.isEmpty else { return }
    let erasures =
      isFirst || update.erasures.isEmpty
      ? update.erasures
      : try library.contents { contents in
        try update.erasures.filter { try !contents.records.has($0.digest) }
      }
    try state.transaction {
      try state.recordKnown(update.records.sorted())
      try state.settleArrivals()
      for erasure in erasures { try state.recordWaiting(erasure.digest, erasure.line) }
      for segment in update.segments {
        try state.recordSeen(segment.digest)
        try state.recordAcknowledgement(segment.digest, on: segment.day, segment.records)
      }
      for (segment, push) in update.pushes { try state.recordPush(segment, push) }
      for segment in update.ownSegments { try state.recordClean(segment) }
      for key in update.segmentsToRewrite { try state.markNeedsRewrite(key) }
    }
    update = StoreUpdate()
  }
}
