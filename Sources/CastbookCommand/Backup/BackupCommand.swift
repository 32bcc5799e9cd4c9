internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook backup`: backs up the library to a folder or a zip.
///
/// A folder is a complete library, which the next backup updates; a zip is written completely each
/// time. Everything written is read back and compared with its SHA-256.
///
/// The options that make sense only for one of the two forms are refused for the other.
enum BackupCommand {
  private static let verifies = Flag(
    "verify", "Read the whole backup again, and repair damaged files.")
  private static let prunes = Flag(
    "prune", "Remove files that the library no longer has (erased or merged).")

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
      OptionGroup("For a folder", [verifies, prunes]),
      OptionGroup("For a zip", [Options.replace.described(as: "Replace a file of this name.")]),
      Options.output,
    ],
    section: "Keep safe", run: Command.printing(run))

  /// Writes the backup and verifies what it wrote. The status is `.findings` when files of the
  /// library are missing or damaged; the rest is backed up nevertheless.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let target = try arguments.positionals[0].path("backup")
    var backup = Backup(to: target)
    let isZip = backup.isZip
    for (flag, isWrong) in [(verifies, isZip), (prunes, isZip), (Options.replace, !isZip)]
    where isWrong && arguments[flag] {
      throw UsageError(
        message: "--\(flag.option.name) is for \(isZip ? "folders" : "zips")",
        fix: isZip
          ? "Leave it out: a zip is always written completely and read back."
          : "Leave it out: a backup in a folder is always updated to match the library.")
    }
    backup.verifies = arguments[verifies]
    backup.prunes = arguments[prunes]
    backup.replaces = arguments[Options.replace]
    let outcome = try backup.run(
      of: Libraries.location(arguments), progress: { BackupText.show($0, on: screen) })
    return Report(outcome.faults.isEmpty ? .success : .findings, json: BackupJSON.made(outcome)) {
      BackupText.lines(outcome, $0)
    }
  }
}
