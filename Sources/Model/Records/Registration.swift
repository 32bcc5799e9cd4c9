/// The fact that a provider holds an element, a voice or a file under an id: the record
/// `registration/1`.
public struct Registration: Hashable, RecordContent, Sendable {
  public var element: ULID?
  /// The revision of the element at that time.
  public var revision: Digest?
  /// The file that was registered.
  public var blob: Digest?
  /// The id of the target that gave the id.
  public var target: String
  /// The user's account with the provider; empty when that isn't stated.
  public var account: String
  public var kind: Kind
  /// The id that the provider gave.
  public var remoteId: String
  /// When it was registered.
  public var at: Instant
  /// When the provider forgets the id; `nil` when that isn't known.
  public var expires: Instant?
  var rest: [JSONValue.Member] = []

  /// The kind of thing that is registered.
  public enum Kind: String, JSONConvertible, StoredValue, CaseIterable, Sendable {
    case element, voice, upload
  }

  public init(
    element: ULID? = nil, revision: Digest? = nil, blob: Digest? = nil, target: String,
    account: String, kind: Kind, remoteId: String, at: Instant, expires: Instant? = nil
  ) {
    self.element = element
    self.revision = revision
    self.blob = blob
    self.target = target
    self.account = account
    self.kind = kind
    self.remoteId = remoteId
    self.at = at
    self.expires = expires
  }

  package static let objectName = "registration"
  package var blobs: [Digest] { [blob].compactMap(\.self) }

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    try fields.schema("registration/1")
    element = try fields.optional("element", \.element)
    revision = try fields.optional("revision", \.revision)
    blob = try fields.optional("blob", \.blob)
    target = try fields.required("target", \.target)
    account = try fields.value("account", \.account, default: "")
    kind = try fields.required("kind", \.kind)
    remoteId = try fields.required("remoteId", \.remoteId)
    at = try fields.required("at", \.at)
    expires = try fields.optional("expires", \.expires)
    rest = fields.rest(\.rest)
  }
}
