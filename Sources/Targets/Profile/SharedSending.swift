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
  /// The sources of the facts; the first one is the default.
  public let sources: [Source]
  public let rules: SendingRules
  public let notes: [String]
  /// The text of the file.
  public internal(set) var bytes: [UInt8] = []
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
  public var refusal: Fact<[ResponsePath]>? { own.refusal ?? shared?.rules.refusal }
  public var resume: Fact<SendingRules.Resume>? { own.resume ?? shared?.rules.resume }
  public var find: Fact<SendingRules.Find>? { own.find ?? shared?.rules.find }
  public var cancel: Fact<SendingRules.Cancel>? { own.cancel ?? shared?.rules.cancel }
}

extension SendingReference: ProfileReadable {
  /// Reads `"fal"`, or an object that names shared rules under `as` and contains what differs.
  init(_ value: ProfileValue) throws(ProfileFault) {
    guard value.members != nil else {
      (shared, own) = (try String(value), .none)
      return
    }
    var reader = try ProfileReader(value)
    shared = try reader.optional("as")
    own = try SendingRules(&reader)
    try reader.finish()
  }
}

extension SharedSending: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    try reader.checkSchema(SendingLoader.schema)
    asOf = try reader.required("asOf")
    sources = try reader.sources()
    reader.defaults.source = sources[0].key
    reader.defaults.asOf = asOf
    reader.defaults.known.name(sources)
    id = try reader.required("id")
    provider = try reader.required("provider")
    rules = try SendingRules(&reader)
    notes = try reader.list("notes")
  }
}

/// Reads rules on sending that several targets share, as strictly as profiles are read.
public enum SendingLoader {
  /// The format of the files.
  public static let schema = "sending/1"

  /// Reads a file of shared rules.
  ///
  /// - Throws: `ProfileError` with the file and the position in it.
  public static func load(_ bytes: [UInt8], file: String) throws(ProfileError) -> SharedSending {
    var sending: SharedSending = try ProfileReader.read(bytes, file: file, limit: 1 << 20)
    sending.bytes = bytes
    return sending
  }
}
