internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook backup`: backs up the library to a folder or a zip.
enum BackupCommand {
  static let command = Command(
    "backup", "Back up the library to a folder or a zip.",
    details: [
      "A folder becomes a complete library, readable without Castbook; the next backup to it copies only new "
        + "files. A name that ends in .zip makes a single zip, with the same bytes for the "
        + "same library. Everything written is read back from disk and checked against its SHA-256. "
        + "Others can keep changing the library: the backup is one consistent state.",
      "Files that were deleted from the library stay in the folder until --prune, even those of an erased "
        + "person. Zips and older copies of a folder are yours to delete.",
      "If files of the library are missing or damaged, the exit code is 1 and the rest is backed up; an "
        + "intact copy in the backup is never replaced by a damaged one. If records, or a whole folder, are "
        + "missing, no backup is written: without them it would look complete.",
    ],
    examples: [
      Example("castbook backup /media/disk/castbook", "to a folder on another disk"),
      Example(
        "castbook backup /media/disk/castbook --verify --prune",
        "verify all of it, and remove what was erased"),
      Example("castbook backup castbook-2026-11-20.zip", "one file to carry"),
    ],
    positionals: [
      Positional(
        "DIR|FILE.zip", .one, "A folder (new, empty or a backup), or a zip to create.",
        completion: .files)
    ],
    options: [
      OptionGroup(
        "For a folder",
        [
          .flag("verify", "Read the whole backup again, and repair damaged files."),
          .flag("prune", "Remove files that the library no longer has (erased or merged)."),
        ]), OptionGroup("For a zip", [.flag("replace", "Replace a file of this name.")]),
      OptionGroup("Output", [.flag("json", "One JSON object.")]),
    ],
    section: "Keep safe", run: run)

  /// Writes the backup and verifies what it wrote. The status is `.findings` when files of the
  /// library are missing or damaged; the rest is backed up all the same.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let screen = Screen(arguments)
    let target = try arguments.positionals[0].path("backup")
    let isZip = ElementLibrary.isZip(target)
    for (option, isWrong) in [("verify", isZip), ("prune", isZip), ("replace", !isZip)]
    where isWrong && arguments.has(option) {
      throw UsageError(
        message: "--\(option) is for \(isZip ? "folders" : "zips")",
        fix: isZip
          ? "Leave it out: a zip is always written completely and read back."
          : "Leave it out: a backup in a folder is always updated to match the library.")
    }
    let outcome: BackupOutcome
    do {
      outcome = try ElementLibrary.backUp(
        Libraries.location(arguments), to: target, verifying: arguments.has("verify"),
        pruning: arguments.has("prune"), replacing: arguments.has("replace"),
        isCancelled: { Signals.interrupted }, progress: { BackupText.show($0, on: screen) })
    } catch is CancellationError {
      try screen.finish()
      Signals.endByInterrupt()
    }
    if arguments.has("json") {
      try screen.print(BackupJSON.made(outcome).compactText)
    } else {
      for line in BackupText.lines(outcome, screen.style) { try screen.print(line) }
    }
    return outcome.faults.isEmpty ? .success : .findings
  }
}

/// `castbook restore-backup`: restores the library from a backup.
enum RestoreBackupCommand {
  static let command = Command(
    "restore-backup", "Restore the library from a backup.",
    details: [
      "Every file is checked against its SHA-256 while it is copied. A new library appears only when it is "
        + "complete. With --into, an existing library gets the files and records it lacks; none of its "
        + "files is overwritten, and whatever was erased from it stays erased.",
      "Files that are missing or damaged in the backup stop the command and are listed by element; "
        + "--partial restores the rest, with exit code 1.",
    ],
    examples: [
      Example("castbook restore-backup /media/disk/castbook", "to the library's usual folder"),
      Example(
        "castbook restore-backup castbook-2026-11-20.zip /films/cast", "to a folder of your choice"),
      Example(
        "castbook restore-backup /media/disk/castbook --into", "what the library has lost since"),
    ],
    positionals: [
      Positional(
        "BACKUP", .one, "A folder or zip written by castbook backup.", completion: .files,
        isExistingFile: true),
      Positional(
        "DIR", .optional, "The folder to restore to, new or empty (the library's folder).",
        completion: .folders),
    ],
    options: [
      OptionGroup(
        "How",
        [
          .flag("into", "Add to the existing library whatever it lacks."),
          .flag("partial", "Restore the intact files when others are missing or damaged."),
        ]), OptionGroup("Output", [.flag("json", "One JSON object.")]),
    ],
    section: "Keep safe", run: run)

  /// Restores to a new folder, to the library's folder, or with `--into` into the existing library.
  /// The status is `.findings` when `--partial` left files out.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let screen = Screen(arguments)
    let words = arguments.positionals
    if words.count > 1, arguments.has("library") {
      throw UsageError(
        message: "both a folder and --library given", fix: "leave out one of them")
    }
    let backup = try words[0].path("restore-backup")
    let location =
      try words.count > 1
      ? LibraryLocation(words[1].path("restore-backup")) : Libraries.location(arguments)
    let outcome: RestoreOutcome
    do {
      outcome = try await ElementLibrary.restore(
        backup, to: location, joining: arguments.has("into"), partial: arguments.has("partial"),
        isCancelled: { Signals.interrupted }, progress: { BackupText.show($0, on: screen) })
    } catch is CancellationError {
      try screen.finish()
      Signals.endByInterrupt()
    }
    if arguments.has("json") {
      try screen.print(BackupJSON.restored(outcome).compactText)
    } else {
      for line in BackupText.lines(outcome, screen.style) { try screen.print(line) }
    }
    return outcome.faults.isEmpty ? .success : .findings
  }
}

/// The outcomes of `backup` and `restore-backup`, as lines for people.
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
    if outcome.recordsOnlyThere > 0 {
      lines.append(
        "  ! contains \(Quantity.count(outcome.recordsOnlyThere, "record")) missing from the library "
          + "but not erased there: castbook restore-backup \(sanitized(backup.quoted)) --into restores them"
      )
    }
    if let reason = outcome.unnoted {
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
    if outcome.passedOver > 0 {
      lines.append("  skipped \(Quantity.count(outcome.passedOver, "other file"))")
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
  private static func words(_ tally: BackupOutcome.Tally) -> String {
    "\(Quantity.count(tally.files, "file")) (\(Quantity.bytes(tally.bytes)))"
  }
}
