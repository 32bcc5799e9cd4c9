internal import CommandLineKit

/// What every command says that was not told where to write.
enum MissingOutput {
  /// - Parameter canBeDry: whether the command has `--dry-run`.
  static func folder(canBeDry: Bool = false) -> UsageError {
    UsageError(
      message: "no output folder",
      fix: "Add -o DIR" + (canBeDry ? ", or --dry-run to write no files." : "."))
  }

  /// - Parameter example: the name of such a file.
  static func file(_ example: String) -> UsageError {
    UsageError(message: "no output file", fix: "Add -o \(example).")
  }
}
