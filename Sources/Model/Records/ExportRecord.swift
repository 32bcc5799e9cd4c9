/// The fact that a bundle was written: the record `export/1`.
///
/// Writing an identical bundle again is the same export at another time.
public struct ExportRecord: Hashable, RecordContent, Sendable {
  /// The SHA-256 of the bundle's `bundle.json`.
  public var bundle: Digest
  /// The id of the target that the bundle was written for.
  public var target: String
  /// The SHA-256 of the target's profile.
  public var profile: Digest
  /// The project that contains the shot file, if any.
  public var project: ULID?
  public var shot: Shot
  public var elements: [Element]
  /// The estimated cost of the render; `nil` when it isn't known.
  public var cost: Cost?
  public var at: Instant
  var rest: [JSONValue.Member] = []

  /// The shot file that the bundle was made from.
  public struct Shot: Hashable, Sendable {
    public var path: String
    /// The SHA-256 of the shot file.
    public var sha256: Digest
    var rest: [JSONValue.Member] = []

    public init(path: String, sha256: Digest) {
      self.path = path
      self.sha256 = sha256
    }
  }

  /// An element in the bundle, at the revision that was sent.
  public struct Element: Hashable, Sendable {
    public var element: ULID
    public var revision: Digest
    public var handle: Handle
    /// The files that were sent for the element.
    public var blobs: [Sent]
    var rest: [JSONValue.Member] = []

    public init(element: ULID, revision: Digest, handle: Handle, blobs: [Sent]) {
      self.element = element
      self.revision = revision
      self.handle = handle
      self.blobs = blobs
    }
  }

  /// A file of the element, with the file that was sent for it.
  public struct Sent: Hashable, Sendable {
    /// The SHA-256 of the file that the element keeps.
    public var from: Digest
    /// The SHA-256 of the file that was sent.
    public var sent: Digest
    var rest: [JSONValue.Member] = []

    public init(from: Digest, sent: Digest) {
      self.from = from
      self.sent = sent
    }
  }

  public init(
    bundle: Digest, target: String, profile: Digest, project: ULID? = nil, shot: Shot,
    elements: [Element], cost: Cost? = nil, at: Instant
  ) {
    self.bundle = bundle
    self.target = target
    self.profile = profile
    self.project = project
    self.shot = shot
    self.elements = elements
    self.cost = cost
    self.at = at
  }

  /// The digests of all files that the record names.
  package var blobs: [Digest] { elements.flatMap(\.blobs).flatMap { [$0.from, $0.sent] } }

  package static let objectName = "export"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    try fields.schema("export/1")
    bundle = try fields.required("bundle", \.bundle)
    target = try fields.required("target", \.target)
    profile = try fields.required("profile", \.profile)
    project = try fields.optional("project", \.project)
    shot = try fields.required("shot", \.shot)
    elements = try fields.value("elements", \.elements, default: [])
    cost = try fields.optional("cost", \.cost)
    at = try fields.required("at", \.at)
    rest = fields.rest(\.rest)
  }
}

extension ExportRecord.Shot: StoredObject {
  package static let objectName = "shot"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    path = try fields.value("path", \.path, default: "")
    sha256 = try fields.required("sha256", \.sha256)
    rest = fields.rest(\.rest)
  }
}

extension ExportRecord.Element: StoredObject {
  package static let objectName = "element of an export"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    element = try fields.required("element", \.element)
    revision = try fields.required("revision", \.revision)
    handle = try fields.handle("handle", \.handle)
    blobs = try fields.value("blobs", \.blobs, default: [])
    rest = fields.rest(\.rest)
  }
}

extension ExportRecord.Sent: StoredObject {
  package static let objectName = "blob of an export"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    from = try fields.required("from", \.from)
    sent = try fields.required("sent", \.sent)
    rest = fields.rest(\.rest)
  }
}
