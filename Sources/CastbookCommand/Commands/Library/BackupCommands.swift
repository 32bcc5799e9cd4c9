internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook backup`.
enum BackupCommand {
  static let command = Command(
    "backup", "Back the library up, into a folder or as one zip.",
    details: [
      "A folder becomes a library itself, readable without Castbook, and the next backup into it "
        + "copies only what is new. A name that ends in .zip makes one zip, the same bytes for the "
        + "same library. What is written is read back from the disk and held against its SHA-256. "
        + "Others may go on changing the library: the backup is a state that it had.",
      "What the library has no more stays in the folder until --prune: an erased person, too. "
        + "Zips and older copies of a folder are yours to delete.",
      "The exit code is 1 when files of the library are missing or damaged: the rest is backed up "
        + "then, and a sound copy in the backup is never replaced by a damaged one. If records, or a "
        + "whole folder, are missing, nothing is written: a backup without them would look complete.",
    ],
    examples: [
      Example("castbook backup /media/disk/castbook", "a folder on another disk"),
      Example(
        "castbook backup /media/disk/castbook --verify --prune",
        "all of it read again, and what was erased removed there"),
      Example("castbook backup castbook-2026-11-20.zip", "one file to take along"),
    ],
    positionals: [
      Positional(
        "DIR|FILE.zip", .one, "A folder that is new, empty or a backup; or a zip to make.",
        completion: .files)
    ],
    options: [
      OptionGroup(
        "A folder",
        [
          .flag("verify", "Read all that is in it again, and mend what is damaged."),
          .flag("prune", "Remove what the library has no more: erased, or put together."),
        ]), OptionGroup("A zip", [.flag("replace", "Replace a file of this name.")]),
      OptionGroup("Output", [.flag("json", "One JSON object.")]),
    ],
    section: "Keep safe", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let screen = Screen(arguments)
    let target = try arguments.positionals[0].path("backup")
    let isZip = ElementLibrary.isZip(target)
    for (option, isWrong) in [("verify", isZip), ("prune", isZip), ("replace", !isZip)]
    where isWrong && arguments.has(option) {
      throw UsageError(
        message: "--\(option) is for \(isZip ? "folders" : "zips")",
        fix: isZip
          ? "Leave it out: a zip is written anew and always read back."
          : "Leave it out: a backup in a folder is brought up to the library.")
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

/// `castbook restore-backup`.
enum RestoreBackupCommand {
  static let command = Command(
    "restore-backup", "Bring the library back from a backup.",
    details: [
      "Every file is held against its SHA-256 while it is copied. A new library appears when all of "
        + "it is there, or not at all. With --into a library that is there gets what it lacks; "
        + "nothing in it is overwritten, and what was erased in it stays erased.",
      "Files that are missing or damaged in the backup stop it, and are named by their elements; "
        + "--partial restores the rest, and then the exit code is 1.",
    ],
    examples: [
      Example("castbook restore-backup /media/disk/castbook", "to where the library lies"),
      Example(
        "castbook restore-backup castbook-2026-11-20.zip /films/cast", "to a folder of your choice"),
      Example(
        "castbook restore-backup /media/disk/castbook --into", "what the library lost meanwhile"),
    ],
    positionals: [
      Positional(
        "BACKUP", .one, "A folder or a zip that backup made.", completion: .files,
        isExistingFile: true),
      Positional(
        "DIR", .optional, "Where to, new or empty; else where the library is looked for.",
        completion: .folders),
    ],
    options: [
      OptionGroup(
        "How",
        [
          .flag("into", "Add to the library that is there what it lacks."),
          .flag("partial", "Restore what is sound when files are missing or damaged."),
        ]), OptionGroup("Output", [.flag("json", "One JSON object.")]),
    ],
    section: "Keep safe", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let screen = Screen(arguments)
    let words = arguments.positionals
    if words.count > 1, arguments.has("library") {
      throw UsageError(
        message: "a folder and --library both say where", fix: "leave one of them out")
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

/// What backups and restorations came to, in words.
enum BackupText {
  static func show(_ progress: BackupProgress, on screen: Screen) {
    let files = Quantity.count(progress.files, "file")
    screen.progress.update(
      progress.step == .opening
        ? "looked at \(files) of the library"
        : "\(progress.step.rawValue)  \(files), \(Quantity.bytes(progress.bytes))")
  }

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
        ? "  nothing is new" : "  copied \(words(outcome.copied)), and read back")
    if outcome.copied.files < outcome.checked.files {
      lines.append("  \(words(outcome.checked)) read in all, and sound")
    }
    if outcome.pruned.files > 0 {
      lines.append("  removed \(words(outcome.pruned)) that the library has no more")
    }
    if outcome.outdated.files > 0 {
      lines.append(
        "  it holds \(words(outcome.outdated)) that the library has no more, erased or put together: "
          + "--prune removes them")
    }
    if outcome.recordsOnlyThere > 0 {
      lines.append(
        "  ! it holds \(Quantity.count(outcome.recordsOnlyThere, "record")) that the library "
          + "lacks, erased by nobody: castbook restore-backup \(sanitized(backup.quoted)) --into brings them back"
      )
    }
    if let reason = outcome.unnoted {
      lines.append(
        "  the library did not note where it lies, and erase will not name it: \(sanitized(reason))"
      )
    }
    return lines + faults(outcome.faults)
      + (outcome.faults.isEmpty ? [] : ["castbook doctor says more of the library"])
  }

  static func lines(_ outcome: RestoreOutcome, _ style: TerminalStyle) -> [String] {
    var lines = [
      "restored \(Quantity.count(outcome.elementCount, "element")) with \(words(outcome.files)) to "
        + sanitized(outcome.library.text)
    ]
    lines.append(
      outcome.added.files == 0
        ? "  nothing was missing" : "  copied \(words(outcome.added)), each held against its name")
    if outcome.passedOver > 0 {
      lines.append("  \(Quantity.count(outcome.passedOver, "other file")) in it passed over")
    }
    return lines + faults(outcome.faults)
      + (outcome.faults.isEmpty ? [] : ["castbook doctor says more of the library"])
  }

  private static func faults(_ files: [MissingFile]) -> [String] {
    files.map { file in
      "  ✗ \(sanitized(file.description))" + (file.isInBackup ? ", and sound in the backup" : "")
    }
  }

  private static func words(_ tally: BackupOutcome.Tally) -> String {
    "\(Quantity.count(tally.files, "file")) (\(Quantity.bytes(tally.bytes)))"
  }
}
