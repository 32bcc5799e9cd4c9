internal import Library
internal import Model
internal import Transfers

/// A clean-up of the store: it marks uploads that no record names, and deletes those that are still
/// unreferenced after their grace period.
struct GarbageCollection<Store: ObjectStore> {
  private let team: TeamStore<Store>
  /// The uploads that no record names, except those that were marked for the first time, with their
  /// lengths.
  private var unreferenced: [String: Int] = [:]
  private var outcome = RemoteGarbage()

  /// The grace period of a marked upload before it is deleted, in seconds.
  ///
  /// A push that hadn't seen the mark has committed long before, so the second pull sees its
  /// records.
  private static var graceSeconds: Int { 7 * 24 * 3600 }
  /// The grace period of a marked upload of an erased file, in seconds: longer than a push may take
  /// from reading the marks to its commit.
  private static var erasureGraceSeconds: Int { 2 * 3600 }

  private var library: LibraryStore { team.library }
  private var state: RemoteState { team.state }

  init(in team: TeamStore<Store>) { self.team = team }

  mutating func run() throws -> RemoteGarbage {
    try pullAll()
    var erasure = RecordErasure(in: team)
    outcome.erasedRecordCount = try erasure.run()
    try deleteProbes()
    _ = try team.readMarks()
    unreferenced = try unreferencedUploads()
    try markUnmarked()
    let due = try dueUploads()
    outcome.waitingCount = unreferenced.count - due.count
    outcome.erasedWaitingCount = try state.transaction {
      try unreferenced.keys.count { key in
        try due[key] == nil && state.mark(of: key).map(RemoteLayout.isErasureMark) == true
      }
    }
    if !due.isEmpty { try delete(due) }
    try reportErasedFromStore()
    return outcome
  }

  /// Reads all records again, since the library may have lost some. Throws if some can't be read,
  /// since they may name any file.
  private func pullAll() throws {
    if let problem = try team.pull(isFull: true).problems.first {
      throw TeamStoreError.unreadable(problem.key, problem.reason)
    }
    // A clean-up carries out erasures for the whole team, so none may be undecided.
    let heldCount = try state.heldErasureCount
    guard heldCount == 0 else { throw TeamStoreError.undecidedErasures(heldCount) }
  }

  /// Deletes what members' probes left more than a day ago.
  private func deleteProbes() throws {
    var objects: [ObjectPage.Object] = []
    let date = try team.list(StoreProbe.prefix) { page in
      objects += page
    }
    let old = objects.filter { date.milliseconds - $0.modified.milliseconds > 86_400_000 }
    try delete(old.map(\.key))
  }

  /// The uploads in the store that no record names, with their lengths.
  private func unreferencedUploads() throws -> [String: Int] {
    var uploads: [String: Int] = [:]
    try team.list(RemoteLayout.blobsPrefix) { objects in
      for object in objects { uploads[object.key] = object.byteCount }
    }
    return try unreferenced(among: uploads)
  }

  /// The uploads whose files no record names.
  private func unreferenced(among uploads: [String: Int]) throws -> [String: Int] {
    let names = try unreferencedNames(among: Set(uploads.keys.compactMap(RemoteLayout.name)))
    return uploads.filter { key, _ in RemoteLayout.name(of: key).map(names.contains) ?? false }
  }

  /// The names of uploads whose files no record names.
  private func unreferencedNames(among names: Set<Digest>) throws -> Set<Digest> {
    guard team.keys != nil else { return try library.unnamedBlobs(among: names) }
    // A sealed name can be computed from a digest, but not the other way round.
    var owners: [Digest: Digest] = [:]
    for blob in try library.contents({ try $0.blobs.digests(beginning: [], limit: .max) }) {
      for name in team.names(of: blob) where names.contains(name) { owners[name] = blob }
    }
    let unreferenced = try library.unnamedBlobs(among: Set(owners.values))
    return names.filter { owners[$0].map(unreferenced.contains) ?? true }
  }

  /// Marks the uploads that aren't marked yet.
  private mutating func markUnmarked() throws {
    let unmarked = try state.transaction {
      try unreferenced.keys.filter { try state.mark(of: $0) == nil }.sorted()
    }
    // A push that stopped before writing its records may have left an erased file.
    let erased = try Set(library.contents { try $0.erasedTraces.files() }.flatMap(team.names))
    func isErased(_ key: String) -> Bool {
      RemoteLayout.name(of: key).map(erased.contains) ?? false
    }
    let ordinary = unmarked.filter { !isErased($0) }
    try team.mark(ordinary)
    try team.mark(unmarked.filter(isErased), areErased: true)
    let names = Set(ordinary)
    outcome.markedCount = ordinary.count
    outcome.markedBytes = unreferenced.filter { names.contains($0.key) }.byteCount
    for key in ordinary { unreferenced[key] = nil }
  }

  /// The unreferenced uploads whose grace period is over.
  private func dueUploads() throws -> [String: Int] {
    let old = try oldMarks()
    return try state.transaction {
      try unreferenced.filter { key, _ in try state.mark(of: key).map(old.contains) ?? false }
    }
  }

  /// The marks whose grace period is over, by the store's clock.
  private func oldMarks() throws -> Set<String> {
    var marks: [ObjectPage.Object] = []
    let date = try team.list(RemoteLayout.marksPrefix) { objects in
      marks += objects
    }
    return Set(
      marks.filter { mark in
        let grace =
          RemoteLayout.isErasureMark(mark.key) ? Self.erasureGraceSeconds : Self.graceSeconds
        return date.milliseconds - mark.modified.milliseconds > grace * 1000
      }.map(\.key))
  }

  /// Deletes uploads that still no record names.
  private mutating func delete(_ due: [String: Int]) throws {
    // Only records committed by now can rely on these uploads, and this pull sees them all.
    try pullAll()
    let condemned = try unreferenced(among: due)
    try delete(condemned.keys.sorted())
    outcome.deletedCount = condemned.count
    outcome.deletedBytes = condemned.byteCount
  }

  private func delete(_ keys: [String]) throws {
    try team.perform(keys.lazy.map { .delete(key: $0) }, .delete, accepting: 404) { _, _ in }
  }

  /// Reports the erasures whose records and files are all gone from the store.
  private func reportErasedFromStore() throws {
    guard outcome.erasedWaitingCount == 0 else { return }
    let erasures = try library.contents { try $0.erasures().map(\.record) }
    let cleaned = try state.transaction {
      try erasures.filter {
        try state.isRewritten($0) && !state.hasSighting($0, at: RemoteLayout.storeReporter)
      }
    }
    try team.report(cleaned, of: RemoteLayout.storeReporter)
  }
}

extension [String: Int] {
  /// The total length of all objects. It saturates, because a store may state wrong lengths.
  fileprivate var byteCount: Int {
    values.reduce(0) { sum, length in
      let (total, isTooLarge) = sum.addingReportingOverflow(length)
      return isTooLarge ? Int.max : total
    }
  }
}
