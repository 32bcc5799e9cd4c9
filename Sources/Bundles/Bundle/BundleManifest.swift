public import Model

/// What `bundle.json` says: for which target a bundle was made, of what, and every file in it.
///
/// Nothing in it depends on the clock, the machine, the user or the version of Castbook: what was exported twice
/// of the same is the same, to the byte, and its SHA-256 names the bundle.
public struct BundleManifest: Hashable, Sendable {
  /// The name of its folder.
  public var name: String
  public var target: String
  public var endpoint: String?
  public var tier: String?
  public var variant: String?
  /// The SHA-256 of `target.json`.
  public var profile: Digest
  /// The other targets whose rules or prices it depends on, each with its profile.
  public var makers: [Maker] = []
  /// The SHA-256 of `shot.md`.
  public var shot: Digest
  /// What was set besides what the shot file says: `tier=pro`.
  public var settings: [String] = []
  /// Ways of exporting that are not the usual one: `inline`.
  public var options: [String] = []
  /// What goes in beside the words, in the order of its numbers.
  public var sends: [Send] = []
  /// The elements that the shot file names: what the request is compiled from besides `shot.md`.
  public var cast: [CastEntry] = []
  /// Every file but `bundle.json` and `SHA256SUMS`, in byte order of their names.
  public var files: [File] = []
  public var cost: Cost?

  public static let schema = "bundle/1"

  /// The ways of exporting that there are besides the usual one, in the order in which a manifest lists them.
  package static let knownOptions = [
    "as-is", "inline", "keep-metadata", "keep-authorship", "keep-credentials",
  ]

  public struct Maker: Hashable, Sendable {
    public let target: String
    public let profile: Digest
  }

  /// One thing that goes in: an element, a voice, or a plain file.
  public struct Send: Hashable, Sendable {
    public var slot: String
    /// What stands for it in the words.
    public var token: String?
    public var element: Element?
    /// Its files in the bundle, in the order in which they are sent.
    public var files: [String] = []
    /// What stands for the id by which it is called, where it is.
    public var remote: String?

    public struct Element: Hashable, Sendable {
      public let handle: String
      public let identity: ULID
      public let revision: Digest
      public let sequence: Int
      public let kind: String
    }
  }

  public struct File: Hashable, Sendable {
    public var name: String
    public var byteCount: Int
    public var digest: Digest
    /// Of a picture, upright.
    public var size: PixelSize?
    public var role: String?
    /// Of a file that is sent, what it was made of, and how.
    public var from: Digest?
    public var steps: [JSONValue] = []
  }

  public init(name: String, target: String, profile: Digest, shot: Digest) {
    self.name = name
    self.target = target
    self.profile = profile
    self.shot = shot
  }
}

extension BundleManifest {
  public var json: JSONValue {
    [
      "castbook": .string(Self.schema), "name": .string(name), "target": .string(target),
      "endpoint": .text(endpoint), "tier": .text(tier), "variant": .text(variant),
      "profile": .digest(profile),
      "makers": .list(
        makers.map { ["target": .string($0.target), "profile": .digest($0.profile)] }),
      "shot": .digest(shot), "settings": .texts(settings), "options": .texts(options),
      "sends": .array(sends.map(\.json)), "cast": .list(cast.map(\.json)),
      "files": .array(files.map(\.json)),
      "cost": cost.map { cost in
        [
          "amount": .string(cost.amount), "currency": .string(cost.currency),
          "asOf": cost.asOf.map { .string($0.description) },
        ]
      },
    ]
  }

  /// The file itself; nothing for what no canonical JSON can say.
  var bytes: [UInt8]? { json.canonicalBytes.map { $0 + [0x0A] } }

  /// Reads a file strictly: it must be written as Castbook writes it, and in no other way.
  public init(_ bytes: [UInt8]) throws(BundleError) {
    try self.init(Self.value(in: bytes))
  }

  /// The JSON of a manifest's file; an error where it is not written as Castbook writes it.
  static func value(in bytes: [UInt8]) throws(BundleError) -> JSONValue {
    guard bytes.last == 0x0A else { throw .badManifest("it does not end in a line feed") }
    do {
      return try JSONParser.parse(canonical: Array(bytes.dropLast()))
    } catch {
      throw .badManifest("\(error)")
    }
  }

  init(_ value: JSONValue) throws(BundleError) {
    do {
      try self.init(fields: value)
    } catch {
      throw .badManifest("\(error)")
    }
  }

  private init(fields value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "bundle")
    let schema = try reader.text("castbook")
    guard schema == Self.schema else {
      throw RecordError("\"\(sanitized(schema))\" is not supported; expected \"\(Self.schema)\"")
    }
    name = try reader.text("name")
    target = try reader.text("target")
    endpoint = try reader.text(ifAny: "endpoint")
    tier = try reader.text(ifAny: "tier")
    variant = try reader.text(ifAny: "variant")
    profile = try reader.digest("profile")
    for value in try reader.values("makers") { makers.append(try Maker(value)) }
    shot = try reader.digest("shot")
    settings = try reader.texts("settings")
    options = try reader.texts("options")
    for value in try reader.values(required: "sends") { sends.append(try Send(value)) }
    for value in try reader.values("cast") { cast.append(try CastEntry(value)) }
    for value in try reader.values(required: "files") { files.append(try File(value)) }
    guard let cost = try reader.object(ifAny: "cost") else { return }
    var price = try RecordReader(cost, of: "cost")
    let (amount, currency) = (try price.text("amount"), try price.text("currency"))
    self.cost = Cost(amount: amount, currency: currency, asOf: try price.day(ifAny: "asOf"))
    if self.cost == nil {
      throw RecordError("cost: \"\(sanitized(amount))\" is not an amount of money")
    }
  }
}

extension BundleManifest.Maker {
  fileprivate init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "maker")
    target = try reader.text("target")
    profile = try reader.digest("profile")
  }
}

extension BundleManifest.Send {
  fileprivate var json: JSONValue {
    let ends: JSONValue = ["files": .texts(files), "remote": .text(remote)]
    let starts: JSONValue = ["slot": .string(slot), "token": .text(token)]
    return .object(
      (starts.members ?? []) + (element?.members ?? []) + (ends.members ?? []))
  }

  fileprivate init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "send")
    slot = try reader.text("slot")
    token = try reader.text(ifAny: "token")
    files = try reader.texts("files")
    remote = try reader.text(ifAny: "remote")
    if value["element"] != nil { element = try Element(&reader) }
  }
}

extension BundleManifest.File {
  var json: JSONValue {
    [
      "file": .string(name), "bytes": .integer(byteCount), "sha256": .digest(digest),
      "width": size.map { .integer($0.width) }, "height": size.map { .integer($0.height) },
      "role": .text(role), "from": .digest(from), "steps": .list(steps),
    ]
  }

  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "file")
    name = try reader.text("file")
    byteCount = try reader.number("bytes")
    digest = try reader.digest("sha256")
    role = try reader.text(ifAny: "role")
    from = try reader.digest(ifAny: "from")
    steps = try reader.values("steps")
    guard value["width"] != nil || value["height"] != nil else { return }
    size = PixelSize(width: try reader.number("width"), height: try reader.number("height"))
  }
}

/// Why something is no bundle, or none that can be trusted.
public enum BundleError: Error, Hashable, Sendable {
  case badManifest(String)
  /// A file of it can't be read, or is not what it should be.
  case badFile(String, String)
  /// What should be there is not.
  case missing(String)
}

extension BundleError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badManifest(let problem): "bundle.json: \(problem)"
    case .badFile(let name, let problem): "\(sanitized(name)): \(problem)"
    case .missing(let name): "\(sanitized(name)) is missing"
    }
  }
}
