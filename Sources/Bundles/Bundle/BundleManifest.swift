public import Model

/// The contents of `bundle.json`: the target of a bundle, its sources, and every file in it.
///
/// The manifest doesn't depend on the clock, the machine, the user or the version of Castbook.
/// Exporting the same render twice gives the same bytes, and their SHA-256 identifies the bundle.
public struct BundleManifest: Hashable, Sendable {
  /// The name of the bundle's folder.
  public var name: String
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
    public var digest: Digest
    /// The upright size of a picture.
    public var size: PixelSize?
    /// The role of the file in its element, if it belongs to one.
    public var role: String?
    /// The digest of the original of a file that is sent.
    public var from: Digest?
    /// The steps that prepared the file from its original.
    public var steps: [JSONValue] = []
    /// How much of the file a model generated, as its original states; `nil` if it states nothing.
    public var generated: Extent?

    /// How much of a file something applies to.
    public enum Extent: String, JSONConvertible, StoredValue, Sendable {
      case all, part
    }
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
  /// The manifest as a file, or `nil` when a value can't be written as canonical JSON.
  package var bytes: [UInt8]? { json.canonicalBytes.map { $0 + [0x0A] } }

  /// Reads a manifest strictly; throws unless it is encoded exactly as Castbook writes it.
  ///
  /// ```swift
  /// let manifest = try BundleManifest(bytes)
  /// print(manifest.target, manifest.files.count)
  /// ```
  public init(_ bytes: [UInt8]) throws(BundleError) { self = try Self.read(bytes).manifest }

  /// Reads a manifest strictly, and returns its JSON as well.
  static func read(
    _ bytes: [UInt8]
  ) throws(BundleError) -> (manifest: BundleManifest, json: JSONValue) {
    guard bytes.last == 0x0A else { throw .badManifest("it does not end in a line feed") }
    do {
      let json = try JSONParser.parse(canonical: Array(bytes.dropLast()))
      return (try BundleManifest(json), json)
    } catch {
      throw .badManifest("\(error)")
    }
  }
}

extension BundleManifest: StoredObject {
  package static let objectName = "bundle"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    try fields.schema(Self.schema)
    name = try fields.required("name", \.name)
    target = try fields.required("target", \.target)
    endpoint = try fields.optional("endpoint", \.endpoint)
    tier = try fields.optional("tier", \.tier)
    variant = try fields.optional("variant", \.variant)
    profile = try fields.required("profile", \.profile)
    makers = try fields.value("makers", \.makers, default: [])
    shot = try fields.required("shot", \.shot)
    settings = try fields.value("settings", \.settings, default: [])
    options = try fields.value("options", \.options, default: [])
    sends = try fields.required("sends", \.sends)
    cast = try fields.value("cast", \.cast, default: [])
    files = try fields.required("files", \.files)
    cost = try fields.optional("cost", \.cost)
  }
}

extension BundleManifest.Maker: StoredObject {
  package static let objectName = "maker"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    target = try fields.required("target", \.target)
    profile = try fields.required("profile", \.profile)
  }
}

extension BundleManifest.Send: StoredObject {
  package static let objectName = "send"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    slot = try fields.required("slot", \.slot)
    token = try fields.optional("token", \.token)
    element = try fields.inline(ifAny: "element") { $0.element }
    files = try fields.value("files", \.files, default: [])
    remote = try fields.optional("remote", \.remote)
  }
}

extension BundleManifest.File: StoredObject {
  package static let objectName = "file"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    name = try fields.required("file", \.name)
    byteCount = try fields.required("bytes", \.byteCount)
    digest = try fields.required("sha256", \.digest)
    size = try fields.inline(ifAny: "width", "height") { $0.size }
    role = try fields.optional("role", \.role)
    from = try fields.optional("from", \.from)
    steps = try fields.value("steps", \.steps, default: [])
    generated = try fields.optional("generated", \.generated)
  }
}
