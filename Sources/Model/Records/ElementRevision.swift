/// The state of an element at one moment: the record `revision/1`.
public struct ElementRevision: Hashable, RecordContent, Sendable {
  public var element: ULID
  /// The number of the revision, from 1. Libraries that were joined may contain two revisions with
  /// one number.
  public var sequence = 1
  /// The revision that it was made from; `nil` for a first revision.
  public var parent: Digest?
  /// Further revisions that it merges, which ends their fork.
  public var merges: [Digest] = []
  /// When the revision was made.
  public var at: Instant
  /// Who made the revision, in their own words; empty when that isn't stated.
  public var by = ""
  public var kind: ElementKind
  public var handle: Handle
  public var name: String
  public var description = ""
  /// Notes about the element, beside its description.
  public var notes = ""
  /// Other names of the element, in any script.
  public var aliases: [String] = []
  /// What kind of person the pictures show, if any.
  public var person: PersonKind?
  public var tags: [String] = []
  /// The voice that is bound to the element.
  public var voice: ULID?
  /// The element that this one is a look of.
  public var lookOf: ULID?
  /// Whether the element is retired, so lists leave it out.
  public var retired = false
  /// The element's files, by priority.
  public var references: [Reference] = []
  public var rights: Rights?
  /// The members of a newer version, kept so that the record can be written back unchanged.
  var rest: [JSONValue.Member] = []

  /// Creates a first revision with only a name.
  public init(element: ULID, at: Instant, kind: ElementKind, handle: Handle, name: String) {
    self.element = element
    self.at = at
    self.kind = kind
    self.handle = handle
    self.name = name
  }

  /// The digests of all files that the revision names.
  public var blobs: [Digest] { references.map(\.blob) + [rights?.document].compactMap(\.self) }

  /// The files with their numbers, from 1, each file once: a record may name one file thousands of
  /// times.
  package var distinctReferences: [(number: Int, reference: Reference)] {
    var seen: Set<Digest> = []
    return references.enumerated().compactMap { index, reference in
      seen.insert(reference.blob).inserted ? (index + 1, reference) : nil
    }
  }

  /// All revisions that this one was made from.
  public var parents: [Digest] { [parent].compactMap(\.self) + merges }

  /// Whether another revision has the same content, regardless of who made it, when, and from what.
  public func hasSameContent(as other: ElementRevision) -> Bool {
    var copy = other
    copy.sequence = sequence
    copy.parent = parent
    copy.merges = merges
    copy.at = at
    copy.by = by
    return copy == self
  }

  package static let objectName = "revision"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    try fields.schema("revision/1")
    element = try fields.required("element", \.element)
    sequence = try fields.required("sequence", \.sequence)
    parent = try fields.optional("parent", \.parent)
    merges = try fields.value("merges", \.merges, default: [])
    at = try fields.required("at", \.at)
    by = try fields.value("by", \.by, default: "")
    kind = try fields.required("kind", \.kind)
    handle = try fields.handle("handle", \.handle)
    name = try fields.value("name", \.name, default: "")
    description = try fields.value("description", \.description, default: "")
    notes = try fields.value("notes", \.notes, default: "")
    aliases = try fields.value("aliases", \.aliases, default: [])
    person = try fields.optional("person", \.person)
    tags = try fields.value("tags", \.tags, default: [])
    voice = try fields.optional("voice", \.voice)
    lookOf = try fields.optional("lookOf", \.lookOf)
    retired = try fields.value("retired", \.retired, default: false)
    references = try fields.value("references", \.references, default: [])
    rights = try fields.optional("rights", \.rights)
    rest = fields.rest(\.rest)
    try fields.require(sequence > 0, "\"sequence\" starts at 1")
  }

  /// The numbers, from 1, of the files without a role.
  public var unsortedNumbers: [Int] {
    references.enumerated().filter { $0.element.role == .unsorted }.map { $0.offset + 1 }
  }
}
