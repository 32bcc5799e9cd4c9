public import Model
public import Targets

/// How to follow a call after submitting it: poll until the job is done, then read one field.
public struct CallSteps: Hashable, Sendable {
  /// The location of the job's id in the call's response.
  public let idLocation: ResponsePath
  /// The content of the response to an accepted call.
  public let success: SendingRules.Success?
  /// How to poll the job.
  public let poll: SendingRules.Poll
  /// The location of the result, or `nil` when no source states it.
  public let result: SendingRules.Result?
  /// The first two components of the endpoint's path, which some addresses contain.
  private let app: String

  /// Creates the steps; returns `nil` when no source states how to follow a job.
  ///
  /// ```swift
  /// let steps = CallSteps(sending, endpoint: "fal-ai/kling-video/v2/master")
  /// steps?.pollURL(of: "job-1")
  /// ```
  public init?(_ sending: EffectiveSending, endpoint: String) {
    guard let submit = sending.submit?.value, let poll = sending.poll?.value else { return nil }
    idLocation = submit
    success = sending.success?.value
    app = endpoint.split(separator: "/").prefix(2).joined(separator: "/")
    self.poll = poll
    result = sending.result?.value
  }

  /// Returns the address for polling a job; without a job, it contains `{id}`.
  public func pollURL(of job: String? = nil) -> String { address(poll.url, job) }

  /// Returns the address of the result, or `nil` when the result needs no call of its own.
  public func resultURL(of job: String? = nil) -> String? { result?.url.map { address($0, job) } }

  /// Fills the application and the job's id into an address.
  private func address(_ url: String, _ job: String?) -> String {
    let url = url.replacing("{app}", with: app)
    return job.map { url.replacing("{id}", with: $0.utf8.percentEncoded) } ?? url
  }

  /// The `poll` object in the file of a call.
  var pollJSON: JSONValue {
    [
      "id": idLocation.text, "url": pollURL(), "state": poll.state.text,
      "waiting": poll.waiting.nonEmpty, "done": poll.done.nonEmpty, "failed": poll.failed.nonEmpty,
    ]
  }

  /// Returns the `answer` object in the file of a call, or `nil` when the result's location is
  /// unknown.
  public func answerJSON(of job: String? = nil) -> JSONValue? {
    result.map { result in
      ["url": resultURL(of: job), "at": result.path.text, "inside": result.inside?.text]
    }
  }
}
