internal import CommandLineKit

/// The error of commands whose required `-o` option is missing.
///
///     guard let output = arguments.value("output") else { throw MissingOutput.folder() }
enum MissingOutput {
  /// Returns the error for a missing output folder. `canBeDry` is whether the command has
  /// `--dry-run`, which the fix then offers.
  static func folder(canBeDry: Bool = false) -> UsageError {
    UsageError(
      message: "no output folder",
      fix: "Add -o DIR" + (canBeDry ? ", or --dry-run to write no files." : "."))
  }

  /// Returns the error for a missing output file. `example` is a file name to show in the fix.
  static func file(_ example: String) -> UsageError {
    UsageError(message: "no output file", fix: "Add -o \(example).")
  }
}
