internal import Files
internal import Library

/// The verb `backup`: copies a library to a folder or to one zip.
///
/// ```swift
/// let backup = Backup(to: disk)
/// let outcome = try backup.run(of: location)
/// print(outcome.copied.files)
/// ```
///
/// A folder becomes a library itself and is updated by each backup. The backup is a state that
/// the library had, whatever other processes do meanwhile.
public struct Backup: Sendable {
  /// A folder, or a path that ends in `.zip`.
  public var target: FilePath
  /// Whether to read all files again that the folder already has.
  public var verifies = false
  /// Whether to delete what the library no longer has from the folder.
  public var prunes = false
  /// Whether an existing zip may be replaced.
  public var replaces = false

  /// Creates a backup that neither verifies, prunes nor replaces.
  public init(to target: FilePath) { self.target = target }

  /// Whether the backup is a zip: its name ends in `.zip`, and it isn't a folder.
  public var isZip: Bool { target.suffix == "zip" && FileSystem.status(target)?.isFolder != true }

  /// Makes or updates the backup of a library.
  ///
  /// - Throws: A `CastbookError`. A library with missing parts is refused,
  ///   since its backup would look complete.
  public func run(
    of location: LibraryLocation, progress: @escaping (BackupProgress) -> Void = { _ in }
  ) throws -> BackupOutcome {
    let backup: LibraryBackup
    do {
      backup = try LibraryBackup(
        of: location.folder,
        monitor: BackupMonitor(progress: progress))
    } catch {
      throw ElementLibraryError.opening(error, at: location)
    }
    if let loss = LibraryStore.missingPart(at: location.folder) {
      throw BackupError.incompleteLibrary(loss)
    }
    var outcome =
      try isZip
      ? backup.write(toZip: target, replacing: replaces)
      : backup.write(toFolder: target, verifying: verifies, pruning: prunes)
    // What this machine has not fetched yet is not lost.
    let remote = RemoteLookup(outcome.id, at: location.folder)
    let elsewhere = outcome.faults.filter { file in
      file.problem == .missing && remote.isElsewhere(file.digest)
    }
    outcome.faults.removeAll { elsewhere.contains($0) }
    outcome.elsewhereCount = elsewhere.count { !$0.isInBackup }
    return outcome
  }
}
