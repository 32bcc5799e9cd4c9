/// An element as it appears in lists, without its texts and files.
public struct ElementSummary: Hashable, Sendable {
  public let element: ULID
  public let revision: Digest
  /// The number of its latest revision, from 1.
  public let sequence: Int
  /// When the latest revision was made.
  public let at: Instant
  public let kind: ElementKind
  public let handle: Handle
  public let name: String
  public let person: PersonKind?
  /// Whether the element is retired, so lists leave it out.
  public let isRetired: Bool
  public let fileCount: Int
  /// The element that this one is a look of, if any.
  public let lookOf: ULID?
  /// The voice that is bound to it, if any.
  public let voice: ULID?
  /// The basis of its rights; `nil` when the element states no rights.
  public let basis: Rights.Basis?
  /// The last day of its rights, if they end.
  public let expires: Day?
  /// The element's position among all elements, newest first: a list resumes after it.
  public let position: Int

  package init(
    element: ULID, revision: Digest, sequence: Int, at: Instant, kind: ElementKind, handle: Handle,
    name: String, person: PersonKind?, isRetired: Bool, fileCount: Int, lookOf: ULID?,
    voice: ULID?, basis: Rights.Basis?, expires: Day?, position: Int
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
    self.position = position
  }
}

/// A revision together with the digest that names it.
public struct NamedRevision: Hashable, Sendable {
  public let digest: Digest
  public let revision: ElementRevision

  public init(digest: Digest, revision: ElementRevision) {
    self.digest = digest
    self.revision = revision
  }
}
