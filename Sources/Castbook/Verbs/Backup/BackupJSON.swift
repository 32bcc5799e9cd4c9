/// The JSON of `backup` and `restore-backup` (`docs/json.md`).
public enum BackupJSON {
  /// Returns `backup/2`: the result of making or updating a backup.
  public static func made(_ outcome: BackupOutcome) -> JSONValue {
    [
      "castbook": "backup/2", "library": .string(outcome.library.text),
      "id": .string(outcome.id.text), "path": .string(outcome.backup.text),
      "form": .string(outcome.form.rawValue), "new": .boolean(outcome.isNew),
      "elementCount": .integer(outcome.elementCount), "recordCount": .integer(outcome.recordCount),
      "fileCount": .integer(outcome.files.files), "bytes": .integer(outcome.files.bytes),
      "copied": tally(outcome.copied), "checked": tally(outcome.checked),
      "outdated": tally(outcome.outdated), "pruned": tally(outcome.pruned),
      "recordsOnlyThere": .integer(outcome.recordsOnlyInBackup),
      "zipBytes": outcome.zipBytes.map { .integer($0) }, "faults": faults(outcome.faults),
      "noted": .boolean(outcome.unsavedPathReason == nil),
      "unnoted": outcome.unsavedPathReason.map { .string($0) },
    ]
  }

  /// Returns `restore-backup/2`: the result of restoring a library from a backup.
  public static func restored(_ outcome: RestoreOutcome) -> JSONValue {
    [
      "castbook": "restore-backup/2", "library": .string(outcome.library.text),
      "id": .string(outcome.id.text), "path": .string(outcome.backup.text),
      "form": .string(outcome.form.rawValue), "elementCount": .integer(outcome.elementCount),
      "recordCount": .integer(outcome.recordCount), "fileCount": .integer(outcome.files.files),
      "bytes": .integer(outcome.files.bytes), "copied": tally(outcome.added),
      "skipped": .integer(outcome.skippedFileCount), "faults": faults(outcome.faults),
    ]
  }

  /// Returns a number of files and their total size.
  private static func tally(_ tally: FileTally) -> JSONValue {
    ["fileCount": .integer(tally.files), "bytes": .integer(tally.bytes)]
  }

  /// Returns files that are missing or damaged, with the elements that have them.
  private static func faults(_ files: [MissingFile]) -> JSONValue {
    .array(
      files.map { file in
        [
          "problem": .string(file.problem.rawValue), "path": .string(file.relativePath),
          "sha256": .string(file.digest.hex),
          "elements": .array(
            file.owners.map {
              .object(["handle": .string($0.handle.name), "path": .string($0.file)])
            }),
          "inBackup": .boolean(file.isInBackup),
        ]
      })
  }
}
