internal import CommandLineKit

/// `--dry-run` of commands that change the library or a project.
enum DryRun {
  static let option = Option.flag("dry-run", "Show what would change, and change nothing.")

  /// The last line of what was printed.
  static let remark = "dry run: nothing was changed"
}
