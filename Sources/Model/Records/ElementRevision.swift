/// The state of an element at one moment: the record `revision/1`.
public struct ElementRevision: Hashable, Sendable {
  /// The element that the revision belongs to.
  public var element: ULID
  /// The number of the revision, from 1. Libraries that were joined may contain two revisions with
  /// one number.
  public var sequence: Int
  /// The revision that it was made from; `nil` for a first revision.
  public var parent: Digest?
  /// Further revisions that it merges, which ends their fork.
  public var merges: [Digest]
  /// When the revision was made.
  public var at: Instant
  /// Who made the revision, in their own words; empty when that isn't stated.
  public var by: String
  public var kind: ElementKind
  public var handle: Handle
  public var name: String
  public var description: String
  /// Notes about the element, beside its description.
  public var notes: String
  /// Other names of the element, in any script.
  public var aliases: [String]
  /// What kind of person the pictures show, if any.
  public var person: PersonKind?
  public var tags: [String]
  /// The voice that is bound to the element.
  public var voice: ULID?
  /// The element that this one is a look of.
  public var lookOf: ULID?
  /// Whether the element is retired, so that lists leave it out.
  public var retired: Bool
  /// The element's files, by priority.
  public var references: [Reference]
  public var rights: Rights?
  /// The members of a newer version, kept so that the record can be written back unchanged.
  var rest: [JSONValue.Member] = []

  /// Creates a first revision with only a name.
  public init(element: ULID, at: Instant, kind: ElementKind, handle: Handle, name: String) {
    self.element = element
    sequence = 1
    merges = []
    self.at = at
    by = ""
    self.kind = kind
    self.handle = handle
    self.name = name
    description = ""
    notes = ""
    aliases = []
    tags = []
    retired = false
    references = []
  }

  /// Reads a record of the kind `revision/1`.
  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "revision")
    _ = try reader.text("castbook")
    element = try reader.ulid("element")
    sequence = try reader.number("sequence")
    parent = try reader.digest(ifPresent: "parent")
    merges = try reader.digests("merges")
    at = try reader.instant("at")
    by = try reader.text(orEmpty: "by")
    kind = try reader.choice("kind")
    let text = try reader.text("handle")
    guard let handle = Handle(canonical: text) else {
      throw RecordError("revision: \"\(text)\" is not a handle")
    }
    self.handle = handle
    name = try reader.text(orEmpty: "name")
    description = try reader.text(orEmpty: "description")
    notes = try reader.text(orEmpty: "notes")
    aliases = try reader.texts("aliases")
    person = try reader.choice(ifPresent: "person")
    tags = try reader.texts("tags")
    voice = try reader.ulid(ifPresent: "voice")
    lookOf = try reader.ulid(ifPresent: "lookOf")
    retired = try reader.flag("retired")
    var references: [Reference] = []
    for value in try reader.values("references") { references.append(try Reference(value)) }
    self.references = references
    let rights = try reader.object(ifPresent: "rights")
    self.rights = if let rights { try Rights(rights) } else { nil }
    rest = reader.rest
    guard sequence > 0 else { throw RecordError("revision: \"sequence\" starts at 1") }
  }

  /// The record as JSON, without empty values.
  var json: JSONValue {
    let known: JSONValue = [
      "castbook": "revision/1", "element": .ulid(element), "sequence": .integer(sequence),
      "parent": .digest(parent), "merges": .list(merges.map { .string($0.hex) }),
      "at": .instant(at), "by": .text(by), "kind": .string(kind.rawValue),
      "handle": .string(handle.name),
      "name": .text(name), "description": .text(description), "notes": .text(notes),
      "aliases": .texts(aliases), "person": person.map { .string($0.rawValue) },
      "tags": .texts(tags), "voice": .ulid(voice), "lookOf": .ulid(lookOf),
      "retired": .flag(retired), "references": .list(references.map(\.json)),
      "rights": rights?.json,
    ]
    return known.adding(rest)
  }

  /// The digests of all files that the revision names.
  public var blobs: [Digest] {
    references.map(\.blob) + [rights?.document].compactMap(\.self)
  }

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
}

extension ElementRevision {
  /// The numbers, from 1, of the files without a role.
  public var unsortedNumbers: [Int] {
    references.enumerated().filter { $0.element.role == .unsorted }.map { $0.offset + 1 }
  }
}
