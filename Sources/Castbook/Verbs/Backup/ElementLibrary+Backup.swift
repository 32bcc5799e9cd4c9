internal import Files
internal import Library

/// The progress of a backup or a restoration.
public struct BackupProgress: Sendable {
  /// What is being done.
  public enum Step: String, Sendable {
    case reading, copying, checking, opening
  }

  public let step: Step
  /// The number of files processed in this step.
  public let files: Int
  /// The number of bytes processed in this step.
  public let bytes: Int
}

extension ElementLibrary {
  /// Returns whether a backup with this name is a zip: its name ends in `.zip`, and it isn't a
  /// folder.
  public static func isZip(_ backup: FilePath) -> Bool {
    backup.suffix == "zip" && FileSystem.status(backup)?.isFolder != true
  }

  /// Backs up a library to a folder or to one zip.
  ///
  /// ```swift
  /// let outcome = try ElementLibrary.backUp(location, to: disk)
  /// print(outcome.copied.files)
  /// ```
  ///
  /// A folder becomes a library itself and is updated by each backup. The backup is a state that
  /// the library had, whatever other processes do meanwhile.
  ///
  /// - Parameters:
  ///   - target: A folder, or a path that ends in `.zip`.
  ///   - verifying: Whether to read all files again that the folder already has.
  ///   - pruning: Whether to delete what the library no longer has from the folder.
  ///   - replacing: Whether an existing zip may be replaced.
  /// - Throws: A `CastbookError`. A library with missing parts is refused, since its backup would
  ///   look complete.
  public static func backUp(
    _ location: LibraryLocation, to target: FilePath, verifying: Bool = false,
    pruning: Bool = false, replacing: Bool = false, isCancelled: @escaping () -> Bool = { false },
    progress: @escaping (BackupProgress) -> Void = { _ in }
  ) throws -> BackupOutcome {
    let backup: LibraryBackup
    do {
      backup = try LibraryBackup(
        of: location.folder, monitor: BackupMonitor(isCancelled, progress))
    } catch {
      throw ElementLibraryError.opening(error, at: location)
    }
    if let loss = LibraryStore.missingPart(at: location.folder) {
      throw BackupError.incompleteLibrary(loss)
    }
    let isZip = isZip(target)
    let report =
      try isZip
      ? backup.write(toZip: target, replacing: replacing)
      : backup.write(toFolder: target, verifying: verifying, pruning: pruning)
    return BackupOutcome(
      report, of: location.folder, backup.id, to: target, isZip ? .zip : .folder)
  }

  /// Restores a library from a backup, a folder or a zip, and opens it, which builds its index.
  ///
  /// ```swift
  /// let outcome = try await ElementLibrary.restore(backup, to: LibraryLocation(folder))
  /// print(outcome.elementCount)
  /// ```
  ///
  /// - Parameters:
  ///   - location: A folder that doesn't exist or is empty; it gets everything or nothing.
  ///   - joining: Whether the location is a library with the same identity, which gets what it
  ///     lacks.
  ///   - partial: Whether to restore the rest if files are missing or damaged.
  /// - Throws: A `CastbookError`, which names files that are missing or damaged.
  public static func restore(
    _ backup: FilePath, to location: LibraryLocation, joining: Bool = false, partial: Bool = false,
    decoder: FilePath? = nil, isCancelled: @escaping () -> Bool = { false },
    progress: @escaping (BackupProgress) -> Void = { _ in }
  ) async throws -> RestoreOutcome {
    let restoration = try LibraryRestoration(
      from: backup, monitor: BackupMonitor(isCancelled, progress))
    let report =
      try joining
      ? restoration.write(into: location.folder, partial: partial)
      : restoration.write(toNew: location.folder, partial: partial)
    // The restored files stay, even if building the index is cancelled.
    _ = try await open(
      at: location, decoder: decoder, for: .examination, isCancelled: isCancelled,
      progress: { progress(BackupProgress(step: .opening, files: $0, bytes: 0)) })
    return RestoreOutcome(
      library: location.folder, id: restoration.id, backup: backup,
      form: restoration.isZip ? .zip : .folder, elementCount: report.elements,
      recordCount: report.records, files: BackupOutcome.Tally(report.files),
      added: BackupOutcome.Tally(report.added), skippedFileCount: restoration.ignoredFileCount,
      faults: report.faults.map(MissingFile.init))
  }
}

extension BackupMonitor {
  /// Adapts the callbacks of this API to those of the `Library` module.
  fileprivate init(
    _ isCancelled: @escaping () -> Bool, _ progress: @escaping (BackupProgress) -> Void
  ) {
    self.init(isCancelled: isCancelled) { step, files, bytes in
      let step: BackupProgress.Step =
        switch step {
        case .reading: .reading
        case .copying: .copying
        case .checking: .checking
        }
      progress(BackupProgress(step: step, files: files, bytes: bytes))
    }
  }
}
