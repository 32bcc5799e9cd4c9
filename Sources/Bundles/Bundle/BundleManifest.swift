public import Model

/// The contents of `bundle.json`: the target of a bundle, its sources, and every file in it.
///
/// The manifest doesn't depend on the clock, the machine, the user or the version of Castbook.
/// Exporting the same render twice gives the same bytes, and their SHA-256 identifies the bundle.
public struct BundleManifest: Hashable, Sendable {
  /// The name of the bundle's folder.
  public var name: String
  /// The id of the target.
  public var target: String
  /// The path of the endpoint, if the target has one.
  public var endpoint: String?
  /// The tier of the endpoint, such as `pro`, if the target has tiers.
  public var tier: String?
  /// The variant of the endpoint, if the target has variants.
  public var variant: String?
  /// The SHA-256 of `target.json`.
  public var profile: Digest
  /// The other targets on whose rules or prices the bundle depends, with their profiles.
  public var makers: [Maker] = []
  /// The SHA-256 of `shot.md`.
  public var shot: Digest
  /// The settings besides those in the shot file, such as `tier=pro`.
  public var settings: [String] = []
  /// The export options that differ from the default, such as `inline`.
  public var options: [String] = []
  /// The things that are sent besides the words, in the order of their numbers.
  public var sends: [Send] = []
  /// The elements that the shot file names, from which the request is compiled together with
  /// `shot.md`.
  public var cast: [CastEntry] = []
  /// Every file except `bundle.json` and `SHA256SUMS`, in byte order of their names.
  public var files: [File] = []
  /// The price of the render, if it is known.
  public var cost: Cost?

  /// The name and version of the format.
  public static let schema = "bundle/1"

  /// All export options that differ from the default, in the order in which a manifest lists them.
  package static let knownOptions = [
    "as-is", "inline", "keep-metadata", "keep-authorship", "keep-credentials",
  ]

  /// A target that the bundle depends on.
  public struct Maker: Hashable, Sendable {
    /// The id of the target.
    public let target: String
    /// The SHA-256 of the target's profile in the bundle's `makers` folder.
    public let profile: Digest
  }

  /// One thing that is sent: an element, a voice, or a plain file.
  public struct Send: Hashable, Sendable {
    /// The slot that it goes into, such as `start` or `element`.
    public var slot: String
    /// The token that refers to it in the words.
    public var token: String?
    /// The element or voice, or `nil` for a plain file.
    public var element: Element?
    /// Its files in the bundle, in the order in which they are sent.
    public var files: [String] = []
    /// The placeholder of the id by which it is called, if it is called by one.
    public var remote: String?

    /// The element or voice that is sent.
    public struct Element: Hashable, Sendable {
      /// The handle, without `@`.
      public let handle: String
      /// The element's identity in the library that it came from.
      public let identity: ULID
      /// The digest of the revision that is sent.
      public let revision: Digest
      /// The number of that revision.
      public let sequence: Int
      public let kind: String
    }
  }

  /// One file of the bundle.
  public struct File: Hashable, Sendable {
    /// The path in the bundle.
    public var name: String
    public var byteCount: Int
    /// The SHA-256 of the file.
    public var digest: Digest
    /// The upright size of a picture.
    public var size: PixelSize?
    /// The role of the file in its element, if it belongs to one.
    public var role: String?
    /// The digest of the original of a file that is sent.
    public var from: Digest?
    /// The steps that prepared the file from its original.
    public var steps: [JSONValue] = []
  }

  /// Creates a manifest without files.
  public init(name: String, target: String, profile: Digest, shot: Digest) {
    self.name = name
    self.target = target
    self.profile = profile
    self.shot = shot
  }
}

extension BundleManifest {
  /// The manifest as JSON; keys without a value are left out.
  public var json: JSONValue {
    [
      "castbook": .string(Self.schema), "name": .string(name), "target": .string(target),
      "endpoint": .text(endpoint), "tier": .text(tier), "variant": .text(variant),
      "profile": .digest(profile),
      "makers": .list(
        makers.map { .object(["target": .string($0.target), "profile": .digest($0.profile)]) }),
      "shot": .digest(shot), "settings": .texts(settings), "options": .texts(options),
      "sends": .array(sends.map(\.json)), "cast": .list(cast.map(\.json)),
      "files": .array(files.map(\.json)),
      "cost": cost.map { cost in
        .object([
          "amount": .string(cost.amount), "currency": .string(cost.currency),
          "asOf": cost.asOf.map { .string($0.description) },
        ])
      },
    ]
  }

  /// The manifest as a file, or `nil` when a value can't be written as canonical JSON.
  var bytes: [UInt8]? { json.canonicalBytes.map { $0 + [0x0A] } }

  /// Reads a manifest strictly; throws unless it is encoded exactly as Castbook writes it.
  ///
  /// ```swift
  /// let manifest = try BundleManifest(bytes)
  /// print(manifest.target, manifest.files.count)
  /// ```
  public init(_ bytes: [UInt8]) throws(BundleError) {
    try self.init(Self.value(in: bytes))
  }

  /// Returns the JSON of a manifest; throws unless it is canonical and ends in a line feed.
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

  /// Reads the fields of a manifest; throws for missing, unknown or invalid keys.
  private init(fields value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "bundle")
    let schema = try reader.text("castbook")
    guard schema == Self.schema else {
      throw RecordError("\"\(sanitized(schema))\" is not supported; expected \"\(Self.schema)\"")
    }
    name = try reader.text("name")
    target = try reader.text("target")
    endpoint = try reader.text(ifPresent: "endpoint")
    tier = try reader.text(ifPresent: "tier")
    variant = try reader.text(ifPresent: "variant")
    profile = try reader.digest("profile")
    for value in try reader.values("makers") { makers.append(try Maker(value)) }
    shot = try reader.digest("shot")
    settings = try reader.texts("settings")
    options = try reader.texts("options")
    for value in try reader.values(required: "sends") { sends.append(try Send(value)) }
    for value in try reader.values("cast") { cast.append(try CastEntry(value)) }
    for value in try reader.values(required: "files") { files.append(try File(value)) }
    guard let cost = try reader.object(ifPresent: "cost") else { return }
    var price = try RecordReader(cost, of: "cost")
    let (amount, currency) = (try price.text("amount"), try price.text("currency"))
    self.cost = Cost(amount: amount, currency: currency, asOf: try price.day(ifPresent: "asOf"))
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
    token = try reader.text(ifPresent: "token")
    files = try reader.texts("files")
    remote = try reader.text(ifPresent: "remote")
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
    role = try reader.text(ifPresent: "role")
    from = try reader.digest(ifPresent: "from")
    steps = try reader.values("steps")
    guard value["width"] != nil || value["height"] != nil else { return }
    size = PixelSize(width: try reader.number("width"), height: try reader.number("height"))
  }
}
