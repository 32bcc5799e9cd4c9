/// The JSON of `backup` and `restore-backup` (`docs/json.md`).
public enum BackupJSON {
  /// Returns `backup/2`: the result of making or updating a backup.
  public static func made(_ outcome: BackupOutcome) -> JSONValue {
    [
      "castbook": "backup/2", "library": outcome.library.text,
      "id": outcome.id, "path": outcome.backup.text, "form": outcome.form, "new": outcome.isNew,
      "elementCount": outcome.elementCount, "recordCount": outcome.recordCount,
      "fileCount": outcome.files.files, "bytes": outcome.files.bytes,
      "copied": outcome.copied, "checked": outcome.checked,
      "outdated": outcome.outdated, "pruned": outcome.pruned,
      "recordsOnlyThere": outcome.recordsOnlyInBackup,
      "zipBytes": outcome.zipBytes, "faults": outcome.faults.map(fault),
      "elsewhereCount": outcome.elsewhereCount == 0 ? nil : outcome.elsewhereCount,
      "noted": outcome.unsavedPathReason == nil, "unnoted": outcome.unsavedPathReason,
    ]
  }

  /// Returns `restore-backup/2`: the result of restoring a library from a backup.
  public static func restored(_ outcome: RestoreOutcome) -> JSONValue {
    [
      "castbook": "restore-backup/2", "library": outcome.library.text,
      "id": outcome.id, "path": outcome.backup.text,
      "form": outcome.form, "elementCount": outcome.elementCount,
      "recordCount": outcome.recordCount, "fileCount": outcome.files.files,
      "bytes": outcome.files.bytes, "copied": outcome.added,
      "skipped": outcome.skippedFileCount, "faults": outcome.faults.map(fault),
    ]
  }

  /// Returns a backup that was made on this machine.
  public static func known(_ backup: KnownBackup) -> JSONValue {
    ["path": backup.path, "form": backup.form, "at": backup.at, "there": backup.exists]
  }

  /// Returns a file that is missing or damaged, with the elements that have it.
  private static func fault(_ file: MissingFile) -> JSONValue {
    [
      "problem": file.problem, "path": file.relativePath, "sha256": file.digest,
      "elements": file.owners.objects { ["handle": $0.handle, "path": $0.file] },
      "inBackup": file.isInBackup,
    ]
  }
}
