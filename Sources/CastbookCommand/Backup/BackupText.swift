internal import Castbook
internal import CommandLineKit
internal import Model

/// The outcomes of `backup` and `restore-backup`, as lines for people.
///
/// A backup reports what it contains, what it copied, and what in it is no longer in the library; a
/// restoration what it copied and skipped. Both end with the missing and damaged files.
///
/// ```text
/// backed up 3 elements with 12 files (24 MB) to /media/disk/castbook, a new backup
///   copied and verified 12 files (24 MB)
/// ```
enum BackupText {
  /// Shows how far the work has got.
  static func show(_ progress: BackupProgress, on screen: Screen) {
    let files = Quantity.count(progress.files, "file")
    screen.progress.update(
      progress.step == .opening
        ? "checked \(files) of the library"
        : "\(progress.step.rawValue)  \(files), \(Quantity.bytes(progress.bytes))")
  }

  /// The lines of a backup: what it contains, what was copied, what it has too much, and which
  /// files are damaged.
  static func lines(_ outcome: BackupOutcome, _ style: TerminalStyle) -> [String] {
    let backup = outcome.backup
    var lines = [
      "backed up \(Quantity.count(outcome.elementCount, "element")) with "
        + "\(words(outcome.files)) to \(sanitized(backup.text))"
        + (outcome.zipBytes.map { ", a zip of \(Quantity.bytes($0))" }
          ?? (outcome.isNew ? ", a new backup" : ""))
    ]
    lines.append(
      outcome.copied.files == 0
        ? "  no new files" : "  copied and verified \(words(outcome.copied))")
    if outcome.copied.files < outcome.checked.files {
      lines.append("  verified \(words(outcome.checked)) in total")
    }
    if outcome.pruned.files > 0 {
      lines.append("  removed \(words(outcome.pruned)) no longer in the library")
    }
    if outcome.outdated.files > 0 {
      lines.append(
        "  contains \(words(outcome.outdated)) no longer in the library (erased or merged): "
          + "--prune removes them")
    }
    if outcome.recordsOnlyInBackup > 0 {
      lines.append(
        "  ! contains \(Quantity.count(outcome.recordsOnlyInBackup, "record")) missing from the library "
          + "but not erased there: castbook restore-backup \(sanitized(backup.quoted)) --into restores them"
      )
    }
    if outcome.elsewhereCount > 0 {
      lines.append(
        "  ! without \(Quantity.count(outcome.elsewhereCount, "file")) that the team's store has and this machine "
          + "doesn't: castbook fetch --all, then back up again, for a complete one")
    }
    if let reason = outcome.unsavedPathReason {
      lines.append(
        "  the library could not record this backup, so erase will not list it: \(sanitized(reason))"
      )
    }
    return lines + faults(outcome.faults)
      + (outcome.faults.isEmpty ? [] : ["castbook doctor shows more"])
  }

  /// The lines of a restoration: what was restored, what was skipped, and which files are damaged.
  static func lines(_ outcome: RestoreOutcome, _ style: TerminalStyle) -> [String] {
    var lines = [
      "restored \(Quantity.count(outcome.elementCount, "element")) with \(words(outcome.files)) to "
        + sanitized(outcome.library.text)
    ]
    lines.append(
      outcome.added.files == 0
        ? "  no files were missing"
        : "  copied \(words(outcome.added)), each verified by its checksum")
    if outcome.skippedFileCount > 0 {
      lines.append("  skipped \(Quantity.count(outcome.skippedFileCount, "other file"))")
    }
    return lines + faults(outcome.faults)
      + (outcome.faults.isEmpty ? [] : ["castbook doctor shows more"])
  }

  /// Returns a line per missing or damaged file.
  private static func faults(_ files: [MissingFile]) -> [String] {
    files.map { file in
      "  ✗ \(sanitized(file.description))" + (file.isInBackup ? "; intact in the backup" : "")
    }
  }

  /// Returns the number of files and their size, as a phrase.
  private static func words(_ tally: FileTally) -> String {
    "\(Quantity.count(tally.files, "file")) (\(Quantity.bytes(tally.bytes)))"
  }
}
