public import Model

/// How a provider is sent a job and asked about it: keys, uploads, submit, poll, result.
///
/// A part that no source states is `nil`.
public struct SendingRules: Sendable {
  /// The kinds of key that are accepted, the best known first.
  public let keys: Fact<[KeyKind]>?
  /// How a file gets an address that the provider can read.
  public let upload: Fact<Upload>?
  /// What of the answer to a submitted job is the job's id.
  public let submit: Fact<AnswerPlace>?
  /// What an answer contains when the provider accepted the call; HTTP 200 alone does not say so.
  public let success: Fact<Success>?
  public let poll: Fact<Poll>?
  public let result: Fact<Result>?
  /// How to find a job again whose answer was lost, without paying twice.
  public let resume: Fact<Resume>?

  package static let none = SendingRules(
    keys: nil, upload: nil, submit: nil, success: nil, poll: nil, result: nil, resume: nil)

  public enum KeyKind: String, CaseIterable, Sendable {
    case apiKey = "api-key"
    /// A token signed with a pair of keys (AK and SK), valid for half an hour.
    case signedToken = "jwt-ak-sk"
  }

  public enum Resume: String, CaseIterable, Sendable {
    /// The caller names the job, and asks for it by that name.
    case externalID = "external-id"
    case idempotencyKey = "idempotency-key"
    /// The provider lists its jobs.
    case list
    case none
  }

  public struct Upload: Hashable, Sendable {
    public let method: Method
    /// Where the upload begins.
    public let url: String?
    /// What of the answer is the address that goes into the request.
    public let address: AnswerPlace?
    /// How long the file is kept, in words.
    public let lasts: String?

    public enum Method: String, CaseIterable, Sendable {
      /// There is no upload: the provider fetches files from an address.
      case none
      /// One call with the file as a part of a form.
      case multipart
      /// A call that answers an address, then a PUT of the bytes.
      case put
      /// A call that answers an address and fields, then a form with these fields and the file.
      case form
    }
  }

  /// `{"at": "code", "is": 0}`.
  public struct Success: Hashable, Sendable {
    public let place: AnswerPlace
    public let value: JSONValue
  }

  /// Asking whether a job is done.
  public struct Poll: Hashable, Sendable {
    /// With `{id}` where the job's id goes, and `{app}` for the first two parts of the endpoint's path.
    public let url: String
    public let state: AnswerPlace
    public let waiting: [String]
    public let done: [String]
    public let failed: [String]
  }

  /// Where the result is.
  public struct Result: Hashable, Sendable {
    /// The address of a further call; `nil` where the last poll's answer contains the result.
    public let url: String?
    public let place: AnswerPlace
    /// Where the text at `place` is JSON itself: the place in it.
    public let inside: AnswerPlace?
    /// How long the result can be fetched, in words.
    public let lasts: String?
  }
}

/// A place in a provider's answer: `data.task_result.elements[0].element_id`, `outputs[].url` for each of a list.
public struct AnswerPlace: Hashable, Sendable {
  public let text: String

  /// `nil` for what is not names and places of lists, with dots between them.
  public init?(_ text: String) {
    guard (1...200).contains(text.utf8.count),
      text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(Self.isPart)
    else { return nil }
    self.text = text
  }

  /// `data`, `elements[0]`, `outputs[]`.
  private static func isPart(_ part: Substring) -> Bool {
    let name = part.prefix { $0 != "[" }
    let rest = part.dropFirst(name.count)
    let isName =
      name.first?.isNumber == false
      && name.utf8.allSatisfy { letter in
        (0x30...0x39).contains(letter) || (0x41...0x5A).contains(letter)
          || (0x61...0x7A).contains(letter) || letter == 0x5F || letter == 0x2D
      }
    guard isName, !rest.isEmpty else { return isName }
    return rest.last == "]"
      && rest.dropFirst().dropLast().utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}

extension SendingRules.Success: CustomStringConvertible {
  /// `code is 0`.
  public var description: String { "\(place) is \(value.scalarText ?? value.compactText)" }
}

extension AnswerPlace: CustomStringConvertible {
  public var description: String { text }
}

/// What a profile says about sending: the name of rules that several targets share, and what differs here.
public struct SendingReference: Sendable {
  /// The name of a file below `Catalog/Sending`.
  public let shared: String?
  /// Each part that is here holds in place of the shared one.
  public let own: SendingRules
}

/// Rules on sending that several targets share, as dated data.
public struct SharedSending: Sendable {
  public let id: String
  public let provider: String
  public let asOf: Day
  /// Where the facts come from; the first is the default.
  public let sources: [Source]
  public let rules: SendingRules
  public let notes: [String]
  public let bytes: [UInt8]
}

/// What holds for a target: its own rules on sending over those that it shares.
public struct EffectiveSending: Sendable {
  public let shared: SharedSending?
  public let own: SendingRules

  public var keys: Fact<[SendingRules.KeyKind]>? { own.keys ?? shared?.rules.keys }
  public var upload: Fact<SendingRules.Upload>? { own.upload ?? shared?.rules.upload }
  public var submit: Fact<AnswerPlace>? { own.submit ?? shared?.rules.submit }
  public var success: Fact<SendingRules.Success>? { own.success ?? shared?.rules.success }
  public var poll: Fact<SendingRules.Poll>? { own.poll ?? shared?.rules.poll }
  public var result: Fact<SendingRules.Result>? { own.result ?? shared?.rules.result }
  public var resume: Fact<SendingRules.Resume>? { own.resume ?? shared?.rules.resume }
}
