/// The records that a machine of a team has written, signed with its key: the record `signature/1`.
///
/// Each signature names the last ones that its machine had seen, which reveals lost ones.
public struct RecordSignature: Hashable, RecordContent, Sendable {
  /// The library for which it holds.
  public var library: ULID
  /// The key of the machine.
  public var key: SigningKey
  /// Who works on the machine and what it is called, in its own words; empty if unknown.
  public var by = ""
  public var host = ""
  public var at: Instant
  /// The digests of the records that it stands for.
  public var records: [Digest] = []
  /// The digests of the latest signatures, its own and those of other machines.
  public var previous: [Digest] = []
  /// The keys of machines that have left the team. Only what the keeper says of them counts.
  public var ended: [SigningKey] = []
  /// The signature of `message`: 64 bytes; empty before it is signed.
  public var signature: [UInt8] = []
  var rest: [JSONValue.Member] = []

  public init(library: ULID, key: SigningKey, at: Instant) {
    (self.library, self.key, self.at) = (library, key, at)
  }

  package static let objectName = "signature"
  /// The maximum number of records that one stands for, and of signatures that it names.
  package static let recordLimit = 50_000
  package static let previousLimit = 256
  package static let endedLimit = 1000
  package static let signatureByteCount = 64

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    try fields.schema("signature/1")
    library = try fields.required("library", \.library)
    key = try fields.required("key", \.key)
    by = try fields.value("by", \.by, default: "")
    host = try fields.value("host", \.host, default: "")
    at = try fields.required("at", \.at)
    records = try fields.value(
      "records", { $0.records.map(CapitalDigest.init) }, default: []
    ).map(\.digest)
    previous = try fields.value(
      "previous", { $0.previous.map(CapitalDigest.init) }, default: []
    ).map(\.digest)
    ended = try fields.value("ended", \.ended, default: [])
    signature = try fields.value(
      "signature", { CapitalBytes(bytes: $0.signature) }, default: CapitalBytes(bytes: [])
    ).bytes
    rest = fields.rest(\.rest)
    try fields.require(records.count <= Self.recordLimit, "\"records\" has too many entries")
    try fields.require(previous.count <= Self.previousLimit, "\"previous\" has too many entries")
    try fields.require(ended.count <= Self.endedLimit, "\"ended\" has too many entries")
    try fields.require(
      signature.count == Self.signatureByteCount, "\"signature\" is not a signature")
  }

  /// The signed bytes: the record without its signature, after a line that states what they are.
  package var message: [UInt8]? {
    let members = json.members?.filter { $0.key != "signature" } ?? []
    return JSONValue.object(members).canonicalBytes.map { Self.introduction + $0 }
  }

  private static let introduction = Array("castbook signature/1\n".utf8)
}

/// The public half of the key with which a machine signs: Ed25519, 32 bytes.
public struct SigningKey: Hashable, Sendable {
  public let bytes: [UInt8]

  /// Creates a key from exactly 32 bytes; `nil` for any other count.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  /// The beginning of the key, which people compare: `7f3a-09cc-12de-8a41-77b0`. Finding another
  /// key with the same beginning takes 2^80 attempts.
  public var fingerprint: String {
    let digits = Array(Hex.text(of: Array(bytes.prefix(10))))
    return stride(from: 0, to: digits.count, by: 4).map { String(digits[$0..<$0 + 4]) }
      .joined(separator: "-")
  }

  /// Whether a text is this fingerprint, in either case and with or without hyphens.
  public func hasFingerprint(_ text: String) -> Bool {
    let plain = { (text: String) in text.lowercased().filter { $0 != "-" } }
    return plain(text) == plain(fingerprint)
  }
}

extension SigningKey: StoredValue {
  package static var expectation: String { "is not a key in upper case" }

  package init?(stored: JSONValue) {
    guard let bytes = CapitalBytes(stored: stored)?.bytes else { return nil }
    self.init(bytes: bytes)
  }

  package var stored: JSONValue { CapitalBytes(bytes: bytes).stored }
}

/// Bytes that are stored as hexadecimal digits in upper case.
struct CapitalBytes: StoredValue, Hashable {
  let bytes: [UInt8]

  init(bytes: [UInt8]) { self.bytes = bytes }

  static var expectation: String { "is not hexadecimal digits in upper case" }

  init?(stored: JSONValue) {
    guard let text = stored.string, let bytes = Hex.bytes(of: text),
      Hex.text(of: bytes).uppercased() == text
    else { return nil }
    self.bytes = bytes
  }

  var stored: JSONValue { .string(Hex.text(of: bytes).uppercased()) }
}

/// A digest that is stored in upper case. In lower case it would name a file, and a record keeps
/// every file that it names.
struct CapitalDigest: StoredValue, Hashable {
  let digest: Digest

  init(_ digest: Digest) { self.digest = digest }

  static var expectation: String { "is not a SHA-256 in upper case" }
  static var listExpectation: String { "is not a list of SHA-256 in upper case" }

  init?(stored: JSONValue) {
    guard let bytes = CapitalBytes(stored: stored)?.bytes, let digest = Digest(bytes: bytes) else {
      return nil
    }
    self.digest = digest
  }

  var stored: JSONValue { .string(digest.hex.uppercased()) }
}
