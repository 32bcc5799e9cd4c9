internal import CommandLineKit

/// The `--dry-run` option of commands that change the library or a project.
enum DryRun {
  /// The option as these commands declare it.
  static let option = Option.flag("dry-run", "Show what would change, and change nothing.")

  /// The last line that a dry run prints.
  static let remark = "dry run: nothing was changed"
}
