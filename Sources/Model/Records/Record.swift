/// A fact that the user stated or paid for, as the library's log contains it: one line of canonical
/// JSON.
///
/// The member `castbook` names its kind. The record's own name is the SHA-256 of the line.
///
/// ```swift
/// let record = try Record(line: bytes)
/// if case .take(let take) = record { print(take.result) }
/// ```
public enum Record: Hashable, Sendable {
  /// The state of an element at one moment.
  case revision(ElementRevision)
  /// One file was made from another.
  case derivation(Derivation)
  /// A provider holds something under an id.
  case registration(Registration)
  /// The user doesn't want to see a finding again.
  case dismissal(Dismissal)
  /// A project has pinned an element.
  case use(ProjectUse)
  /// A bundle was written.
  case export(ExportRecord)
  /// A result came back from a provider.
  case take(Take)
  /// Someone has commented on a take.
  case comment(TakeComment)
  /// A shot file that belongs to no project was written.
  case draft(Draft)
  /// A call to a provider, at one point of its course.
  case job(Job)
  /// Another record no longer holds.
  case withdrawal(Withdrawal)
  /// An element was erased, completely or up to a revision.
  case erasure(Erasure)
  /// A machine of a team states which records it has written.
  case signature(RecordSignature)
  /// A record of a kind that a newer version knows. It is kept and never interpreted.
  case unknown(JSONValue)

  /// The maximum number of bytes in a line of the log.
  public static let byteLimit = 4 << 20
  /// The maximum absolute value of a number: every JSON reader keeps whole numbers exact up to
  /// here.
  public static let maximumInteger = 1 << 53

  /// Reads one line without its line ending. It must be canonical JSON, because a record has only
  /// one name.
  ///
  /// - Throws: `RecordError` with the first problem.
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

  /// Reads a record from a JSON object.
  ///
  /// - Throws: `RecordError` when the object names no kind, or when a value of a known kind is
  ///   missing or invalid.
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
    case "comment/1": self = .comment(try TakeComment(value))
    case "draft/1": self = .draft(try Draft(value))
    case "job/1": self = .job(try Job(value))
    case "withdrawal/1": self = .withdrawal(try Withdrawal(value))
    case "erasure/1": self = .erasure(try Erasure(value))
    case "signature/1": self = .signature(try RecordSignature(value))
    default: self = .unknown(value)
    }
  }

  /// What the record states; `nil` when its kind is unknown.
  package var content: (any RecordContent)? {
    switch self {
    case .revision(let record): record
    case .derivation(let record): record
    case .registration(let record): record
    case .dismissal(let record): record
    case .use(let record): record
    case .export(let record): record
    case .take(let record): record
    case .comment(let record): record
    case .draft(let record): record
    case .job(let record): record
    case .withdrawal(let record): record
    case .erasure(let record): record
    case .signature(let record): record
    case .unknown: nil
    }
  }

  private var unknown: JSONValue { if case .unknown(let value) = self { value } else { .null } }

  /// The record as a JSON object, with the members of newer versions.
  public var json: JSONValue { content?.json ?? unknown }

  /// The line of the log without its line ending; `nil` when the record is too long or contains a
  /// value that no record may have.
  public var line: [UInt8]? {
    guard let line = json.canonicalBytes, line.count <= Self.byteLimit else { return nil }
    return line
  }

  /// The time of the record; `nil` when a record of an unknown kind doesn't state it.
  package var at: Instant? { content?.at ?? unknown["at"]?.string.flatMap(Instant.init) }

  /// The digests of all files that the record names.
  public var blobs: [Digest] { content?.blobs ?? unknown.digests }
}

extension JSONValue {
  /// All texts that could name a file. A file that a record of a newer version may name must not be
  /// deleted.
  package var digests: [Digest] {
    switch self {
    case .string(let text): [Digest(lowercase: text)].compactMap(\.self)
    case .array(let values): values.flatMap(\.digests)
    case .object(let members): members.flatMap(\.value.digests)
    case .integer, .number, .boolean, .null: []
    }
  }
}
