internal import Files
internal import Library
internal import Model
internal import Transfers

/// A pull: it reads from the store the records that this library lacks.
struct Pull<Store: ObjectStore> {
  private let team: TeamStore<Store>
  private let decision: ErasureDecision
  private let progress: (SyncProgress) -> Void
  /// Whether all segments are read again, instead of only new ones.
  private var isFull: Bool

  /// The total length of segments from which a pull into an empty library counts as a first one.
  private static var minimumFirstBytes: Int { 2 << 20 }

  private var library: LibraryStore { team.library }
  private var state: RemoteState { team.state }

  init(
    from team: TeamStore<Store>, isFull: Bool, erasures decision: ErasureDecision,
    progress: @escaping (SyncProgress) -> Void
  ) {
    (self.team, self.isFull, self.decision, self.progress) = (team, isFull, decision, progress)
  }

  mutating func run() throws -> PullOutcome {
    try team.requireIdentity()
    if !isFull { isFull = try hasLostRecords() }
    let listed = try listSegments()
    try team.introduce(on: listed.day)
    // A first pull brings so much that the index is built only once, at the end.
    let isFirst =
      try listed.segments.reduce(0) { $0 + $1.boundedByteCount } > Self.minimumFirstBytes
      && !library.contents { try $0.records.hasAny }
    var reader = try SegmentReader(of: team, isFirst: isFirst, progress: progress)
    try reader.read(listed.segments)
    var outcome = reader.outcome
    if isFirst {
      progress(SyncProgress(.indexing, outcome.recordCount))
      try library.indexArrivals()
    }
    var review = ErasureReview(
      by: team, decision, at: listed.date, newElements: isFirst ? nil : outcome.newElements)
    outcome.erasures = try review.run()
    outcome.hasUnfinishedErasure = try !library.applyArrivedErasures()
    try reader.markUnconfirmedRecords()
    if !outcome.hasUnfinishedErasure { try team.reportErasures(on: listed.day) }
    try team.refreshMachines()
    // What is missing may be in a segment that can't be read.
    guard outcome.problems.isEmpty else {
      outcome.loss = try state.loss
      return outcome
    }
    outcome.loss = try LossCheck(of: team).compare(listed.names, since: listed.since)
    // A segment that can't be read today is tried again by the next pull.
    let generation = try library.contents { try $0.blobs.hashGeneration() }
    try state.transaction {
      try state.recordLastPull(listed.day)
      try state.recordIndexGeneration(generation)
    }
    return outcome
  }

  /// Whether the library may lack records of segments that were read: its index was rebuilt since
  /// the last complete pull, and lacks some of what the store is known to have.
  private func hasLostRecords() throws -> Bool {
    guard let known = try state.indexGeneration else {
      return try state.lastPull != nil && !hasAll()
    }
    return try known != library.contents { try $0.blobs.hashGeneration() } && !hasAll()
  }

  private func hasAll() throws -> Bool {
    try library.contents { try $0.records.hasAll(knownBy: state) }
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

  private func listSegments() throws -> Listing {
    let lastPull = isFull ? nil : try state.lastPull
    // The last segments known to be in the store are listed, too: they must still be there.
    let first = try lastPull.map { try min($0, state.lastComparedDay ?? $0) }
    var listing = Listing(since: first?.adding(days: -1), date: Instant(milliseconds: 0))
    let since = listing.since.map { "\(RemoteLayout.logPrefix)\($0)" }
    listing.date = try team.list(RemoteLayout.logPrefix, after: since) { objects in
      try state.transaction {
        for object in objects {
          guard let (day, digest) = RemoteLayout.segment(of: object.key) else { continue }
          listing.names[digest] = object.key
          guard try isFull || !state.hasSeen(digest) else { continue }
          listing.segments.append(ListedSegment(day: day, digest: digest, object: object))
        }
      }
    }
    // The store's clock was ahead at the last pull, so segments may since have arrived under
    // earlier days.
    if let lastPull, listing.day < lastPull {
      try state.transaction { try state.forgetLastPull() }
      return try listSegments()
    }
    return listing
  }
}
