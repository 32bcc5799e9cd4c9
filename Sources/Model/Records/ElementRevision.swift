/// An element at a moment: `revision/1`.
public struct ElementRevision: Hashable, Sendable {
  public var element: ULID
  /// 1 for the first; two libraries that were joined may hold two of one number.
  public var sequence: Int
  /// What it was made from.
  public var parent: Digest?
  /// Further ones whose fork it ends.
  public var merges: [Digest]
  public var at: Instant
  /// Who made it, in their own words; empty when it does not say.
  public var by: String
  public var kind: ElementKind
  public var handle: Handle
  public var name: String
  public var description: String
  public var notes: String
  public var aliases: [String]
  public var person: PersonKind?
  public var tags: [String]
  public var voice: ULID?
  public var lookOf: ULID?
  public var retired: Bool
  public var references: [Reference]
  public var rights: Rights?
  /// Keys of a newer version.
  var rest: [JSONValue.Member] = []

  /// A first revision with nothing but a name.
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

  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "revision")
    _ = try reader.text("castbook")
    element = try reader.identity("element")
    sequence = try reader.number("sequence")
    parent = try reader.digest(ifAny: "parent")
    merges = try reader.digests("merges")
    at = try reader.instant("at")
    by = try reader.text(orEmpty: "by")
    kind = try reader.word("kind")
    let text = try reader.text("handle")
    guard let handle = Handle(canonical: text) else {
      throw RecordError("revision: \"\(text)\" is not a handle")
    }
    self.handle = handle
    name = try reader.text(orEmpty: "name")
    description = try reader.text(orEmpty: "description")
    notes = try reader.text(orEmpty: "notes")
    aliases = try reader.texts("aliases")
    person = try reader.word(ifAny: "person")
    tags = try reader.texts("tags")
    voice = try reader.identity(ifAny: "voice")
    lookOf = try reader.identity(ifAny: "lookOf")
    retired = try reader.flag("retired")
    var references: [Reference] = []
    for value in try reader.values("references") { references.append(try Reference(value)) }
    self.references = references
    let rights = try reader.object(ifAny: "rights")
    self.rights = if let rights { try Rights(rights) } else { nil }
    rest = reader.rest
    guard sequence > 0 else { throw RecordError("revision: \"sequence\" starts at 1") }
  }

  var json: JSONValue {
    let known: JSONValue = [
      "castbook": "revision/1", "element": .identity(element), "sequence": .integer(sequence),
      "parent": .digest(parent), "merges": .list(merges.map { .string($0.hex) }),
      "at": .instant(at), "by": .text(by), "kind": .string(kind.rawValue),
      "handle": .string(handle.name),
      "name": .text(name), "description": .text(description), "notes": .text(notes),
      "aliases": .texts(aliases), "person": person.map { .string($0.rawValue) },
      "tags": .texts(tags), "voice": .identity(voice), "lookOf": .identity(lookOf),
      "retired": .flag(retired), "references": .list(references.map(\.json)),
      "rights": rights?.json,
    ]
    return known.adding(rest)
  }

  /// Every blob it names.
  public var blobs: [Digest] {
    references.map(\.blob) + [rights?.document].compactMap(\.self)
  }

  /// Its files with their numbers, each file once: a record may name one file thousands of times.
  package var distinctReferences: [(number: Int, reference: Reference)] {
    var seen: Set<Digest> = []
    return references.enumerated().compactMap { index, reference in
      seen.insert(reference.blob).inserted ? (index + 1, reference) : nil
    }
  }

  /// What it was made from, all of it.
  public var parents: [Digest] { [parent].compactMap(\.self) + merges }

  /// Whether it says the same of the element as another, whoever wrote it, when and upon what.
  public func saysTheSame(as other: ElementRevision) -> Bool {
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
  /// The numbers of the files that have no role yet.
  public var unsortedNumbers: [Int] {
    references.enumerated().filter { $0.element.role == .unsorted }.map { $0.offset + 1 }
  }
}
