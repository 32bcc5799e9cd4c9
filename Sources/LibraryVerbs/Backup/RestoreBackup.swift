internal import Library

/// The verb `restore-backup`: restores a library from a backup, a folder or a zip, and opens it,
/// which builds its index.
///
/// ```swift
/// let outcome = try await RestoreBackup(from: disk).run(to: LibraryLocation(folder))
/// print(outcome.elementCount)
/// ```
public struct RestoreBackup: Sendable {
  /// The folder or zip of the backup.
  public var backup: FilePath
  /// Whether the location is a library with the same identity, which gets what it lacks.
  public var joins = false
  /// Whether to restore the rest if files are missing or damaged.
  public var isPartial = false
  /// The path of `castbook-media`, or `nil` to use the one beside the running program.
  public var decoder: FilePath?

  /// Creates a restoration of everything to a new library.
  public init(from backup: FilePath) { self.backup = backup }

  /// Restores the library.
  ///
  /// - Parameter location: A folder that doesn't exist or is empty, which gets everything or
  ///   nothing; with `joins`, an existing library.
  /// - Throws: A `CastbookError`, which names files that are missing or damaged.
  public func run(
    to location: LibraryLocation, progress: @escaping (BackupProgress) -> Void = { _ in }
  ) async throws -> RestoreOutcome {
    let restoration = try LibraryRestoration(
      from: backup, monitor: BackupMonitor(progress: progress))
    let outcome =
      try joins
      ? restoration.write(into: location.folder, partial: isPartial)
      : restoration.write(toNew: location.folder, partial: isPartial)
    // The restored files stay, even if building the index is cancelled.
    _ = try await ElementLibrary.open(
      at: location, decoder: decoder, for: .examination,
      progress: { progress(BackupProgress(step: .opening, files: $0, bytes: 0)) })
    return outcome
  }
}
