public import Model
package import Transfers

/// The result of a job, from the provider's answer to what the user is shown.
public enum JobResult: Hashable, Sendable {
  /// The provider has accepted the job, now or earlier.
  case accepted(Job)
  /// The provider may have accepted the job. Only the provider or the user can find out.
  case unknown(Job)
  /// The provider refused a call. Nothing is charged for it.
  case refused(SendObstacle, Job)
  /// The call was not sent, or did not arrive. The job is `nil` if none was begun.
  case notSent(SendObstacle, Job?)
  /// The job failed, or an earlier command recorded that it was refused, stopped or abandoned.
  case failed(Job)
  /// The provider has finished the job: the address of the clip, or the id of what was created.
  case finished(Job, output: String)
  /// The provider has the job, but its result could not be fetched now.
  case notFetched(SendObstacle, Job)
  /// The result is in the library, as a take of the bundle, and in a file.
  case take(Take, FilePath?, Job)
  /// An element or a voice was created, and is registered under an id.
  case created(String, Job)
  /// The result was fetched before, so nothing was sent.
  case done(Job)

  /// Whether it counts as a success.
  public var isSuccess: Bool {
    switch self {
    case .accepted, .finished, .take, .created, .done: true
    case .unknown, .refused, .notSent, .failed, .notFetched: false
    }
  }

  /// The job; `nil` if none was begun.
  public var job: Job? {
    switch self {
    case .accepted(let job), .unknown(let job), .refused(_, let job), .failed(let job),
      .finished(let job, _), .notFetched(_, let job), .take(_, _, let job), .created(_, let job),
      .done(let job):
      job
    case .notSent(_, let job): job
    }
  }
}

/// Why a bundle is not sent, or a result not fetched.
public struct SendObstacle: Hashable, Sendable {
  public let message: String
  /// What the user can do about it.
  public let fix: String?

  package init(_ message: String, fix: String?) { (self.message, self.fix) = (message, fix) }

  /// Creates the obstacle for a key that has no source.
  public init(missingKey name: String) {
    self.init("\(name) is not set, and has no other source", fix: Self.keyFix)
  }

  /// Creates the obstacle for a call that did not arrive.
  package init(_ failure: TransferFailure, at target: TargetID) {
    let fix: String? =
      switch failure.reason {
      case .noKey: Self.keyFix
      case .noConnection, .timedOut, .connectionLost: "send it again; it did not arrive"
      default: nil
      }
    self.init("\(target): \(failure.summary)", fix: fix)
  }

  /// Creates the obstacle for a spending limit that would be exceeded.
  package init(_ excess: SpendingLimits.LimitExceeded) {
    let (limit, spent) = (
      Cost.text(excess.limit, excess.currency), Cost.text(excess.spent, excess.currency)
    )
    let whose = excess.isOfProject ? "the project's limit" : "your daily limit"
    guard let cost = excess.cost else {
      self.init(
        "its price is not known, and \(whose) is \(limit)",
        fix: excess.isOfProject
          ? "remove the limit from castbook.board for this once"
          : "change the limit for this once: castbook settings limit")
      return
    }
    self.init(
      "it costs \(Cost.text(cost, excess.currency)), and \(spent) of \(whose) of \(limit) are spent",
      fix: excess.isOfProject
        ? "raise the limit in castbook.board, if the project may cost more"
        : "wait, or raise the limit: castbook settings limit")
  }

  /// What to do about a key that is missing.
  private static let keyFix =
    "enter it with `castbook settings key NAME`, set the variable, or name a command in keys.json "
    + "(castbook help sending)"
}
