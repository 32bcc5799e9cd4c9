/// A fact that the user gave or paid for, as it stands in the log: one line of canonical JSON, whose
/// first key names its kind. Its name is the SHA-256 of that line.
public enum Record: Hashable, Sendable {
  case revision(ElementRevision)
  case derivation(Derivation)
  case registration(Registration)
  case dismissal(Dismissal)
  case use(ProjectUse)
  case export(ExportRecord)
  case take(Take)
  case withdrawal(Withdrawal)
  case erasure(Erasure)
  /// Of a kind that a newer version knows: kept, never interpreted.
  case unknown(JSONValue)

  /// No line of the log is longer.
  public static let byteLimit = 4 << 20
  /// No number in a record is greater: every reader of JSON keeps whole numbers exact up to here.
  public static let greatestNumber = 1 << 53

  /// Reads one line, without its end. It must be the canonical text: a record has one name.
  public init(line: [UInt8]) throws(RecordError) {
    let value: JSONValue
    do {
      value = try JSONParser.parse(
        canonical: line, bounds: JSONParser.Bounds(byteCount: Self.byteLimit, depth: 32))
    } catch {
      throw RecordError("it is not canonical JSON: \(error)")
    }
    try self.init(value)
  }

  /// Reads an object.
  public init(_ value: JSONValue) throws(RecordError) {
    guard let kind = value["castbook"]?.string else {
      throw RecordError("\"castbook\" does not name its kind")
    }
    switch kind {
    case "revision/1": self = .revision(try ElementRevision(value))
    case "derivation/1": self = .derivation(try Derivation(value))
    case "registration/1": self = .registration(try Registration(value))
    case "dismissal/1": self = .dismissal(try Dismissal(value))
    case "use/1": self = .use(try ProjectUse(value))
    case "export/1": self = .export(try ExportRecord(value))
    case "take/1": self = .take(try Take(value))
    case "withdrawal/1": self = .withdrawal(try Withdrawal(value))
    case "erasure/1": self = .erasure(try Erasure(value))
    default: self = .unknown(value)
    }
  }

  public var json: JSONValue {
    switch self {
    case .revision(let record): record.json
    case .derivation(let record): record.json
    case .registration(let record): record.json
    case .dismissal(let record): record.json
    case .use(let record): record.json
    case .export(let record): record.json
    case .take(let record): record.json
    case .withdrawal(let record): record.json
    case .erasure(let record): record.json
    case .unknown(let value): value
    }
  }

  /// The line it stands on, without its end; nothing when it holds what no record may, or too much.
  public var line: [UInt8]? {
    guard let line = json.canonicalBytes, line.count <= Self.byteLimit else { return nil }
    return line
  }

  /// Every blob it names.
  public var blobs: [Digest] {
    switch self {
    case .revision(let record): record.blobs
    case .derivation(let record): [record.blob, record.from]
    case .registration(let record): [record.blob].compactMap(\.self)
    case .dismissal(let record): [record.blob]
    case .export(let record): record.blobs
    case .take(let record): [record.blob].compactMap(\.self)
    case .use, .withdrawal, .erasure: []
    case .unknown(let value): value.digests
    }
  }
}

extension JSONValue {
  /// Every text in it that could name a blob: what a newer version names must not be swept away.
  fileprivate var digests: [Digest] {
    switch self {
    case .string(let text): [Digest(lowercase: text)].compactMap(\.self)
    case .array(let values): values.flatMap(\.digests)
    case .object(let members): members.flatMap(\.value.digests)
    case .integer, .number, .boolean, .null: []
    }
  }
}
