/// What became of an element of a pack.
public struct ImportedElement: Sendable {
  public enum Change: String, Sendable {
    case added
    /// Later revisions came to those that were here.
    case forward
    /// The very same is here already.
    case here
    /// What is here is later.
    case older
    /// It was changed here and in the pack: both versions are kept.
    case forked
    /// It came in as another element.
    case asNew = "as-new"
  }

  public let handle: Handle
  /// The handle that it has in the pack, where it came in under another.
  public let packedAs: String?
  public let kind: ElementKind
  public let change: Change
  /// The number of its latest revision here; of a fork, that of the arriving side.
  public let sequence: Int
  /// The sides of a fork, in the order of their letters.
  public let sides: [Side]

  /// One side of a fork that an import makes or widens.
  public struct Side: Sendable {
    public let letter: String
    public let revision: NamedRevision
    /// Whether it comes with the pack.
    public let isArriving: Bool
  }
}

/// What importing a pack came to, or would come to.
public struct ImportOutcome: Sendable {
  public let elements: [ImportedElement]
  /// How many files came that were not here, and their bytes.
  public internal(set) var newFiles = 0
  public internal(set) var newBytes = 0
  /// How many registrations were left out.
  public let leftRegistrations: Int
  /// Whether nothing was written.
  public internal(set) var isPreview = false

  init(elements: [ImportedElement], leftRegistrations: Int) {
    self.elements = elements
    self.leftRegistrations = leftRegistrations
  }
}
