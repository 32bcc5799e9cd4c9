public import Model

/// One provider endpoint's rules, as dated data: what it takes, in which slots, and how a request to
/// it is written.
///
/// A profile is read from a JSON file (`docs/targets.md`); nothing in it is computed.
public struct TargetProfile: Sendable {
  public let id: TargetID
  public let provider: String
  public let model: String
  public let asOf: Day
  /// Whether no source dates itself, so that this is the last day that the facts can be of.
  public let asOfIsLatest: Bool
  /// How the date was come by, when it is not simply the day of the source.
  public let asOfNote: String?
  public let status: Status
  public let statusNote: String?
  /// The last day on which the endpoint answers, when one was announced.
  public let retires: Day?
  /// The target that takes its place, where a source names one.
  public let instead: TargetID?
  public let faces: Fact<Faces>
  /// What holds for real people and for realistic people who were generated, where a source tells them
  /// apart.
  public let faceWays: FaceWays
  /// Where the facts come from; the first is the default.
  public let sources: [Source]
  public let endpoints: [Endpoint]
  public let transport: String?
  /// How it is called; nothing where no source says so.
  public let call: Fact<CallRules>?
  /// How a job is sent and followed; `nil` where no source says.
  public let sending: SendingReference?
  public let slots: [SlotRules]
  /// Limits that add up over several slots.
  public let limits: [SharedLimit]
  public let prompt: PromptRules?
  public let shots: ShotRules?
  public let names: NameRules?
  public let dialect: Dialect?
  /// The member of the body that all fields stand in, where they don't stand at its top.
  public let wrap: String?
  public let request: [RequestField]
  public let duration: DurationRules?
  public let aspectRatios: [String]
  public let aspectNote: String?
  public let audio: AudioRules?
  /// The resolution that a tier stands for, where the target has resolutions and no tiers.
  public let tiers: Fact<[String: String]>?
  public let prices: [Price]
  /// The profile whose prices hold here too.
  public let pricesAs: TargetID?
  public let priceNote: String?
  public let terms: String?
  public let conflicts: [String]
  public let unverified: [String]
  public let notes: [String]
  /// The text of the profile, whose SHA-256 names it.
  public let bytes: [UInt8]

  /// Whether the endpoint answers.
  public enum Status: String, CaseIterable, Sendable {
    case live, ended, unverified
  }

  /// Whether pictures of real people are taken.
  public enum Faces: String, CaseIterable, Sendable {
    case accepted, registeredOnly = "registered-only", refused, unknown
  }

  /// How pictures of people get in, for each kind of person.
  public struct FaceWays: Hashable, Sendable {
    public let real: Way?
    public let virtual: Way?

    public enum Way: String, CaseIterable, Sendable {
      /// As they are.
      case accepted
      /// With the person's permission.
      case consent
      /// Registered with the provider, which makes sure that the person is alive and agrees.
      case liveness
      /// Registered with the provider.
      case registered
      case refused

      /// Whether a picture that is sent directly is blocked.
      public var isBlockedDirectly: Bool { self != .accepted && self != .consent }
    }
  }

  /// "of 15 Sep 2026", or "by 20 Nov 2026" where the day itself is not known.
  public var dayWords: String { "\(asOfIsLatest ? "by" : "of") \(asOf.words)" }

  /// Whether it can be sent to; the guides' common rule can't.
  public var hasEndpoint: Bool { !endpoints.isEmpty }

  /// Whether it answers no longer on a given day; without a day, whether it is known to have ended.
  public func hasEnded(by today: Day?) -> Bool {
    if status == .ended { return true }
    guard let retires, let today else { return false }
    return today > retires
  }

  public subscript(slot: Slot) -> SlotRules? { slots.first { $0.slot == slot } }

  /// The keys that lead to a field in the body.
  package func path(of field: RequestField) -> [String] {
    (wrap.map { [$0] } ?? []) + field.name.split(separator: ".").map(String.init)
  }

  public func source(_ key: String) -> Source? { sources.first { $0.key == key } }
}

/// Where a fact was read.
public struct Source: Hashable, Sendable {
  public let key: String
  public let ref: String
  public let kind: Kind
  public let version: String?
  public let note: String?

  /// How far to trust it, best first.
  public enum Kind: String, CaseIterable, Sendable {
    case firstPartySchema = "first_party_schema"
    case firstPartyPage = "first_party_page"
    case firstPartyDoc = "first_party_doc"
    case firstPartyDocSnapshot = "first_party_doc_snapshot"
    case thirdPartyPage = "third_party_page"
    case thirdPartyCopy = "third_party_copy"
    case thirdPartyClient = "third_party_client"
    case publishedGuide = "published_guide"
    case inference
  }
}

/// A value that a provider's rule rests on, and how it is known.
public struct Fact<Value: Sendable>: Sendable {
  public let value: Value
  /// What holds instead under a setting: `variant=q2` → 1,500. Only greatest numbers have it.
  public let perSetting: [Setting: Value]
  public let confidence: Basis
  /// The key of its source in the profile.
  public let source: String
  public let asOf: Day
  public let note: String?

  /// The same knowledge of another value.
  package func map<Other: Sendable>(_ change: (Value) -> Other) -> Fact<Other> {
    Fact<Other>(
      value: change(value), perSetting: perSetting.mapValues(change), confidence: confidence,
      source: source, asOf: asOf, note: note)
  }
}

/// How a target is called over HTTP.
public struct CallRules: Hashable, Sendable {
  /// Its address, with `{path}` where that of the endpoint goes.
  public let url: String
  /// `Authorization: Key $FAL_KEY`: keys stand as variables.
  public let headers: [String]
  /// How a file can stand in the request itself; nothing where nobody says that it can.
  public let inline: Inline?

  public enum Inline: String, CaseIterable, Sendable {
    case dataURI = "data-uri", base64
  }

  /// All of it on one line.
  var words: String {
    ([url] + headers + (inline.map { ["files inline as \($0.rawValue)"] } ?? []))
      .joined(separator: "; ")
  }
}

/// One address of a target, with the quality it stands for.
public struct Endpoint: Hashable, Sendable {
  /// `fal-ai/kling-video/o3/pro/reference-to-video`, `POST https://…`.
  public let path: String
  public let tier: String?
  public let variant: String?

  /// Whether a rule that names an endpoint means this one: by its path, or by its variant.
  public func isMeant(by name: String) -> Bool { path == name || variant == name }
}

extension [Endpoint] {
  /// Whether they are told apart by tiers, or by variants.
  package var haveTiers: Bool { contains { $0.tier != nil } }
  package var haveVariants: Bool { contains { $0.variant != nil } }
}
