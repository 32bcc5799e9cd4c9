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
  /// How to ask whether a job is done.
  public let poll: Fact<Poll>?
  /// Where the result is.
  public let result: Fact<Result>?
  /// How to find a job again when the answer was lost, without paying twice.
  public let resume: Fact<Resume>?

  /// Rules without any stated part.
  package static let none = SendingRules(
    keys: nil, upload: nil, submit: nil, success: nil, poll: nil, result: nil, resume: nil)

  /// A kind of API key.
  public enum KeyKind: String, CaseIterable, ProfileReadable, Sendable {
    case apiKey = "api-key"
    /// A token signed with a pair of keys (AK and SK), valid for half an hour.
    case signedToken = "jwt-ak-sk"
  }

  /// A way to find a job again.
  public enum Resume: String, CaseIterable, ProfileReadable, Sendable {
    /// The caller names the job, and asks for it by that name.
    case externalID = "external-id"
    /// A repeated request with the same key returns the first job.
    case idempotencyKey = "idempotency-key"
    /// The provider lists its jobs.
    case list
    /// There is no way.
    case none
  }

  /// How a file is uploaded.
  public struct Upload: Hashable, Sendable {
    public let method: Method
    /// The address at which the upload begins.
    public let url: String?
    /// Where the answer contains the address to use in the request.
    public let address: ResponsePath?
    /// How long the file is kept, in words.
    public let lasts: String?

    /// The calls that an upload consists of.
    public enum Method: String, CaseIterable, ProfileReadable, Sendable {
      /// There is no upload: the provider fetches files from an address.
      case none
      /// One call with the file as part of a form.
      case multipart
      /// A call that returns an address, and then a PUT of the bytes.
      case put
      /// A call that returns an address and fields, and then a form with these fields and the file.
      case form
    }
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
  }

  /// Where the result of a job is.
  public struct Result: Hashable, Sendable {
    /// The address of a further call; `nil` when the last answer to polling contains the result.
    public let url: String?
    public let path: ResponsePath
    /// The place inside the text at `path`, when that text is itself JSON.
    public let inside: ResponsePath?
    /// How long the result can be fetched, in words.
    public let lasts: String?
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
    poll = try reader.objectFact("poll")
    result = try reader.objectFact("result")
    resume = try reader.fact("resume")
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

extension SendingRules.Upload: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    method = try reader.required("method")
    url = try reader.address("url", hasJobID: false)
    address = try reader.optional("address")
    lasts = try reader.optional("lasts")
    if method == .none, url != nil || address != nil || lasts != nil {
      throw reader.fault("\"none\" allows no url, address or lasts", at: "method")
    }
  }
}

extension SendingRules.Poll: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    guard let url = try reader.address("url", hasJobID: true) else {
      throw reader.fault("the key \"url\" is missing")
    }
    self.url = url
    state = try reader.required("state")
    waiting = try reader.nonEmptyList("waiting")
    done = try reader.nonEmptyList("done")
    failed = try reader.nonEmptyList("failed")
    if done.isEmpty { throw reader.fault("the key \"done\" is missing") }
    let all = waiting + done + failed
    if Set(all).count < all.count { throw reader.fault("a state appears twice") }
  }
}

extension SendingRules.Result: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    url = try reader.address("url", hasJobID: true)
    path = try reader.required("at")
    inside = try reader.optional("inside")
    lasts = try reader.optional("lasts")
  }
}

extension ProfileReader {
  /// Reads an https address without characters that a shell or a header would interpret. An address
  /// that asks about a job must contain `{id}`.
  fileprivate mutating func address(
    _ key: String, hasJobID: Bool
  ) throws(ProfileFault) -> String? {
    guard let url: String = try optional(key) else { return nil }
    let plain = url.replacing("{id}", with: "").replacing("{app}", with: "")
    let isPlain = plain.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    guard url.hasPrefix("https://"), isPlain, !plain.contains(where: { "{}\"'`\\<>".contains($0) })
    else { throw fault("\"\(url)\" is not an https address", at: key) }
    if hasJobID, !url.contains("{id}") {
      throw fault("\"\(url)\" has no {id} for the job's id", at: key)
    }
    return url
  }
}
