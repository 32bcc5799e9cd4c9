/// What an exchange with a team store has done.
public struct SyncOutcome: Sendable {
  /// The address of the store.
  public let location: String
  /// What was read; `nil` if nothing was to be.
  public internal(set) var pulled: Pulled?
  /// What was written; `nil` if nothing was to be.
  public internal(set) var pushed: Pushed?
  /// The files that were fetched; `nil` if none were to be.
  public internal(set) var fetched: Fetched?
  /// The number of files that records name and that are not here.
  public internal(set) var absentFileCount = 0

  /// The number of elements or files that an outcome names.
  static let maximumElements = 1000

  /// Whether all that was asked for was exchanged.
  public var isComplete: Bool {
    loss == nil && pulled?.problems.isEmpty != false && pulled?.waitingErasureCount ?? 0 == 0
      && pushed?.heldRecordCount ?? 0 == 0
      && fetched?.absentFiles.isEmpty != false && fetched?.damagedFiles.isEmpty != false
  }

  /// What the store had and no longer has; `nil` if nothing is missing.
  public var loss: StoreLoss? { pulled?.loss ?? pushed?.loss }

  init(location: String) { self.location = location }

  /// The records that were read.
  public struct Pulled: Sendable {
    /// The number of records that the library didn't have.
    public let recordCount: Int
    /// The elements that changed, those that were created last first.
    public let elements: [Element]
    /// Whether `elements` contains all elements that changed; a large pull names the first of them.
    public let namesAllElements: Bool
    /// The erasures of teammates that were read, and those that wait.
    public let erasures: [ArrivedErasure]
    /// The objects of the store that can't be used.
    public let problems: [Problem]
    /// What the store had and no longer has.
    let loss: StoreLoss?
    /// What the store had lost before a full push sent again what is here.
    public let healedLoss: StoreLoss?
    /// Whether erased data will be overwritten by a later command.
    public let hasUnfinishedErasure: Bool

    /// The number of erasures that wait for the user's decision.
    public var waitingErasureCount: Int { erasures.count(where: \.isWaiting) }
  }

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

  /// An object of the store that can't be used.
  public struct Problem: Hashable, Sendable {
    public let key: String
    public let words: String
  }

  /// The records and files that were written.
  public struct Pushed: Sendable {
    public let recordCount: Int
    public let fileCount: Int
    public let byteCount: Int
    /// The number of records that were not written, since files that they name are missing.
    public let heldRecordCount: Int
    /// What the store had and no longer has.
    let loss: StoreLoss?
    /// The files that are missing or damaged here, and not in the store.
    public let missingFiles: [File]
  }

  /// The files that were fetched.
  public struct Fetched: Sendable {
    public var fileCount = 0
    public var byteCount = 0
    /// The files that the store doesn't have.
    public var absentFiles: [File] = []
    /// The files that the store has with other bytes.
    public var damagedFiles: [File] = []
  }

  /// A file of an element.
  public struct File: Hashable, Sendable {
    public let digest: Digest
    /// The element that has it, and the name that it has there; `nil` if no element has it.
    public let handle: Handle?
    public let name: String?
  }
}
