internal import TeamStore

/// The verb `gc --remote`: cleans up the library's team store. It needs the keeper's keys, which may delete.
///
/// ```swift
/// let cleaned = try await CollectRemoteGarbage().run(in: library)
/// print(cleaned.deletedCount)
/// ```
public struct CollectRemoteGarbage: Sendable {
  public init() {}

  /// Marks files that no record names, deletes those that were marked long ago, and removes what erasures cover.
  ///
  /// - Throws: `RemoteError.none` if the library has no team store, or an error of the store.
  public func run(in library: ElementLibrary) async throws -> CollectedRemoteGarbage {
    try library.withTeamStore { team, settings in
      let found = try team.collectGarbage()
      return CollectedRemoteGarbage(
        location: settings.location, markedCount: found.markedCount,
        markedBytes: found.markedBytes, deletedCount: found.deletedCount,
        deletedBytes: found.deletedBytes, waitingCount: found.waitingCount,
        erasedRecordCount: found.erasedRecordCount, erasedWaitingCount: found.erasedWaitingCount)
    }
  }
}

/// What a clean-up of a team store has done.
public struct CollectedRemoteGarbage: Hashable, Sendable {
  /// The address of the store.
  public let location: String
  /// The files that no record names and that are marked now, with their length together.
  public let markedCount: Int
  public let markedBytes: Int
  /// The files that were deleted, with their length together.
  public let deletedCount: Int
  public let deletedBytes: Int
  /// The files that were marked earlier and are not old enough to be deleted.
  public let waitingCount: Int
  /// The number of erased records that were removed.
  public let erasedRecordCount: Int
  /// The number of files of erased elements that the next clean-up deletes, two hours from now or later.
  public let erasedWaitingCount: Int

  /// The number of days for which a marked file is kept.
  public static let graceDays = 7
}
