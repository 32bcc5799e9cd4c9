internal import Castbook
internal import CommandLineKit
internal import Model

/// An error as a command reports it: with an exit status, a rule, what happened, and what to do.
///
/// ```swift
/// throw Failure(
///   exit: .failure, rule: "output.failed", message: "the output can't be written",
///   fix: "free some space")
/// ```
struct Failure: CastbookError {
  private(set) var exit: ExitStatus
  /// The id of the error for scripts, as in `usage` or `output.failed`.
  let rule: String
  /// What happened, without a full stop.
  let message: String
  /// The next step, or `nil` when there is none.
  let fix: String?
  /// Whether the results are already on standard output. The failure must then not be printed there
  /// as JSON, which would add a second object.
  private(set) var isLate = false

  /// The failure, marked as one that happened after the results were printed.
  var late: Failure {
    var late = self
    late.isLate = true
    return late
  }

  /// The failure of a command line that names a missing file: its exit status becomes `.usage`,
  /// unless the library or the project could not be used at all.
  var asUsageError: Failure {
    let isAboutFile = exit == .findings || rule.hasPrefix("input.") || rule.hasPrefix("backup.")
    guard isAboutFile else { return self }
    var failure = self
    failure.exit = .usage
    return failure
  }

  init(exit: ExitStatus, rule: String, message: String, fix: String?) {
    self.exit = exit
    self.rule = rule
    self.message = message
    self.fix = fix
  }

  /// Creates a failure from any error, with the exit status and the next step that belong to it.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    default:
      let report = ErrorReport(error)
      self.init(
        exit: ExitStatus(report.blame), rule: report.rule, message: report.message, fix: report.fix)
    }
  }

  var blame: Blame {
    switch exit {
    case .usage: .usage
    case .failure: .failure
    default: .findings
    }
  }

  /// What happened and what to do, sanitized, in one line.
  var sentence: String { sanitized(ErrorReport(self).sentence) }

  /// The failure for scripts, in the shape `error/1`.
  var json: JSONValue { ErrorReport(self).json }
}

extension ExitStatus {
  /// The exit status for errors of the library, by who can fix them.
  init(_ blame: Blame) {
    switch blame {
    case .findings: self = .findings
    case .usage: self = .usage
    case .failure: self = .failure
    }
  }
}
