internal import Files
internal import Library

/// How far a backup or a restoration is.
public struct BackupProgress: Sendable {
  public enum Step: String, Sendable {
    case reading, copying, checking, opening
  }

  public let step: Step
  public let files: Int
  public let bytes: Int
}

extension ElementLibrary {
  /// Whether a backup of this name is a zip: by its ending, unless there is a folder of the name.
  public static func isZip(_ backup: FilePath) -> Bool {
    backup.suffix == "zip" && FileSystem.status(backup)?.isFolder != true
  }

  /// Backs a library up: into a folder that is a library itself and is brought up to the library each
  /// time, or as one zip, when the name ends so.
  ///
  /// The backup is a state that the library had, whatever others do meanwhile. With `verifying`, all
  /// that a folder holds already is read again; with `pruning`, what the library has no more is taken
  /// away there.
  public static func backUp(
    _ location: LibraryLocation, to target: FilePath, verifying: Bool = false,
    pruning: Bool = false, replacing: Bool = false, isCancelled: @escaping () -> Bool = { false },
    progress: @escaping (BackupProgress) -> Void = { _ in }
  ) throws -> BackupOutcome {
    let backup: LibraryBackup
    do {
      backup = try LibraryBackup(
        of: location.folder, watch: BackupWatch(isCancelled, progress))
    } catch {
      throw ElementLibraryError(error, at: location)
    }
    // A backup without what is missing would pass for a good one.
    if let loss = LibraryStore.loss(at: location.folder) { throw BackupFailure(loss) }
    do {
      let isZip = isZip(target)
      let report =
        try isZip
        ? backup.write(toZip: target, replacing: replacing)
        : backup.write(toFolder: target, verifying: verifying, pruning: pruning)
      return BackupOutcome(
        report, of: location.folder, backup.id, to: target, isZip ? .zip : .folder)
    } catch {
      throw BackupFailure.telling(error)
    }
  }

  /// Brings a library back from a backup, a folder or a zip, and opens it, which makes its index.
  ///
  /// The library's folder must not be there yet, or be empty: it gets all or nothing. With `joining` it is
  /// a library with the same identity, which gets what it has not. Files that are missing or damaged stop
  /// it, unless it is to be `partial`.
  public static func restore(
    _ backup: FilePath, to location: LibraryLocation, joining: Bool = false, partial: Bool = false,
    decoder: FilePath? = nil, isCancelled: @escaping () -> Bool = { false },
    progress: @escaping (BackupProgress) -> Void = { _ in }
  ) async throws -> RestoreOutcome {
    let restoration: LibraryRestoration
    let report: LibraryRestoration.Report
    do {
      restoration = try LibraryRestoration(
        from: backup, watch: BackupWatch(isCancelled, progress))
      report =
        try joining
        ? restoration.write(into: location.folder, partial: partial)
        : restoration.write(toNew: location.folder, partial: partial)
    } catch {
      throw BackupFailure.telling(error, isRestoring: true)
    }
    // What was restored stays, even when somebody does not wait for the index.
    _ = try await open(
      at: location, decoder: decoder, for: .examination, isCancelled: isCancelled,
      progress: { progress(BackupProgress(step: .opening, files: $0, bytes: 0)) })
    return RestoreOutcome(
      library: location.folder, id: restoration.id, backup: backup,
      form: restoration.isZip ? .zip : .folder, elementCount: report.elements,
      recordCount: report.records, files: BackupOutcome.Tally(report.files),
      added: BackupOutcome.Tally(report.added), passedOver: restoration.passedOver,
      faults: report.faults.map(MissingFile.init))
  }
}

extension BackupWatch {
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
