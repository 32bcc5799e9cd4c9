internal import TeamStore

/// The verb `gc --remote`: cleans up the library's team store. It needs the keeper's keys, which
/// may delete.
///
/// ```swift
/// let cleaned = try await CollectRemoteGarbage().run(in: library)
/// print(cleaned.found.deletedCount)
/// ```
public struct CollectRemoteGarbage: Sendable {
  public init() {}

  /// Marks files that no record names, deletes those that were marked long ago, and removes what
  /// erasures cover.
  ///
  /// - Throws: `RemoteError.none` if the library has no team store, or an error of the store.
  public func run(in library: ElementLibrary) async throws -> CollectedRemoteGarbage {
    try library.withTeamStore { team, settings in
      CollectedRemoteGarbage(location: settings.location, found: try team.collectGarbage())
    }
  }
}

/// The result of cleaning up a team store.
public struct CollectedRemoteGarbage: Hashable, Sendable {
  /// The address of the store.
  public let location: String
  /// What was marked and deleted.
  public let found: RemoteGarbage

  /// The number of days for which a marked file is kept.
  public static let graceDays = 7
}
