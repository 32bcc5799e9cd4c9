/// One picture among those that shall form an element together, with everything that sets are
/// judged by.
public struct SetMember: Hashable, Sendable {
  /// The name as it is printed: the path as given, or the name that the library keeps.
  public var name: String
  /// The number of the file in its element, as commands accept it; `nil` for a file outside of the
  /// library.
  public var number: Int?
  /// The SHA-256 of the file, when it is known.
  public var digest: Digest?
  /// What the picture looks like; `nil` when it could not be decoded.
  public var appearance: Appearance?
  /// The measured scores; `nil` when the picture was not measured.
  public var scores: PictureScores?
  /// What the picture shows, as the model for subjects describes it; `nil` when it was not
  /// described.
  package var vector: SubjectVector?
  /// The role that the user gave, or `unsorted`.
  public var role: Role
  /// The size of the upright picture.
  public var size: PixelSize?
  /// The stated limits of the target that the picture breaks.
  public var brokenLimits: [Finding]
  /// The limit that the picture breaks unless it is prepared; `nil` when no preparation is needed.
  public var needsPreparing: Finding?
  /// The result of all findings on the picture.
  public var status: Status

  /// Creates a member. Of the target's findings, only errors count as broken limits.
  public init(
    name: String, number: Int? = nil, digest: Digest? = nil, appearance: Appearance? = nil,
    scores: PictureScores? = nil, role: Role = .unsorted, size: PixelSize? = nil,
    targetFindings: [Finding] = [], needsPreparing: Finding? = nil, status: Status = .pass
  ) {
    self.name = name
    self.number = number
    self.digest = digest
    self.appearance = appearance
    self.scores = scores
    self.role = role
    self.size = size
    self.brokenLimits = targetFindings.filter { $0.severity == .error }
    self.needsPreparing = needsPreparing
    self.status = max(status, Status(brokenLimits))
  }

  /// Whether the picture comes before another by content and then by name, an order that doesn't
  /// depend on the order in which pictures were given.
  package func precedes(_ other: SetMember) -> Bool {
    switch (digest, other.digest) {
    case (let mine?, let theirs?) where mine != theirs:
      mine.bytes.lexicographicallyPrecedes(theirs.bytes)
    case (.some, nil): true
    case (nil, .some): false
    default: name.utf8.lexicographicallyPrecedes(other.name.utf8)
    }
  }
}
