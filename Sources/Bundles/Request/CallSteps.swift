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
  private let endpoint: String

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
    self.endpoint = endpoint
    self.poll = poll
    result = sending.result?.value
  }

  /// Returns the address for polling a job; without a job, it contains `{id}`.
  public func pollURL(of job: String? = nil) -> String {
    SendingRules.address(poll.url, endpoint: endpoint, id: job)
  }

  /// Returns the address of the result, or `nil` when the result needs no call of its own.
  public func resultURL(of job: String? = nil) -> String? {
    result?.url.map { SendingRules.address($0, endpoint: endpoint, id: job) }
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
