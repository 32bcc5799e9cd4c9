internal import Files
internal import Library
internal import TeamStore
internal import Transfers

/// The verbs `push`, `pull` and `sync`: exchange records and files with the library's team store.
///
/// ```swift
/// let outcome = try await SyncLibrary().run(in: library)
/// print(outcome.pulled?.recordCount ?? 0, outcome.pushed?.recordCount ?? 0)
/// ```
///
/// If the task is cancelled, what was transferred stays, and the next call continues from there.
public struct SyncLibrary: Sendable {
  /// The direction of an exchange.
  public enum Direction: Sendable {
    case push, pull, both
  }

  public var direction: Direction
  /// Which files are fetched after a pull; `nil` for those that the settings name.
  public var files: RemoteSettings.FetchedFiles?
  /// Whether to read all records of the store again, not only those since the last pull. A push
  /// also sends what was lost or damaged there.
  public var isFull = false
  /// How to treat erasures by teammates.
  public var erasures = ErasureDecision.wait

  /// Creates a request to pull and then push.
  public init(_ direction: Direction = .both) { self.direction = direction }

  /// Exchanges records and files.
  ///
  /// - Throws: `RemoteError.none` if the library has no team store, or an error of the store.
  public func run(
    in library: ElementLibrary, progress: (SyncProgress) -> Void = { _ in }
  ) async throws -> SyncOutcome {
    var outcome = try library.withTeamStore(progress: progress) { team, settings in
      var outcome = SyncOutcome(location: settings.location)
      if direction != .push {
        outcome.pulled = try team.pull(isFull: isFull, erasures: erasures, progress: progress)
      } else if isFull {
        outcome.pulled = try team.rereadStore(progress: progress)
        outcome.healedLoss = outcome.pulled?.loss
      }
      // A machine whose keys may only read gets its files all the same.
      var refusal: TeamStoreError?
      if direction != .pull {
        do {
          outcome.pushed = try team.push(
            isFull: direction == .push && isFull, checksForLoss: direction == .push,
            progress: progress)
        } catch let error as TeamStoreError where error.isWriteDenied && direction == .both {
          refusal = error
        }
      }
      if direction != .push {
        let wanted = try library.blobs(toFetch: files ?? settings.files)
        if !wanted.isEmpty { outcome.fetched = try team.fetch(wanted, progress: progress) }
      }
      if let refusal { throw refusal }
      return outcome
    }
    try outcome.lookUpNames(in: library)
    // New files, and files that new records name, are examined here to spare the next command the
    // work.
    try await library.examineNewFiles { progress(SyncProgress(.examining, $0)) }
    outcome.absentFileCount = try library.absentFileCount()
    return outcome
  }
}

/// The verb `fetch`: gets the files of elements from the library's team store.
public struct FetchFiles: Sendable {
  /// The elements; empty for all of them.
  public var elements: [HandleReference]
  /// Whether the files of all revisions of these elements are fetched.
  public var includesHistory = false

  /// Creates a request for the files of some elements, or of all if the list is empty.
  public init(_ elements: [HandleReference]) { self.elements = elements }

  /// Fetches the files that are missing here.
  ///
  /// - Throws: `RemoteError.none` if the library has no team store, or an error of the store.
  public func run(
    in library: ElementLibrary, progress: (SyncProgress) -> Void = { _ in }
  ) async throws -> SyncOutcome {
    let wanted =
      elements.isEmpty
      ? try library.blobs(toFetch: .all)
      : try library.absentBlobs(of: elements, withHistory: includesHistory)
    var outcome = try library.withTeamStore(progress: progress) { team, settings in
      var outcome = SyncOutcome(location: settings.location)
      outcome.fetched =
        wanted.isEmpty ? FetchOutcome() : try team.fetch(wanted, progress: progress)
      return outcome
    }
    try outcome.lookUpNames(in: library)
    try await library.examineNewFiles { progress(SyncProgress(.examining, $0)) }
    outcome.absentFileCount = try library.absentFileCount()
    return outcome
  }
}

extension ElementLibrary {
  /// Fetches files from the team's store.
  func fetch(_ blobs: [Digest]) async throws {
    _ = try withTeamStore { team, _ in try team.fetch(blobs) { _ in } }
    try await examineNewFiles { _ in }
  }

  /// The missing files that a pull with these settings fetches.
  func blobs(toFetch files: RemoteSettings.FetchedFiles) throws -> [Digest] {
    switch files {
    case .none: return []
    case .all:
      return try contents { try $0.blobs.unexaminedOrMissing() }.filter {
        !store.blobs.contains($0)
      }
    case .pinned:
      let revisions = try contents { contents in
        try contents.uses.projects().flatMap { project, _ in
          try contents.uses.inProject(project).map(\.use.revision)
        }
      }
      return try absentBlobs(ofRevisions: revisions)
    }
  }

  /// The missing files of elements and of their voices, from the referenced revisions or from all
  /// of them. A reference to the latest revision of a fork means all its latest ones.
  func absentBlobs(
    of elements: [HandleReference], withHistory: Bool = false
  ) throws -> [Digest] {
    try absentBlobs(
      ofRevisions: contents { contents in
        try elements.flatMap { reference in
          let found = try contents.find(reference)
          if withHistory { return try contents.history(of: found.element) }
          return found.isForked && reference.revision == .latest
            ? found.latest.map(\.revision) : [found.revision.digest]
        }
      })
  }

  private func absentBlobs(ofRevisions revisions: [Digest]) throws -> [Digest] {
    try contents { contents in
      var blobs: [Digest] = []
      for digest in revisions {
        guard let revision = try contents.revision(digest)?.revision else { continue }
        blobs += revision.blobs
        guard let voice = revision.voice else { continue }
        for entry in try contents.entries(of: voice) {
          blobs += try contents.revision(entry.revision)?.revision.blobs ?? []
        }
      }
      return blobs
    }.filter { !store.blobs.contains($0) }
  }

  /// The number of files that records name and that are missing here.
  func absentFileCount() throws -> Int { try contents { try $0.blobs.absentCount() } }
}
