/// The reason why a verb on files was refused or failed.
public enum FileVerbError: CastbookError, Hashable {
  /// The request isn't possible, with a message and what to do instead.
  case invalidRequest(String, fix: String?)
  /// Something could not be done, with a message and what to do; without that, what mostly helps
  /// when a file could not be read or written.
  case failed(String, fix: String? = nil)

  /// The stable id of the error, for scripts.
  public var rule: String {
    switch self {
    case .invalidRequest: "usage"
    case .failed: "library.failed"
    }
  }

  public var blame: Blame {
    switch self {
    case .invalidRequest: .usage
    case .failed: .failure
    }
  }

  public var message: String {
    switch self {
    case .invalidRequest(let message, _), .failed(let message, _): message
    }
  }

  public var fix: String? {
    switch self {
    case .invalidRequest(_, let fix): fix
    case .failed(_, let fix): fix ?? "check free space and write access, then run the command again"
    }
  }

  /// The message with what to do, for a remark.
  package var sentence: String { message + (fix.map { ": \($0)" } ?? "") }
}
