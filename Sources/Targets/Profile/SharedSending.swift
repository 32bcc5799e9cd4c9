public import Model

/// What a profile states about sending: the name of rules that several targets share, and what
/// differs.
public struct SendingReference: Sendable {
  /// The name of a file in `Catalog/Sending`.
  public let shared: String?
  /// The profile's own rules, each of which replaces the shared one.
  public let own: SendingRules
}

/// Rules on sending that several targets share, as dated data.
public struct SharedSending: Sendable {
  public let id: String
  public let provider: String
  public let asOf: Day
  /// Where the facts come from; the first source is the default.
  public let sources: [Source]
  public let rules: SendingRules
  public let notes: [String]
  /// The text of the file.
  public let bytes: [UInt8]
}

/// The rules on sending that apply to a target: its own before the shared ones.
public struct EffectiveSending: Sendable {
  /// The rules that several targets share; `nil` when the target names none.
  public let shared: SharedSending?
  public let own: SendingRules

  public var keys: Fact<[SendingRules.KeyKind]>? { own.keys ?? shared?.rules.keys }
  public var upload: Fact<SendingRules.Upload>? { own.upload ?? shared?.rules.upload }
  public var submit: Fact<ResponsePath>? { own.submit ?? shared?.rules.submit }
  public var success: Fact<SendingRules.Success>? { own.success ?? shared?.rules.success }
  public var poll: Fact<SendingRules.Poll>? { own.poll ?? shared?.rules.poll }
  public var result: Fact<SendingRules.Result>? { own.result ?? shared?.rules.result }
  public var resume: Fact<SendingRules.Resume>? { own.resume ?? shared?.rules.resume }
}
