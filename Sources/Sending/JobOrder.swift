internal import Files
package import Model
internal import Targets
package import Transfers

/// A call that may be charged for, and what it is for.
package struct JobOrder: Sendable {
  /// What the call sends or creates.
  package enum Purpose: Hashable, Sendable {
    /// A call of a bundle: the SHA-256 of its manifest, the file of the call, and the SHA-256 of what the call asks for.
    /// A bundle that is exported again may have other ids and addresses in it, and asks for the same.
    case bundle(Digest, call: String, request: Digest?)
    /// The creation of an element or a voice from a revision, and the SHA-256 of what the provider sees of it, which
    /// other revisions may have in common.
    case element(ULID, revision: Digest, request: Digest?)
  }

  package let purpose: Purpose
  /// The body, with nothing left to fill in.
  package let body: JSONValue
  /// The price that is expected; `nil` if it isn't known.
  package let cost: Cost?

  package init(_ purpose: Purpose, _ body: JSONValue, cost: Cost?) {
    (self.purpose, self.body, self.cost) = (purpose, body, cost)
  }
}

/// What has become of an order.
package enum OrderOutcome: Hashable, Sendable {
  /// The provider has the job, from now or from before.
  case accepted(Job)
  /// Its result was fetched before.
  case done(Job)
  /// The provider refused it. Nothing is charged.
  case refused(Job)
  /// The call did not reach the provider. Nothing is charged.
  case notSent(CallFailure)
  /// It may have been accepted: only the provider or the user knows.
  case undecided(Job)
  /// It would cost more than may be spent.
  case overLimit(SpendingLimits.Excess)
}

extension JobOrder.Purpose {
  /// The SHA-256 of what is asked for, by which the same order is recognized in any library.
  var subject: Digest {
    switch self {
    case .bundle(let bundle, let call, let request):
      request ?? SHA256.digest(of: Array("\(bundle.hex) \(call)".utf8))
    case .element(_, let revision, let request): request ?? revision
    }
  }

  /// Creates the purpose of a job; `nil` if its record doesn't state one.
  init?(of job: Job) {
    if let bundle = job.export {
      self = .bundle(bundle, call: job.call, request: job.request)
    } else if let element = job.element, let revision = job.revision {
      self = .element(element, revision: revision, request: job.request)
    } else {
      return nil
    }
  }

  /// Writes down what a job is for.
  func describe(_ job: inout Job) {
    switch self {
    case .bundle(let bundle, let call, let request):
      (job.export, job.call, job.request) = (bundle, call, request)
    case .element(let element, let revision, let request):
      (job.element, job.revision, job.request) = (element, revision, request)
    }
  }

  /// The name that a provider is given for a submission. It depends on nothing but what is asked for
  /// and the number of jobs that the provider accepted for it before: a copy of the library makes the
  /// same name, which the provider refuses.
  func jobName(at target: TargetID, number: Int) -> String {
    let parts: JSONValue = ["target": target, "request": subject, "number": number]
    return "castbook-\(SHA256.digest(of: parts.compactBytes).hex.prefix(32))"
  }
}
