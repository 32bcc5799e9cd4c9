/// The result of an import for one element of the pack.
public struct ImportedElement: Sendable {
  /// The relation of the packed element to the one in the library.
  public enum Change: String, JSONConvertible, Sendable {
    /// The library didn't have the element.
    case added
    /// The pack added later revisions to the element.
    case advanced = "forward"
    /// The library has exactly this revision as the latest.
    case alreadyPresent = "here"
    /// The library has a later revision.
    case older
    /// The element was changed both here and in the pack; both versions are kept.
    case forked
    /// The element was imported as a new one, under another name.
    case asNew = "as-new"
  }

  /// The handle of the element in this library.
  public let handle: Handle
  /// The handle in the pack, if the element was imported under another one; otherwise `nil`.
  public let packedAs: String?
  /// The kind of the element.
  public let kind: ElementKind
  /// What the import did with the element.
  public let change: Change
  /// The number of the latest revision here; for a fork, that of the imported side.
  public let sequence: Int
  /// The sides of the fork, in the order of their letters; empty without a fork.
  public let sides: [Side]

  /// One side of a fork that an import creates or extends.
  public struct Side: Sendable {
    /// The name of the side: `A`, `B` and so on.
    public let letter: String
    /// The revision at the tip of the side.
    public let revision: NamedRevision
    /// Whether the side comes from the pack.
    public let isArriving: Bool
  }
}

/// The result of an import, or of its preview.
public struct ImportOutcome: Sendable {
  /// The results for the elements of the pack, in its order.
  public let elements: [ImportedElement]
  /// The number of files that the library didn't have.
  public internal(set) var newFileCount = 0
  /// The total size of the new files.
  public internal(set) var newByteCount = 0
  /// The number of registrations that were not imported.
  public let skippedRegistrationCount: Int
  /// Whether this is a preview, so that nothing was written.
  public internal(set) var isPreview = false

  init(elements: [ImportedElement], leftRegistrations: Int) {
    self.elements = elements
    self.skippedRegistrationCount = leftRegistrations
  }
}
