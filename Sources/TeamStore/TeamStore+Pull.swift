internal import Files
internal import Library
package import Model
internal import Transfers

/// The result of a pull.
package struct PullOutcome: Hashable, Sendable {
  /// The number of records that this library didn't have.
  package internal(set) var recordCount = 0
  /// The number of segments that were read.
  package internal(set) var segmentCount = 0
  /// The elements with new revisions, up to a maximum.
  package internal(set) var elements: Set<ULID> = []
  package static let maximumElements = 1000
  /// The elements that this library didn't have before.
  var newElements: Set<ULID> = []
  /// The segments that can't be used, with the reasons.
  package internal(set) var problems: [Problem] = []
  /// Whether overwriting erased data in the index must wait.
  package internal(set) var hasUnfinishedErasure = false
  /// The erasures by teammates that were read, and those still waiting from an earlier pull.
  package internal(set) var erasures: [ArrivedErasure] = []
  /// What the store had and no longer has; `nil` if nothing is missing.
  package internal(set) var loss: StoreLoss?

  /// An object of the store that can't be used.
  package struct Problem: Hashable, Sendable {
    package let key: String
    package let words: String
  }
}

extension TeamStore {
  /// Reads from the store the records that this library lacks.
  ///
  /// - Parameters:
  ///   - isFull: Whether to read all segments of the store again, instead of only new ones since
  ///     the day before the last pull.
  ///   - erasures: How to treat erasures by teammates.
  package func pull(
    isFull: Bool = false, erasures: ErasureDecision = .wait,
    progress: (SyncProgress) -> Void = { _ in }
  ) throws -> PullOutcome {
    try requireIdentity()
    var outcome = PullOutcome()
    let isFull = try isFull || hasLostRecords()
    let listed = try listSegments(isFull: isFull)
    try introduce(on: listed.day)
    // A first pull brings so much that the index is built only once, at the end.
    let isFirst =
      try listed.segments.reduce(0) { $0 + $1.boundedByteCount } > Self.minimumFirstBytes
      && !library.contents { try $0.hasRecords() }
    let remarks = try read(listed.segments, isFirst, &outcome, progress)
    if isFirst {
      progress(SyncProgress(.indexing, outcome.recordCount))
      try library.indexArrivals()
    }
    let newElements = outcome.newElements
    outcome.erasures = try decide(
      erasures, at: listed.date, isNew: { isFirst || newElements.contains($0) })
    outcome.hasUnfinishedErasure = try !library.applyArrivedErasures()
    try noteUnclean(remarks)
    if !outcome.hasUnfinishedErasure { try reportErasures(on: listed.day) }
    try followTeam()
    // What is missing may be in a segment that can't be read.
    outcome.loss =
      try outcome.problems.isEmpty ? notice(listed.names, since: listed.since) : state.loss
    // A segment that can't be read today is tried again by the next pull.
    if outcome.problems.isEmpty {
      let generation = try library.contents { try $0.indexGeneration() }
      try state.transaction {
        try state.noteLastPull(listed.day)
        try state.noteIndexGeneration(generation)
      }
    }
    return outcome
  }

  /// Whether the library may lack records of segments that were read: its index was rebuilt since
  /// the last complete pull, and lacks some of what the store is known to have.
  private func hasLostRecords() throws -> Bool {
    guard let known = try state.indexGeneration else {
      return try state.lastPull != nil && !hasAll()
    }
    return try known != library.contents { try $0.indexGeneration() } && !hasAll()
  }

  private func hasAll() throws -> Bool {
    try library.contents { try $0.hasAllRecords(knownBy: state) }
  }

  /// The segments that the store lists.
  private struct Listing {
    /// The segments to be read.
    var segments: [ListedSegment] = []
    /// The keys of all segments since a day, by name.
    var names: [Digest: String] = [:]
    /// The first day of the list; `nil` for all.
    let since: Day?
    /// The time of the list by the store's clock.
    var date: Instant

    var day: Day { date.day }
  }

  private func listSegments(isFull: Bool) throws -> Listing {
    let lastPull = isFull ? nil : try state.lastPull
    // The last segments known to be in the store are listed, too: they must still be there.
    let first = try lastPull.map { try min($0, state.lastComparedDay ?? $0) }
    var listing = Listing(since: first?.adding(days: -1), date: Instant(milliseconds: 0))
    let since = listing.since.map { "\(RemoteLayout.log)\($0)" }
    let date = try list(RemoteLayout.log, after: since) { objects in
      try state.transaction {
        for object in objects {
          guard let (day, digest) = RemoteLayout.segment(of: object.key) else { continue }
          listing.names[digest] = object.key
          guard try isFull || !state.hasSeen(digest) else { continue }
          listing.segments.append(ListedSegment(day: day, digest: digest, object: object))
        }
      }
    }
    listing.date = date
    // The store's clock was ahead at the last pull, so segments may since have arrived under
    // earlier days.
    if let lastPull, date.day < lastPull {
      try state.transaction { try state.forgetLastPull() }
      return try listSegments(isFull: false)
    }
    return listing
  }

  /// Notes the segments with records that the library doesn't have after applying erasures.
  private func noteUnclean(_ records: [String: [Digest]]) throws {
    let unclean = try library.contents { contents in
      try records.filter { try $0.value.contains { try !contents.hasRecord($0) } }.keys.sorted()
    }
    try state.transaction { for key in unclean { try state.noteUnclean(key) } }
  }

  /// The total length of segments from which a pull into an empty library counts as a first one.
  private static var minimumFirstBytes: Int { 2 << 20 }
  /// The length of records that are added to the library in one step, in bytes.
  private static var maximumJoinedBytes: Int { 32 << 20 }

  /// A segment that the store lists.
  private struct ListedSegment {
    let day: Day
    let digest: Digest
    let object: ObjectPage.Object

    /// The length that the store states, limited to a segment's maximum.
    var boundedByteCount: Int { min(object.byteCount, RemoteLayout.maximumObjectBytes) }
  }

  /// Reads segments and adds their records to the library, many at a time.
  ///
  /// - Returns: The records other than revisions of each segment, by key, if the library has
  ///   erasures. These may cover them once everything is read.
  private func read(
    _ segments: [ListedSegment], _ isFirst: Bool, _ outcome: inout PullOutcome,
    _ progress: (SyncProgress) -> Void
  ) throws -> [String: [Digest]] {
    var remarks: [String: [Digest]] = [:]
    // Records of an erased element come from a machine that doesn't know of the erasure yet.
    let hasErasures = try !library.contents { try $0.erasures() }.isEmpty
    var arrived = Arrived(isFirst: isFirst, checksErasures: hasErasures)
    var findings = Findings()
    var done = 0
    let moments = Dictionary(segments.map { ($0.object.key, $0.object.modified) }) { first, _ in
      first
    }
    let requests = segments.lazy.map { segment in
      StoreRequest.get(key: segment.object.key, into: nil, limit: RemoteLayout.maximumObjectBytes)
    }
    // What was read before an interruption need not be read again.
    defer { try? note(&findings, isFirst) }
    try store.exchange(requests) { request, result in
      guard case .get(let key, _, _) = request, let (day, digest) = RemoteLayout.segment(of: key)
      else { return }
      done += 1
      switch result {
      case .success(let answer) where answer.isSuccess:
        do throws(SegmentProblem) {
          let records = try records(in: answer.bytes, named: digest)
          arrived.add(digest, key, day, at: moments[key], records)
          if hasErasures { remarks[key] = records.filter { $0.element == nil }.map(\.digest) }
          outcome.segmentCount += 1
        } catch {
          outcome.problems.append(PullOutcome.Problem(key: key, words: error.words))
        }
      // The keeper has rewritten it without erased records, under another name.
      case .success(let answer) where answer.status == 404: break
      case .success(let answer): throw TeamStoreError(answer, .read)
      case .failure(let failure):
        guard failure.isUnusableAnswer else { throw TeamStoreError.unanswered(failure) }
        outcome.problems.append(PullOutcome.Problem(key: key, words: failure.storeMessage))
      }
      if arrived.byteCount >= Self.maximumJoinedBytes {
        findings.add(arrived, try join(arrived, &outcome))
        arrived = Arrived(isFirst: isFirst, checksErasures: hasErasures)
        if !isFirst || findings.areMany { try note(&findings, isFirst) }
      }
      progress(SyncProgress(.receivingRecords, done, of: segments.count))
    }
    findings.add(arrived, try join(arrived, &outcome))
    try note(&findings, isFirst)
    return remarks
  }

  /// The records of a segment's object.
  func records(
    in object: [UInt8], named name: Digest
  ) throws(SegmentProblem) -> [ArrivedRecord] {
    guard let compressed = opened(object) else {
      throw SegmentProblem(words: "it isn't sealed with the team's key, or was changed")
    }
    return try RemoteLayout.records(in: compressed) { names(of: $0).contains(name) }
  }

  /// A segment that was read, and its records.
  private struct ReadSegment {
    let digest: Digest
    let day: Day
    let records: [DigestPrefix]
  }

  /// Records that have arrived and are not part of the library yet.
  private struct Arrived {
    let isFirst: Bool
    let checksErasures: Bool
    var segments: [ReadSegment] = []
    /// The digests of the records of each segment, by key, if erasures are to be checked.
    var contents: [String: [Digest]] = [:]
    var records: [ArrivedRecord] = []
    var byteCount = 0
    /// The latest day of the segments.
    var day: Day?
    /// The senders and times of the segments.
    var pushes: [(segment: Digest, push: TeamPush)] = []

    mutating func add(
      _ segment: Digest, _ key: String, _ segmentDay: Day, at moment: Instant?,
      _ more: [ArrivedRecord]
    ) {
      segments.append(
        ReadSegment(
          digest: segment, day: segmentDay, records: more.map { DigestPrefix($0.digest) }))
      if let moment { pushes.append((segment, TeamPush(of: more, at: moment))) }
      if checksErasures { contents[key] = more.map(\.digest) }
      records += more
      byteCount += more.reduce(0) { $0 + $1.line.count }
      day = day.map { max($0, segmentDay) } ?? segmentDay
    }
  }

  /// What was learned about the store and isn't noted yet.
  private struct Findings {
    /// The erasures that were read, which `join` leaves out.
    private(set) var erasures: [ArrivedRecord] = []
    private(set) var records: [DigestPrefix] = []
    /// The number of files that the records name.
    private(set) var blobCount = 0
    private(set) var segments: [ReadSegment] = []
    private(set) var pushes: [(segment: Digest, push: TeamPush)] = []
    /// The segments of this library whose records are all in the store.
    private(set) var ownSegments: [Digest] = []
    /// Segments of the store with records that this library rejects, since an erasure covers them.
    private(set) var uncleanSegments: [String] = []

    /// Whether there are enough to note now: they are spread over all pages of the tables, so
    /// noting them rewrites the tables.
    var areMany: Bool { records.count + blobCount >= 2_000_000 }

    mutating func add(
      _ arrived: Arrived, _ joined: (ownSegment: Digest?, uncleanSegments: [String])
    ) {
      records += arrived.records.map { DigestPrefix($0.digest) }
      erasures += arrived.records.filter { $0.erasure != nil }
      for record in arrived.records { blobCount += record.blobs.count }
      segments += arrived.segments
      pushes += arrived.pushes
      ownSegments += [joined.ownSegment].compactMap(\.self)
      uncleanSegments += joined.uncleanSegments
    }
  }

  /// Adds records that have arrived to the library.
  ///
  /// - Returns: The segment of this library with the new records, if there are any, and the
  ///   segments of the store with records that an erasure covers.
  private func join(
    _ arrived: Arrived, _ outcome: inout PullOutcome
  ) throws -> (ownSegment: Digest?, uncleanSegments: [String]) {
    guard let day = arrived.day else { return (nil, []) }
    // Erasures come last: their effect on the library's elements is decided when everything is
    // read.
    let lines = arrived.records.filter { $0.erasure == nil }.map(\.line)
    let known = try knownElements(of: arrived)
    let signatureCount = try newSignatureCount(of: arrived)
    // If the process is killed after the next step, the library names files that it doesn't have.
    try state.transaction {
      try state.noteArriving(arrived.records.lazy.flatMap { $0.blobs.map(DigestPrefix.init) })
    }
    let joined =
      try arrived.isFirst && !lines.isEmpty
      ? (library.receive(lines, on: day), lines.count) : library.join(lines, on: day)
    outcome.recordCount += max((joined?.recordCount ?? 0) - signatureCount, 0)
    if joined != nil, !arrived.isFirst {
      for record in arrived.records where record.isFirstRevision {
        if let element = record.element, !known.contains(element) {
          outcome.newElements.insert(element)
        }
      }
    }
    if joined != nil {
      // A first pull brings all elements; naming them would help little.
      for case let element? in arrived.records.lazy.map(\.element)
      where outcome.elements.count < PullOutcome.maximumElements {
        outcome.elements.insert(element)
      }
    }
    let unclean = try library.contents { contents in
      try arrived.contents.filter { _, records in
        try records.contains { try !contents.hasRecord($0) }
      }.keys
    }
    return (joined?.segment.digest, unclean.sorted())
  }

  /// The number of signatures that have arrived and that the library doesn't have.
  private func newSignatureCount(of arrived: Arrived) throws -> Int {
    let signatures = Set(arrived.records.filter { $0.signature != nil }.map(\.digest))
    if arrived.isFirst || signatures.isEmpty { return signatures.count }
    return try library.contents { contents in
      try signatures.count { try !contents.hasRecord($0) }
    }
  }

  /// The elements whose first revisions have arrived although the library has them, as after a pull
  /// that was killed.
  private func knownElements(of arrived: Arrived) throws -> Set<ULID> {
    if arrived.isFirst { return [] }
    return try library.contents { contents in
      let first = arrived.records.filter(\.isFirstRevision).compactMap(\.element)
      return try Set(first.filter { try !contents.entries(of: $0).isEmpty })
    }
  }

  /// Notes what was learned about the store, in the order of the tables, which is faster for many.
  private func note(_ findings: inout Findings, _ isFirst: Bool) throws {
    guard !findings.segments.isEmpty else { return }
    let erasures =
      isFirst || findings.erasures.isEmpty
      ? findings.erasures
      : try library.contents { contents in
        try findings.erasures.filter { try !contents.hasRecord($0.digest) }
      }
    try state.transaction {
      try state.noteKnown(findings.records.sorted())
      try state.settleArrivals()
      for erasure in erasures { try state.noteWaiting(erasure.digest, erasure.line) }
      for segment in findings.segments {
        try state.noteSeen(segment.digest)
        try state.noteAcknowledged(segment.digest, on: segment.day, segment.records)
      }
      for (segment, push) in findings.pushes { try state.notePush(segment, push) }
      for segment in findings.ownSegments { try state.noteClean(segment) }
      for key in findings.uncleanSegments { try state.noteUnclean(key) }
    }
    findings = Findings()
  }
}

extension TeamPush {
  /// Creates a push from the records of a segment.
  init(of records: [ArrivedRecord], at moment: Instant) {
    let authors = Set(records.map(\.by)).subtracting([""])
    // A push of erasures or ratings alone has no revision that names its author.
    let senders = Set(records.compactMap(\.signature?.by)).subtracting([""])
    self.init(
      at: moment, by: (authors.isEmpty ? senders : authors).sorted(),
      recordCount: records.count { $0.signature == nil })
  }
}
