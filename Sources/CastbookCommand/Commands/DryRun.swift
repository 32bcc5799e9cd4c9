internal import CommandLineKit

/// The `--dry-run` option of commands that change the library or a project.
///
/// The change is made as usual and then taken back, so that a dry run fails where the real command
/// would.
enum DryRun {
  /// The option as these commands declare it.
  static let option = Option.flag("dry-run", "Show what would change, and change nothing.")

  /// The last line that a dry run prints.
  static let remark = "dry run: nothing was changed"
}
