/// An element as lists show it.
public struct ElementSummary: Hashable, Sendable {
  public let element: ULID
  /// The name of its latest revision, and its number.
  public let revision: Digest
  public let sequence: Int
  /// When that was made.
  public let at: Instant
  public let kind: ElementKind
  public let handle: Handle
  public let name: String
  public let person: PersonKind?
  public let isRetired: Bool
  /// How many files it has.
  public let fileCount: Int
  public let lookOf: ULID?
  public let voice: ULID?
  public let basis: Rights.Basis?
  public let expires: Day?
  /// Where it stands among all, newest first: what a list goes on from.
  public let place: Int

  package init(
    element: ULID, revision: Digest, sequence: Int, at: Instant, kind: ElementKind, handle: Handle,
    name: String, person: PersonKind?, isRetired: Bool, fileCount: Int, lookOf: ULID?,
    voice: ULID?, basis: Rights.Basis?, expires: Day?, place: Int
  ) {
    self.element = element
    self.revision = revision
    self.sequence = sequence
    self.at = at
    self.kind = kind
    self.handle = handle
    self.name = name
    self.person = person
    self.isRetired = isRetired
    self.fileCount = fileCount
    self.lookOf = lookOf
    self.voice = voice
    self.basis = basis
    self.expires = expires
    self.place = place
  }
}

/// A revision with its name.
public struct NamedRevision: Hashable, Sendable {
  public let digest: Digest
  public let revision: ElementRevision

  public init(digest: Digest, revision: ElementRevision) {
    self.digest = digest
    self.revision = revision
  }
}
