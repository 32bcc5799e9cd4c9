public import Model
public import Targets

/// What follows a call that was submitted: asking until the job is done, and reading the one field that is wanted.
public struct CallSteps: Hashable, Sendable {
  /// Where the answer to the call has the job's id.
  public let idPlace: AnswerPlace
  /// What an accepted call's answer contains.
  public let success: SendingRules.Success?
  public let poll: SendingRules.Poll
  /// Where the result is; `nil` where no source says.
  public let result: SendingRules.Result?
  /// The first two parts of the endpoint's path, which some addresses have.
  private let app: String

  /// `nil` where no source states how a job is followed.
  public init?(_ sending: EffectiveSending, endpoint: String) {
    guard let submit = sending.submit?.value, let poll = sending.poll?.value else { return nil }
    idPlace = submit
    success = sending.success?.value
    app = endpoint.split(separator: "/").prefix(2).joined(separator: "/")
    self.poll = poll
    result = sending.result?.value
  }

  /// The address that is asked about a job; with `{id}` where none is given.
  public func pollURL(of job: String? = nil) -> String { address(poll.url, job) }

  /// The address of the result, where that is a call of its own.
  public func resultURL(of job: String? = nil) -> String? { result?.url.map { address($0, job) } }

  private func address(_ url: String, _ job: String?) -> String {
    let url = url.replacing("{app}", with: app)
    return job.map { url.replacing("{id}", with: $0.utf8.percentEncoded) } ?? url
  }

  /// As the file of a call has it, under `poll`.
  var pollJSON: JSONValue {
    [
      "id": .string(idPlace.text), "url": .string(pollURL()), "state": .string(poll.state.text),
      "waiting": Self.list(poll.waiting), "done": Self.list(poll.done),
      "failed": Self.list(poll.failed),
    ]
  }

  /// Under `answer`: the field that is read.
  public func answerJSON(of job: String? = nil) -> JSONValue? {
    result.map { result in
      [
        "url": resultURL(of: job).map { .string($0) }, "at": .string(result.place.text),
        "inside": result.inside.map { .string($0.text) },
      ]
    }
  }

  private static func list(_ words: [String]) -> JSONValue? {
    words.isEmpty ? nil : .array(words.map { .string($0) })
  }
}
