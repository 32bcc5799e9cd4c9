public import Model

/// How a job is sent to a provider and followed: API keys, uploads, submission, polling and the
/// result.
///
/// A part that no source states is `nil`.
public struct SendingRules: Sendable {
  /// The accepted kinds of API keys, the best known first.
  public let keys: Fact<[KeyKind]>?
  /// How a file gets an address that the provider can read.
  public let upload: Fact<Upload>?
  /// Where the answer to a submitted job contains the job's id.
  public let submit: Fact<ResponsePath>?
  /// What an answer contains when the provider accepted the call; HTTP 200 alone doesn't prove it.
  public let success: Fact<Success>?
  /// Where the answer to a refused call states the reason, the best path first.
  public let refusal: Fact<[ResponsePath]>?
  /// How to ask whether a job is done.
  public let poll: Fact<Poll>?
  /// Where the result is.
  public let result: Fact<Result>?
  /// How to find a job again when the answer was lost, without paying twice.
  public let resume: Fact<Resume>?
  /// How to look up a job by the name that the caller gave it.
  public let find: Fact<Find>?
  /// How a job is stopped.
  public let cancel: Fact<Cancel>?

  /// Rules without any stated part.
  package static let none = SendingRules(
    keys: nil, upload: nil, submit: nil, success: nil, refusal: nil, poll: nil, result: nil,
    resume: nil, find: nil, cancel: nil)

  /// A kind of API key.
  public enum KeyKind: String, CaseIterable, ProfileReadable, Sendable {
    case apiKey = "api-key"
    /// A token signed with a pair of keys (AK and SK), valid for half an hour.
    case signedToken = "jwt-ak-sk"
  }

  /// A way to find a job again.
  public enum Resume: String, CaseIterable, ProfileReadable, Sendable {
    /// The caller names the job, and looks it up by that name.
    case externalID = "external-id"
    /// A repeated request with the same key returns the first job.
    case idempotencyKey = "idempotency-key"
    /// The provider lists its jobs.
    case list
    /// A job whose answer was lost can't be found.
    case none
  }

  /// The sign of an accepted call: `{"at": "code", "is": 0}`.
  public struct Success: Hashable, Sendable {
    public let path: ResponsePath
    /// The value that an accepted call has there.
    public let value: JSONValue
  }

  /// How to ask whether a job is done.
  public struct Poll: Hashable, Sendable {
    /// The address, with `{id}` for the job's id and `{app}` for the first two parts of the
    /// endpoint's path.
    public let url: String
    /// Where the answer contains the state of the job.
    public let state: ResponsePath
    /// The states of a job that is not done yet.
    public let waiting: [String]
    /// The states of a job that succeeded.
    public let done: [String]
    /// The states of a job that failed.
    public let failed: [String]
    /// Where the answer says why a job failed.
    public let reason: ResponsePath?
  }

  /// How to look up a job by the name that the caller gave it.
  public struct Find: Hashable, Sendable {
    /// The field of the request that contains the name: `options.external_task_id`.
    public let field: ResponsePath
    /// The address, with `{name}` for the job's name.
    public let url: String
    /// Where the answer contains the job's id; it is missing if the provider has no such job.
    public let id: ResponsePath
  }

  /// How a job is stopped.
  public struct Cancel: Hashable, Sendable {
    public let method: Method
    /// The address, with `{id}` and `{app}` as for polling.
    public let url: String

    public enum Method: String, CaseIterable, ProfileReadable, Sendable {
      case put = "PUT"
      case post = "POST"
      case delete = "DELETE"
    }
  }

  /// Where the result of a job is.
  public struct Result: Hashable, Sendable {
    /// The address of a further call; `nil` when the last answer to polling contains the result.
    public let url: String?
    public let path: ResponsePath
    /// The path inside the text at `path`, when that text is itself JSON.
    public let inside: ResponsePath?
    /// How long the result can be fetched, in words.
    public let lasts: String?
  }
}

extension SendingRules {
  /// Fills the first two parts of an endpoint's path, and a job's id or name, into an address.
  /// Placeholders for `nil` are kept.
  package static func address(
    _ url: String, endpoint: String, id: String? = nil, name: String? = nil
  ) -> String {
    let app = endpoint.split(separator: "/").prefix(2).joined(separator: "/")
    var address = url.replacing("{app}", with: app)
    if let id { address = address.replacing("{id}", with: id.utf8.percentEncoded) }
    if let name { address = address.replacing("{name}", with: name.utf8.percentEncoded) }
    return address
  }
}

extension SendingRules.Success: CustomStringConvertible {
  /// The condition in words: `code is 0`.
  public var description: String { "\(path) is \(value.scalarText ?? value.compactText)" }
}

extension SendingRules: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    keys = try reader.fact("keys") { value throws(ProfileFault) in try value.choices() }
    upload = try reader.objectFact("upload")
    let submission: Fact<Submission>? = try reader.objectFact("submit")
    submit = submission?.map(\.id)
    success = try reader.objectFact("success")
    refusal = try reader.fact("refusal") { value throws(ProfileFault) in
      guard let items = value.items, !items.isEmpty else {
        throw value.fault("should be a list of at least one place")
      }
      return try items.map { item throws(ProfileFault) in try ResponsePath(item) }
    }
    poll = try reader.objectFact("poll")
    result = try reader.objectFact("result")
    resume = try reader.fact("resume")
    find = try reader.objectFact("find")
    cancel = try reader.objectFact("cancel")
  }
}

/// The answer to a submitted job, as a profile describes it.
private struct Submission: ProfilePart {
  let id: ResponsePath

  init(_ reader: inout ProfileReader) throws(ProfileFault) { id = try reader.required("id") }
}

extension SendingRules.Success: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    value = try reader.required("is")
    guard value.scalarText != nil else {
      throw reader.fault("should be text, a number, true or false", at: "is")
    }
    path = try reader.required("at")
  }
}

extension SendingRules.Poll: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    url = try reader.requiredAddress("url", containing: "{id}")
    state = try reader.required("state")
    waiting = try reader.nonEmptyList("waiting")
    done = try reader.nonEmptyList("done")
    failed = try reader.nonEmptyList("failed")
    reason = try reader.optional("reason")
    if done.isEmpty { throw reader.fault("the key \"done\" is missing") }
    let all = waiting + done + failed
    if Set(all).count < all.count { throw reader.fault("a state appears twice") }
  }
}

extension SendingRules.Result: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    url = try reader.address("url", containing: "{id}")
    path = try reader.required("at")
    inside = try reader.optional("inside")
    lasts = try reader.optional("lasts")
  }
}

extension SendingRules.Find: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    field = try reader.required("field")
    url = try reader.requiredAddress("url", containing: "{name}")
    id = try reader.required("id")
  }
}

extension SendingRules.Cancel: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    method = try reader.required("method")
    url = try reader.requiredAddress("url", containing: "{id}")
  }
}

extension ProfileReader {
  /// Reads an https address without characters that a shell or a header would interpret.
  ///
  /// - Parameter word: A part that the address must contain, such as `{id}` in the address for
  ///   polling.
  mutating func address(
    _ key: String, containing word: String? = nil
  ) throws(ProfileFault) -> String? {
    guard let url: String = try optional(key) else { return nil }
    let words = ["{id}", "{app}", "{name}"]
    let plain = words.reduce(url) { $0.replacing($1, with: "") }
    let isPlain = plain.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    guard url.hasPrefix("https://"), isPlain, !plain.contains(where: { "{}\"'`\\<>".contains($0) })
    else { throw fault("\"\(url)\" is not an https address", at: key) }
    if let word, !url.contains(word) {
      throw fault("\"\(url)\" has no \(word) for the job's \(word.filter(\.isLetter))", at: key)
    }
    return url
  }

  mutating func requiredAddress(
    _ key: String, containing word: String
  ) throws(ProfileFault) -> String {
    guard let url = try address(key, containing: word) else {
      throw fault("the key \"\(key)\" is missing")
    }
    return url
  }
}
