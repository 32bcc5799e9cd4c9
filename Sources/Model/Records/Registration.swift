/// The fact that a provider holds an element, a voice or a file under an id: the record
/// `registration/1`.
public struct Registration: Hashable, Sendable {
  /// The element that was registered.
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

  /// What the provider holds.
  public enum Kind: String, JSONConvertible, CaseIterable, Sendable {
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
}

extension Registration {
  /// Reads a record of the kind `registration/1`.
  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "registration")
    _ = try reader.text("castbook")
    element = try reader.ulid(ifPresent: "element")
    revision = try reader.digest(ifPresent: "revision")
    blob = try reader.digest(ifPresent: "blob")
    target = try reader.text("target")
    account = try reader.text(orEmpty: "account")
    kind = try reader.choice("kind")
    remoteId = try reader.text("remoteId")
    at = try reader.instant("at")
    expires = try reader.instant(ifPresent: "expires")
    rest = reader.rest
  }

  /// The record as JSON, without empty values.
  var json: JSONValue {
    let known: JSONValue = [
      "castbook": "registration/1", "element": .ulid(element), "revision": .digest(revision),
      "blob": .digest(blob), "target": .string(target), "account": .text(account),
      "kind": .string(kind.rawValue), "remoteId": .string(remoteId), "at": .instant(at),
      "expires": .instant(expires),
    ]
    return known.adding(rest)
  }
}
