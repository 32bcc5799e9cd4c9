internal import CommandLineKit
internal import Model

extension ExitStatus {
  /// Creates the exit status for a result: errors are findings, and with `--strict` warnings are
  /// too.
  init(_ status: Status, _ arguments: Arguments) {
    let maximum: Status = arguments.has("strict") ? .pass : .warn
    self = status > maximum ? .findings : .success
  }
}
