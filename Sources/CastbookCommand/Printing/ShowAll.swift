internal import CommandLineKit

/// The `--all` option: every file shows its own messages, even those that many files share.
enum ShowAll {
  static let option = Option.flag("all", "Show every message at its file, not once with a count.")
}
