internal import Castbook
internal import CommandLineKit
internal import Model

/// Why a command did not do its work, and what to type instead.
struct Failure: Error {
  let exit: ExitStatus
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
    case let error as UnknownTarget: self.init(error)
    case let error as FileWithoutSlash:
      self.init(
        exit: .usage, rule: "target.unknown",
        message: "there is no target \"\(error.path)\", but a file of that name",
        fix: "write ./\(error.path) for the file")
    case let error as UnmatchedPattern:
      self.init(
        exit: .usage, rule: "target.unknown", message: "\(error)",
        fix: "`castbook targets` lists them all")
    case let error as ProfileError:
      self.init(
        exit: .failure, rule: "target.invalid", message: "\(error)",
        fix: "mend it or move it away; the format is described in docs/targets.md")
    case let error as UnreadableProfile:
      self.init(
        exit: .failure, rule: "input.unreadable", message: "\(error)",
        fix: "name a profile's file; `castbook targets ID --json` prints one")
    case let error as NewFileError:
      self.init(
        exit: .failure, rule: error.isInTheWay ? "output.exists" : "output.failed",
        message: "\(error)",
        fix: error.isInTheWay
          ? "use another name, or --replace"
          : "name a folder that is there and that you may write to")
    case let error as ElementLibraryError:
      self.init(
        exit: ExitStatus(error.blame), rule: error.rule, message: "\(error)", fix: error.fix)
    case let error as ProjectError:
      self.init(
        exit: ExitStatus(error.blame), rule: error.rule, message: "\(error)", fix: error.fix)
    case let error as BackupFailure:
      self.init(exit: .failure, rule: error.rule, message: error.message, fix: error.fix)
    case let error as HandleReferenceError:
      self.init(exit: .usage, rule: "usage", message: error.message, fix: error.fix)
    case let error as OutputError:
      self.init(exit: .failure, rule: "output.failed", message: "\(error)", fix: nil)
    default:
      self.init(exit: .failure, rule: "input.unreadable", message: "\(error)", fix: nil)
    }
  }

  /// A slip of the finger is answered with the name that was meant, anything else with what is near.
  private init(_ error: UnknownTarget) {
    let meant = nearestName(to: error.name.lowercased(), among: error.known)
    self.init(
      exit: .usage, rule: "target.unknown",
      message: meant.map { "there is no target \"\(error.name)\". Did you mean \($0)?" }
        ?? "\(error)",
      fix: "`castbook targets` lists them all")
  }

  /// What happened and what to do, as one line.
  var sentence: String {
    let parts = [
      message,
      // A command stays as one types it.
      fix.map { $0.hasPrefix("castbook ") ? $0 : $0.prefix(1).uppercased() + $0.dropFirst() },
    ]
    return sanitized(
      parts.compactMap(\.self).map { text in
        text.last == "." || text.last == "?" ? text : text + "."
      }.joined(separator: " "))
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
