internal import CommandLineKit
internal import Model

extension ExitStatus {
  /// What a status comes to: with `--strict` warnings count as errors.
  init(_ status: Status, _ arguments: Arguments) {
    let worst: Status = arguments.has("strict") ? .pass : .warn
    self = status > worst ? .findings : .success
  }
}
