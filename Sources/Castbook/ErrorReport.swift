/// An error of Castbook in the form that a program reports: what happened, what to do next, and a
/// stable name that scripts can rely on.
///
/// Every error that the library's functions throw can be passed to `init(_:)`; an unknown error
/// gets the general rule `input.unreadable`.
///
/// ```swift
/// do { try library.show(HandleReference("@mria")) } catch {
///   let report = ErrorReport(error)  // "there is no element @mria", "did you mean @mira?"
/// }
/// ```
public struct ErrorReport: Hashable, Sendable {
  /// Where the fault lies: in the command line, in the data that was given, or in the work itself.
  /// It decides the exit code of a command.
  public let blame: ElementLibraryError.Blame
  /// The stable name of the failure, such as `element.unknown`.
  public let rule: String
  /// What happened, without a full stop at the end.
  public let message: String
  /// The next step for the user; `nil` if Castbook has no advice.
  public let fix: String?

  /// Describes an error.
  ///
  /// Errors of this package keep their own rule and fix. Any other error becomes a failure whose
  /// message is the error's own description.
  public init(_ error: any Error) {
    switch error {
    case let error as ElementLibraryError:
      self.init(error.blame, error.rule, "\(error)", fix: error.fix)
    case let error as ProjectError: self.init(error.blame, error.rule, "\(error)", fix: error.fix)
    case let error as BackupFailure:
      self.init(
        error.isLibraryIncomplete ? .findings : .failure, error.rule, error.message, fix: error.fix)
    case let error as HandleReferenceError:
      self.init(.usage, "usage", error.message, fix: error.fix)
    case let error as HandleError: self.init(.usage, "usage", error.message, fix: error.fix)
    case let error as OutputFileError:
      self.init(
        .failure, error.isInTheWay ? "output.exists" : "output.failed", "\(error)",
        fix: error.fix
          ?? (error.isInTheWay
            ? "use another name, or --replace"
            : "use an existing folder that you can write to"))
    case let error as BundleRefusal:
      self.init(
        .findings, "bundle.refused", "\(error)",
        fix: error.fix ?? "copy it again, or ask the sender for a new one")
    case let error as UnknownFillIn:
      self.init(
        .usage, "usage", "\(error)",
        fix: error.near.map { "did you mean \"\($0)\"?" }
          ?? "it has \(error.known.prefix(8).joined(separator: ", "))")
    case let error as UnknownTarget: self.init(error)
    case let error as FileWithoutSlash:
      self.init(
        .usage, "target.unknown", "unknown target \"\(error.path)\", but a file has that name",
        fix: "write ./\(error.path) for the file")
    case let error as UnmatchedPattern:
      self.init(.usage, "target.unknown", "\(error)", fix: Self.allTargets)
    case let error as ProfileError:
      self.init(
        .failure, "target.invalid", "\(error)",
        fix: "fix it or move it away; docs/targets.md describes the format")
    case let error as UnreadableProfile:
      self.init(
        error.path.isMissing ? .usage : .failure, "input.unreadable", "\(error)",
        fix: "name a profile's file; `castbook targets ID --json` prints one")
    default: self.init(.failure, "input.unreadable", "\(error)", fix: nil)
    }
  }

  /// The fix that is given where no single target can be suggested.
  private static let allTargets = "`castbook targets` lists them all"

  /// Creates a report from its parts.
  private init(_ error: UnknownTarget) {
    if let pattern = error.suggestions.first, TargetPattern.isPattern(pattern) {
      self.init(
        .usage, "target.unknown", "\"\(error.name)\" is a provider, not a target",
        fix: "`castbook targets \(error.name)` lists its targets; '\(pattern)' means all of them")
      return
    }
    let meant = nearestName(to: error.name.lowercased(), among: error.known)
    self.init(
      .usage, "target.unknown",
      meant.map { "unknown target \"\(error.name)\". Did you mean \($0)?" } ?? "\(error)",
      fix: Self.allTargets)
  }

  private init(
    _ blame: ElementLibraryError.Blame, _ rule: String, _ message: String, fix: String?
  ) {
    self.blame = blame
    self.rule = rule
    self.message = message
    self.fix = fix
  }
}
