internal import Files
package import Model
internal import Targets

/// A call that may be charged for, and what it is for.
package struct Submission: Sendable {
  /// What the call sends or creates.
  package enum Purpose: Hashable, Sendable {
    /// A call of a bundle: the SHA-256 of the bundle's manifest, the call's file, and the SHA-256
    /// of its request. A bundle that is exported again may contain other ids and addresses, but
    /// makes the same request.
    case bundle(Digest, call: String, request: Digest?)
    /// The creation of an element or a voice from a revision, and the SHA-256 of what the provider
    /// sees of it, which several revisions may share.
    case element(ULID, revision: Digest, request: Digest?)

    /// The bundle; `nil` for the creation of an element.
    var bundle: Digest? { if case .bundle(let bundle, _, _) = self { bundle } else { nil } }
  }

  package let purpose: Purpose
  /// The body, with all placeholders filled in.
  package let body: JSONValue
  /// The expected price; `nil` if it isn't known.
  package let cost: Cost?

  package init(_ purpose: Purpose, _ body: JSONValue, cost: Cost?) {
    (self.purpose, self.body, self.cost) = (purpose, body, cost)
  }
}

extension Submission.Purpose {
  /// The SHA-256 of the request, which identifies the same submission in any library.
  var requestDigest: Digest {
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

  /// Records this purpose in a job.
  func apply(to job: inout Job) {
    switch self {
    case .bundle(let bundle, let call, let request):
      (job.export, job.call, job.request) = (bundle, call, request)
    case .element(let element, let revision, let request):
      (job.element, job.revision, job.request) = (element, revision, request)
    }
  }

  /// The name that a provider is given for a submission. It depends only on the request and the
  /// number of jobs that the provider has accepted for it, so a copy of the library generates the
  /// same name, and the provider refuses it.
  func jobName(at target: TargetID, number: Int) -> String {
    let parts: JSONValue = ["target": target, "request": requestDigest, "number": number]
    return "castbook-\(SHA256.digest(of: parts.compactBytes).hex.prefix(32))"
  }
}
