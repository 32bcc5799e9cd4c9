public import Model

/// Where a fact was read.
public struct Source: Hashable, Sendable {
  /// The key by which facts refer to the source.
  public let key: String
  /// The address of the source, or its name.
  public let ref: String
  public let kind: Kind
  public let version: String?
  public let note: String?
  /// The last day on which the source was looked at, and had nothing newer; `nil` if it wasn't.
  public let seen: Day?

  /// How trustworthy a source is, best first.
  public enum Kind: String, CaseIterable, ProfileReadable, Sendable {
    case firstPartySchema = "first_party_schema"
    case firstPartyPage = "first_party_page"
    case firstPartyDoc = "first_party_doc"
    case firstPartyDocSnapshot = "first_party_doc_snapshot"
    /// An answer of the provider's API to a request.
    case firstPartyAnswer = "first_party_answer"
    case thirdPartyPage = "third_party_page"
    case thirdPartyCopy = "third_party_copy"
    case thirdPartyClient = "third_party_client"
    case publishedGuide = "published_guide"
    case inference
  }
}

/// A value that a provider's rule is based on, with the evidence for it.
public struct Fact<Value: Sendable>: Sendable {
  public let value: Value
  /// The values that apply instead under settings: `variant=q2` → 1,500. Only maxima have them.
  public let perSetting: [Setting: Value]
  public let confidence: Basis
  /// How the fact is known, judged by its source and its confidence.
  public let certainty: Certainty
  /// The key of the source in the profile.
  public let source: String
  /// The day on which the fact was true.
  public let asOf: Day
  public let note: String?

  /// Returns another value with the same evidence.
  package func map<Other: Sendable>(_ change: (Value) -> Other) -> Fact<Other> {
    Fact<Other>(
      value: change(value), perSetting: perSetting.mapValues(change), confidence: confidence,
      certainty: certainty, source: source, asOf: asOf, note: note)
  }
}
