internal import Sending
internal import Transfers

/// Why nothing could be sent or looked up at all.
public enum SendError: CastbookError, Hashable {
  /// `castbook-transport` or its settings can't be used, for this reason.
  case noTransport(String)
  /// The file with the user's keys can't be used, for this reason.
  case badKeys(String)
  /// The file with the user's limits can't be used, for this reason.
  case badLimits(FilePath, String)
  /// A word matches no job, or several.
  case unknownJob(String, count: Int)
  /// The operation isn't possible now, for this reason.
  case notNow(String, fix: String?)
  /// The user has to confirm, because an abandoned job may still be charged for. The text says why.
  case unsure(Job, String)

  /// Another command is submitting a job, perhaps this one.
  static let isSubmitting = notNow(
    "another command is submitting this job", fix: "wait until it has ended")

  init(_ failure: TransferFailure) {
    self =
      switch failure.reason {
      case .badKeyFile: .badKeys(failure.summary)
      case .noProgram: .noTransport(failure.detail)
      default: .noTransport(failure.summary)
      }
  }

  public var blame: Blame {
    switch self {
    case .noTransport, .badKeys, .badLimits: .failure
    case .unknownJob, .unsure: .usage
    case .notNow: .findings
    }
  }

  public var rule: String {
    switch self {
    case .noTransport: "send.failed"
    case .badKeys: "send.bad-keys"
    case .badLimits: "send.bad-limits"
    case .unknownJob: "usage"
    case .notNow: "send.not-now"
    case .unsure: "send.unsure"
    }
  }

  public var message: String {
    switch self {
    case .noTransport(let words), .badKeys(let words): words
    case .badLimits(let path, let words): "\(path): \(words)"
    case .unknownJob(let word, let count):
      count == 0
        ? "no job is called \"\(sanitized(word))\"" : "\(count) jobs end in \(sanitized(word))"
    case .notNow(let words, _): words
    case .unsure(_, let words):
      "\(words), and a bundle that is given up can be sent and paid again"
    }
  }

  public var fix: String? {
    switch self {
    case .noTransport: "install castbook again, with castbook-transport"
    case .badKeys, .badLimits: "correct it; nothing is sent until then"
    case .unknownJob(_, let count):
      count == 0 ? "castbook jobs lists them" : "write more of its letters"
    case .notNow(_, let fix): fix
    case .unsure: "look at the provider's page first, then add --yes"
    }
  }
}
