public import Model

/// The rules of one provider endpoint, as dated data: what it accepts, in which slots, and how a
/// request to it is written.
///
/// A profile is read from a JSON file (`docs/targets.md`); no part of it is computed. It never
/// changes. It is a class, so values that contain it copy a reference instead of forty properties.
///
/// ```swift
/// let kling = try TargetCatalogue().find("kling")
/// kling[.element]?.pictures?.value.maximum  // the maximum number of pictures in an element
/// ```
public final class TargetProfile: Sendable {
  public let id: TargetID
  public let provider: String
  public let model: String
  /// The day on which the facts were true.
  public let asOf: Day
  /// Whether no source is dated, so `asOf` is only the last day on which the facts may have
  /// been true.
  public let asOfIsLatest: Bool
  /// How the date was determined, when it is not simply that of the source.
  public let asOfNote: String?
  public let status: Status
  public let statusNote: String?
  /// The last day on which the endpoint answers, when one was announced.
  public let retires: Day?
  /// The target that replaces this one, when a source names one.
  public let replacement: TargetID?
  /// What a request makes.
  public let product: Product
  /// The target of the same provider that shows elements, when this one accepts only words.
  public let sibling: TargetID?
  /// Whether pictures of real people are accepted.
  public let faces: Fact<Faces>
  /// What applies to real people, and to realistic people who were generated, when a source
  /// distinguishes them.
  public let faceAccess: FaceAccess
  /// The sources of the facts; the first one is the default.
  public let sources: [Source]
  /// How facts are known that don't say so themselves.
  let basis: Basis
  /// The addresses of the target; empty for rules that no request is sent to.
  public let endpoints: [Endpoint]
  public let transport: String?
  /// How the target is called; `nil` when no source says so.
  public let call: Fact<CallRules>?
  /// How a job is sent and followed; `nil` when no source says so.
  public let sending: SendingReference?
  /// How a node of ComfyUI runs the target; `nil` when it is called otherwise.
  public let node: Fact<NodeRules>?
  public let slots: [SlotRules]
  /// Limits on the counts of several slots together.
  public let limits: [SharedLimit]
  public let prompt: PromptRules?
  public let shots: ShotRules?
  public let names: NameRules?
  public let dialect: Dialect?
  /// The member of the body that contains all fields; `nil` when they are at its top level.
  public let wrap: String?
  public let request: [RequestField]
  public let duration: DurationRules?
  public let aspectRatios: [String]
  public let aspectNote: String?
  public let audio: AudioRules?
  /// The resolutions that tiers stand for, when the target has resolutions and no tiers.
  public let tiers: Fact<[String: String]>?
  /// The prices of a render, each under its own condition.
  public let prices: [Price]
  /// The target whose prices apply here as well.
  public let pricesAs: TargetID?
  public let priceNote: String?
  public let terms: String?
  /// Statements of different sources that contradict each other.
  public let conflicts: [String]
  /// Facts that could not be verified, in words.
  public let unverified: [String]
  public let notes: [String]
  /// The text of the profile, whose SHA-256 names it.
  public let bytes: [UInt8]

  /// Reads a profile from its object.
  ///
  /// - Parameter bytes: The text of the profile.
  init(_ reader: inout ProfileReader, _ bytes: [UInt8]) throws(ProfileFault) {
    self.bytes = bytes
    try reader.checkSchema(ProfileLoader.schema)
    id = try reader.required("id")
    asOf = try reader.required("asOf")
    sources = try reader.sources()
    (endpoints, request) = try reader.namedParts(sources, asOf)
    try reader.applyBasis()
    basis = reader.defaults.confidence
    (faces, faceAccess) = try reader.faces()
    provider = try reader.required("provider")
    model = try reader.required("model")
    asOfIsLatest = try reader.optional("asOfIsLatest") ?? false
    asOfNote = try reader.optional("asOfNote")
    status = try reader.required("status")
    statusNote = try reader.optional("statusNote")
    retires = try reader.optional("retires")
    replacement = try reader.optional("instead")
    product = try reader.optional("makes") ?? .video
    sibling = try reader.optional("sibling")
    transport = try reader.optional("transport")
    call = try reader.objectFact("call")
    sending = try reader.optional("sending")
    node = try reader.objectFact("node")
    slots = try reader.members("slots", mayBeEmpty: true).map(SlotRules.init)
    limits = try reader.list("limits")
    prompt = try reader.optional("prompt")
    shots = try reader.optional("shots")
    names = try reader.optional("names")
    dialect = try reader.optional("dialect")
    wrap = try reader.optional("wrap")
    duration = try reader.optional("duration")
    aspectRatios = try reader.list("aspectRatios")
    aspectNote = try reader.optional("aspectNote")
    audio = try reader.optional("audio")
    tiers = try reader.tiers()
    prices = try reader.list("prices")
    pricesAs = try reader.optional("pricesAs")
    priceNote = try reader.optional("priceNote")
    terms = try reader.optional("terms")
    conflicts = try reader.list("conflicts")
    unverified = try reader.list("unverified")
    notes = try reader.list("notes")
  }

  /// Whether the endpoint answers requests.
  public enum Status: String, JSONConvertible, CaseIterable, ProfileReadable, Sendable {
    case live, ended, unverified
  }

  /// What a request makes.
  public enum Product: String, CaseIterable, ProfileReadable, Sendable {
    case video
    /// A still picture, which has no length and no sound.
    case picture
  }

  /// Whether pictures of real people are accepted.
  public enum Faces: String, JSONConvertible, CaseIterable, ProfileReadable, Sendable {
    case accepted, registeredOnly = "registered-only", refused, unknown
  }

  /// How pictures of people are accepted, for each kind of person.
  public struct FaceAccess: Hashable, Sendable {
    /// The way for real people.
    public let real: Way?
    /// The way for realistic people who were generated.
    public let virtual: Way?

    public enum Way: String, CaseIterable, ProfileReadable, Sendable {
      /// Pictures are accepted as they are.
      case accepted
      /// The person's permission is needed.
      case consent
      /// The person must be registered with the provider, which checks that the person is alive and
      /// agrees.
      case liveness
      /// The person must be registered with the provider.
      case registered
      case refused

      /// Whether a picture that is sent directly is blocked.
      public var isBlockedDirectly: Bool { self != .accepted && self != .consent }
    }
  }

  /// The date of the facts in words: "of 15 Sep 2026", or "by 20 Nov 2026" when the day itself is
  /// not known.
  public var datePhrase: String { "\(asOfIsLatest ? "by" : "of") \(asOf.formatted)" }

  /// Whether requests can be sent to the target. They can't for the common rule of the guides.
  public var hasEndpoint: Bool { !endpoints.isEmpty }

  /// Whether the target has ended by a given day; without a day, whether it is known to have ended.
  public func hasEnded(by today: Day?) -> Bool {
    if status == .ended { return true }
    guard let retires, let today else { return false }
    return today > retires
  }

  /// The rules of a slot; `nil` when the target has no such slot.
  public subscript(slot: Slot) -> SlotRules? { slots.first { $0.slot == slot } }

  /// Returns the keys that lead to a field in the body.
  package func path(of field: RequestField) -> [String] {
    (wrap.map { [$0] } ?? []) + field.name.split(separator: ".").map(String.init)
  }

  public func source(_ key: String) -> Source? { sources.first { $0.key == key } }
}

extension TargetProfile {
  /// The keys of remarks, which may differ between versions of Castbook that know the same facts.
  private static let remarks: Set<String> = [
    "note", "notes", "asOfNote", "priceNote", "statusNote", "aspectNote", "unverified",
  ]

  /// Whether another profile states the same facts, regardless of its remarks.
  package func statesSameFacts(as other: TargetProfile) -> Bool {
    if bytes == other.bytes { return true }
    guard let own = try? JSONParser.parse(bytes), let others = try? JSONParser.parse(other.bytes)
    else { return false }
    return Self.withoutRemarks(own) == Self.withoutRemarks(others)
  }

  /// The keys whose members are kept: the names of headers are the provider's, and may equal those
  /// of remarks.
  private static let verbatim: Set<String> = ["headers"]

  /// Returns the value without remarks at any depth.
  private static func withoutRemarks(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let members):
      .object(
        members.filter { !remarks.contains($0.key) }
          .map { member in
            verbatim.contains(member.key)
              ? member : JSONValue.Member(member.key, withoutRemarks(member.value))
          })
    case .array(let values): .array(values.map(withoutRemarks))
    default: value
    }
  }
}
