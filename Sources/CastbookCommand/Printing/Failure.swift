internal import Castbook
internal import CommandLineKit
internal import Model

/// Why a command did not do its work, and what to type instead.
struct Failure: Error {
  private(set) var exit: ExitStatus
  let rule: String
  let message: String
  let fix: String?
  /// Whether the results are on standard output already: then it must not be told there as well.
  private(set) var isLate = false

  /// The same failure, met after the results were printed.
  var late: Failure {
    var late = self
    late.isLate = true
    return late
  }

  /// The same failure where a file that the command line names does not exist: then that is what is wrong, unless the
  /// library or the project could not be used at all.
  var ofMissingFile: Failure {
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

  /// Gives any error its exit code and its next step.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as UsageError:
      self.init(exit: .usage, rule: "usage", message: error.message, fix: error.fix)
    case let error as OutputError:
      self.init(exit: .failure, rule: "output.failed", message: "\(error)", fix: nil)
    default:
      let report = ErrorReport(error)
      self.init(
        exit: ExitStatus(report.blame), rule: report.rule, message: report.message, fix: report.fix)
    }
  }

  /// What happened and what to do, as one line.
  var sentence: String {
    let parts = [
      message,
      fix.map(Self.capitalised),
    ]
    return sanitized(
      parts.compactMap(\.self).map { text in
        text.last == "." || text.last == "?" ? text : text + "."
      }.joined(separator: " "))
  }

  /// A sentence begins with a capital; a command, a path, a handle stay as one types them.
  private static func capitalised(_ text: String) -> String {
    let word = text.prefix { $0 != " " }
    let isPlain = word != "castbook" && word.allSatisfy { $0.isLetter || ",;:.'’".contains($0) }
    return isPlain ? text.prefix(1).uppercased() + text.dropFirst() : text
  }

  /// The same for scripts: `error/1`.
  var json: JSONValue {
    [
      "castbook": "error/1", "exit": .integer(Int(exit.rawValue)), "rule": .string(rule),
      "message": .string(message), "fix": fix.map { .string($0) },
    ]
  }
}

extension ExitStatus {
  init(_ blame: ElementLibraryError.Blame) {
    switch blame {
    case .findings: self = .findings
    case .usage: self = .usage
    case .failure: self = .failure
    }
  }
}
