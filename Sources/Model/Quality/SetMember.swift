/// One picture among those that are to make an element together, as far as sets are judged by it.
public struct SetMember: Hashable, Sendable {
  /// As it is printed: the path as given, or the name that the library keeps.
  public var name: String
  /// Its number in its element, as commands take it; nothing for a file outside of the library.
  public var number: Int?
  public var digest: Digest?
  /// Nothing where it could not be decoded.
  public var appearance: Appearance?
  public var scores: PictureScores?
  public var role: Role
  /// Of the upright picture.
  public var size: PixelSize?
  /// What stated limits of the target it breaks.
  public var brokenLimits: [Finding]
  /// The limit that it breaks as it is, where a prepared copy would pass; `nil` where it needs none.
  public var needsPreparing: Finding?
  /// What all findings on it come to.
  public var status: Status

  /// Of the target's findings only those count that are errors.
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
}

extension SetMember {
  /// The same order whatever order the pictures were given in: by content, then by name.
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
