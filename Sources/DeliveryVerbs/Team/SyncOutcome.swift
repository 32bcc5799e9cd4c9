/// The result of an exchange with a team store.
public struct SyncOutcome: Sendable {
  /// The address of the store.
  public let location: String
  /// What was read; `nil` for a fetch or an ordinary push.
  public internal(set) var pulled: Pulled?
  /// What was written; `nil` for a fetch or a pull.
  public internal(set) var pushed: Pushed?
  /// The files that were fetched; `nil` if none were wanted.
  public internal(set) var fetched: Fetched?
  /// The number of files that records name and that are missing here.
  public internal(set) var absentFileCount = 0

  /// The maximum number of files that an outcome names.
  static let maximumElements = 1000

  /// Whether everything that was requested was exchanged.
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
    /// The elements that changed, the most recently created first.
    public let elements: [Element]
    /// Whether `elements` is complete; a large pull names only the first ones.
    public let namesAllElements: Bool
    /// The erasures by teammates that were read, and those that wait.
    public let erasures: [ArrivedErasure]
    /// The objects of the store that can't be used.
    public let problems: [Problem]
    /// What the store had and no longer has.
    let loss: StoreLoss?
    /// What the store had lost before a full push resent what this machine has.
    public let healedLoss: StoreLoss?
    /// Whether overwriting erased data was left to a later command.
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
    /// The number of records that were held back because files that they name are missing.
    public let heldRecordCount: Int
    /// What the store had and no longer has.
    let loss: StoreLoss?
    /// The files that are missing or damaged here and that the store doesn't have.
    public let missingFiles: [File]
  }

  /// The files that were fetched.
  public struct Fetched: Sendable {
    public var fileCount = 0
    public var byteCount = 0
    /// The files that the store doesn't have.
    public var absentFiles: [File] = []
    /// The files whose bytes in the store are wrong.
    public var damagedFiles: [File] = []
  }

  /// A file of an element.
  public struct File: Hashable, Sendable {
    public let digest: Digest
    /// An element that has it, and its name there; `nil` if no element has it.
    public let handle: Handle?
    public let name: String?
  }
}
