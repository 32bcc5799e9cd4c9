/// Any error, in the form that a program reports: what happened, what to do next, and a stable name
/// that scripts can rely on.
///
/// An error that isn't Castbook's own gets the general rule `input.unreadable`.
///
/// ```swift
/// do { try library.find(HandleReference("@mria")) } catch {
///   let report = ErrorReport(error)  // "no element @mria …", "did you mean @mira?"
/// }
/// ```
public struct ErrorReport: CastbookError, Hashable {
  public let blame: Blame
  public let rule: String
  public let message: String
  public let fix: String?

  /// Describes an error. Any error but a `CastbookError` becomes a failure whose message is its own
  /// description.
  public init(_ error: any Error) {
    let known = error as? any CastbookError
    blame = known?.blame ?? .failure
    rule = known?.rule ?? "input.unreadable"
    message = known?.message ?? "\(error)"
    fix = known?.fix
  }

  /// What happened and what to do, in one line.
  public var sentence: String {
    [message, fix.map(Self.capitalised)].compactMap(\.self).map { text in
      text.last == "." || text.last == "?" ? text : text + "."
    }.joined(separator: " ")
  }

  /// Returns the text with a capital at its start. Commands, paths and handles are left as they are
  /// typed.
  private static func capitalised(_ text: String) -> String {
    let word = text.prefix { $0 != " " }
    let isPlain = word != "castbook" && word.allSatisfy { $0.isLetter || ",;:.'’".contains($0) }
    return isPlain ? text.prefix(1).uppercased() + text.dropFirst() : text
  }

  /// The error as `error/1`.
  public var json: JSONValue {
    [
      "castbook": "error/1", "exit": blame.exitCode, "rule": rule, "message": message,
      "fix": fix,
    ]
  }
}

extension Blame {
  /// The exit code of a command that ends with such an error.
  fileprivate var exitCode: Int {
    switch self {
    case .findings: 1
    case .usage: 2
    case .failure: 3
    }
  }
}
