internal import Library
public import TeamStore

/// The result of an exchange with a team store.
public struct SyncOutcome: Sendable {
  /// The address of the store.
  public let location: String
  /// What was read; `nil` for a fetch or an ordinary push.
  public internal(set) var pulled: PullOutcome?
  /// What was written; `nil` for a fetch or a pull.
  public internal(set) var pushed: PushOutcome?
  /// The files that were fetched; `nil` if none were wanted.
  public internal(set) var fetched: FetchOutcome?
  /// The elements that a pull changed, the most recently created first.
  public internal(set) var elements: [Element] = []
  /// What the store had lost before a full push resent what this machine has.
  public internal(set) var healedLoss: StoreLoss?
  /// The number of files that records name and that are missing here.
  public internal(set) var absentFileCount = 0
  /// The elements that have the missing and damaged files.
  private var owners: [Digest: File] = [:]

  /// The maximum number of files of one kind that an outcome names.
  private static let maximumFiles = 1000

  init(location: String) { self.location = location }

  /// Whether everything that was requested was exchanged.
  public var isComplete: Bool {
    loss == nil && pulled?.problems.isEmpty != false && pulled?.waitingErasureCount ?? 0 == 0
      && pushed?.heldRecordCount ?? 0 == 0
      && fetched?.missing.isEmpty != false && fetched?.damaged.isEmpty != false
  }

  /// What the store had and no longer has; `nil` if nothing is missing.
  public var loss: StoreLoss? { healedLoss == nil ? pulled?.loss ?? pushed?.loss : pushed?.loss }

  /// An element that changed.
  public struct Element: Hashable, Sendable {
    public let element: ULID
    public let handle: Handle
    public let kind: ElementKind
    public let sequence: Int
    /// Whether it has several latest revisions.
    public let isForked: Bool
    /// Whether another element has the same handle, because two people chose it.
    public let sharesName: Bool
    /// The end of its identifier if the other element is older; else `nil`.
    public let suffix: String?
  }

  /// A file of an element.
  public struct File: Hashable, Sendable {
    public let digest: Digest
    /// An element that has it, and its name there; `nil` if no element has it.
    public let handle: Handle?
    public let name: String?
  }

  /// Returns files that the outcome names by their digests, each with an element that has it.
  public func files(_ digests: some Collection<Digest>) -> [File] {
    Self.named(digests).map { owners[$0] ?? File(digest: $0, handle: nil, name: nil) }
  }

  /// The first files of a set, in a fixed order.
  private static func named(_ digests: some Collection<Digest>) -> ArraySlice<Digest> {
    Set(digests).sorted { $0.hex < $1.hex }.prefix(maximumFiles)
  }

  /// Looks up the elements that changed, and those that have the files of this outcome.
  mutating func lookUpNames(in library: ElementLibrary) throws {
    let digests = [
      pushed.map { Array($0.missingFiles) }, fetched?.missing, fetched?.damaged,
    ].compactMap(\.self).flatMap(Self.named)
    (elements, owners) = try library.contents { contents in
      let elements = try (pulled?.elements ?? []).sorted().reversed().compactMap { element in
        try Self.element(element, in: contents)
      }
      let owners = try Set(digests).map { digest in
        let owner = try contents.blobs.owners(of: digest).first
        return (digest, File(digest: digest, handle: owner?.handle, name: owner?.file))
      }
      return (elements, Dictionary(uniqueKeysWithValues: owners))
    }
  }

  /// Returns an element that changed; `nil` if it has no revisions any more.
  private static func element(_ element: ULID, in contents: Contents) throws -> Element? {
    let sides = try contents.entries(of: element)
    guard let latest = sides.first else { return nil }
    return Element(
      element: element, handle: latest.handle, kind: latest.kind, sequence: latest.sequence,
      isForked: sides.count > 1, sharesName: try contents.isShared(latest.handle.name, by: element),
      suffix: try Namesakes.suffix(of: latest, contents))
  }
}
