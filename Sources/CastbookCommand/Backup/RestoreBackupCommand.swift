internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook restore-backup`: restores the library from a backup.
///
/// Every file is verified while it is copied. A restoration to a new folder appears only when it is
/// complete; with `--into` an existing library gets what it lacks, and keeps what it has.
enum RestoreBackupCommand {
  private static let joins = Flag("into", "Add to the existing library whatever it lacks.")
  private static let isPartial = Flag(
    "partial", "Restore the intact files when others are missing or damaged.")

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
      OptionGroup("How", [joins, isPartial]), Options.output,
    ],
    section: "Keep safe", run: Command.printing(run))

  /// Restores to a new folder, to the library's folder, or with `--into` into the existing library.
  /// The status is `.findings` when `--partial` left files out.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let words = arguments.positionals
    if words.count > 1, arguments.has(Libraries.option) {
      throw UsageError(
        message: "both a folder and --library given", fix: "leave out one of them")
    }
    var restoration = RestoreBackup(from: try words[0].path("restore-backup"))
    restoration.joins = arguments[joins]
    restoration.isPartial = arguments[isPartial]
    let location =
      try words.count > 1
      ? LibraryLocation(words[1].path("restore-backup")) : Libraries.location(arguments)
    let outcome = try await restoration.run(
      to: location, progress: { BackupText.show($0, on: screen) })
    return Report(
      outcome.faults.isEmpty ? .success : .findings, json: BackupJSON.restored(outcome)
    ) {
      BackupText.lines(outcome, $0)
    }
  }
}
