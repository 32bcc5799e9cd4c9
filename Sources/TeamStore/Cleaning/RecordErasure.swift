internal import Files
internal import Library
internal import Model
internal import Transfers

/// The part of a clean-up that rewrites segments without the records that the library's erasures
/// cover, and deletes the old ones. Files that only these records name are marked first.
///
/// The library has everything that the store has, so a record that it lacks was erased. To be sure
/// of that, the segments are read again first, regardless of what this machine has recorded: all of
/// them after a new erasure, otherwise those that brought erased records since.
struct RecordErasure<Store: ObjectStore> {
  private let team: TeamStore<Store>
  /// The number of records that were removed.
  private var recordCount = 0

  private var library: LibraryStore { team.library }
  private var state: RemoteState { team.state }

  init(in team: TeamStore<Store>) { self.team = team }

  /// Removes the records, and returns their number.
  mutating func run() throws -> Int {
    // An erasure that the keeper has refused is removed from the store like an erased record.
    let erasures =
      try library.contents { try $0.erasures().map(\.record) } + state.refusedErasures()
    let new = try state.transaction { try erasures.filter { try !state.isRewritten($0) } }
    let keys = try new.isEmpty ? state.segmentsToRewrite : segmentKeys()
    guard !keys.isEmpty else { return 0 }
    let erased = try erasedRecords(in: segmentsWithErasedRecords(among: keys))
    // By these digests, every machine recognizes later records about the erased files.
    let additions = try library.addErasedTraces(of: erased.flatMap(\.records).map(\.line))
    // Reduced copies of exports and takes replace erased ones, and must be in the store before
    // these go.
    _ = try team.push(checksForLoss: false)
    try markFiles(of: erased.flatMap(\.records))
    // This may be interrupted, so revisions go last: they have the names that texts are searched
    // for.
    let order = erased.filter { !$0.hasRevisions } + erased.filter(\.hasRevisions)
    for segment in order { try rewrite(segment.key) }
    try state.transaction {
      for erasure in new + additions { try state.markRewritten(erasure) }
      for key in keys { try state.forgetNeedsRewrite(key) }
    }
    return recordCount
  }

  /// The erased records of a segment of the store.
  private struct ErasedSegment {
    let key: String
    let records: [ArrivedRecord]
    /// Whether any of them is a revision.
    var hasRevisions: Bool { records.contains { $0.element != nil } }
  }

  /// The erased records in each segment: those that the library doesn't have.
  private func erasedRecords(in keys: [String]) throws -> [ErasedSegment] {
    var segments: [ErasedSegment] = []
    try forEachSegment(keys) { key, _, records in
      let erased = try library.contents { contents in
        try records.filter { try !team.isKept($0, contents) }
      }
      segments.append(ErasedSegment(key: key, records: erased))
    }
    return segments
  }

  private func segmentKeys() throws -> [String] {
    var keys: [String] = []
    try team.list(RemoteLayout.logPrefix) { objects in
      keys += objects.map(\.key).filter { RemoteLayout.segment(of: $0) != nil }
    }
    return keys
  }

  /// Reads segments, and calls `body` with the records of each that still exists.
  private func forEachSegment(
    _ keys: [String], _ body: (String, Day, [ArrivedRecord]) throws -> Void
  ) throws {
    try team.read(keys, limit: RemoteLayout.maximumObjectBytes, skipsMissing: true) { key, bytes in
      guard let (day, name) = RemoteLayout.segment(of: key) else { return }
      let records: [ArrivedRecord]
      do {
        records = try team.records(in: bytes, named: name)
      } catch let problem as SegmentProblem {
        throw TeamStoreError.unreadable(key, problem.reason)
      }
      try body(key, day, records)
    }
  }

  /// Adds the records of some segments to the library. Returns the segments with records that the
  /// library still lacks.
  private func segmentsWithErasedRecords(among keys: [String]) throws -> [String] {
    var contents: [String: [ArrivedRecord]] = [:]
    try forEachSegment(keys) { key, day, records in
      // Erasures that have arrived meanwhile are left to the next pull.
      _ = try library.join(records.filter { $0.erasure == nil }.map(\.line), on: day)
      contents[key] = records
    }
    guard try library.applyArrivedErasures() else { throw TeamStoreError.erasureUnfinished }
    // While some local records can't be read, a record that the library lacks may not have been
    // erased.
    try library.requireAllRecords()
    return try library.contents { own in
      try contents.filter { _, records in try records.contains { try !team.isKept($0, own) } }.keys
        .sorted()
    }
  }

  /// Marks the uploads of files that only erased records name.
  private func markFiles(of records: [ArrivedRecord]) throws {
    let unreferenced = try library.unnamedBlobs(among: Set(records.flatMap(\.blobs)))
    let uploads = try team.uploads(of: unreferenced).values.flatMap { $0.map(\.key) }.sorted()
    _ = try team.readMarks()
    let unmarked = try state.transaction {
      try uploads.filter { try state.mark(of: $0).map(RemoteLayout.isErasureMark) != true }
    }
    try team.mark(unmarked, areErased: true)
  }

  /// Replaces a segment with one without erased records. The new one is stored before the old one
  /// is deleted.
  private mutating func rewrite(_ key: String) throws {
    try forEachSegment([key]) { key, _, records in
      let kept = try library.contents { contents in
        try records.filter { try team.isKept($0, contents) }
      }
      guard kept.count < records.count else { return }
      try replace(key, by: kept)
      recordCount += records.count - kept.count
    }
  }

  private func replace(_ key: String, by kept: [ArrivedRecord]) throws {
    if !kept.isEmpty {
      let marks = try team.readMarks()
      let (compressed, digest) = try RemoteLayout.segment(kept.map(\.line))
      let name = team.name(of: digest)
      try team.put(
        RemoteLayout.segmentKey(name, on: marks.date.day), team.sealed(compressed),
        type: "application/octet-stream", seconds: Deadline.uploadTimeout)
      try state.transaction {
        try state.recordSeen(name)
        try state.recordAcknowledgement(
          name, on: marks.date.day, kept.map { DigestPrefix($0.digest) })
      }
    }
    try team.perform(CollectionOfOne(.delete(key: key)), .delete, accepting: 404) { _, _ in }
    // A machine restored from a backup may send it again, under the same name.
    if let (_, name) = RemoteLayout.segment(of: key) {
      try state.transaction {
        try state.forgetSeen(name)
        try state.forgetAcknowledged(name)
      }
    }
  }
}
