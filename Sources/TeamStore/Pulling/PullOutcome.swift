public import Model

/// The result of a pull.
public struct PullOutcome: Hashable, Sendable {
  /// The number of records that this library didn't have.
  public internal(set) var recordCount = 0
  /// The number of segments that were read.
  public internal(set) var segmentCount = 0
  /// The elements with new revisions, up to a maximum.
  public internal(set) var elements: Set<ULID> = []
  public static let maximumElements = 1000
  /// The elements that this library didn't have before.
  var newElements: Set<ULID> = []
  /// The segments that can't be used, with the reasons.
  public internal(set) var problems: [Problem] = []
  /// Whether overwriting erased data in the index must wait.
  public internal(set) var hasUnfinishedErasure = false
  /// The erasures by teammates that were read, and those still waiting from an earlier pull.
  public internal(set) var erasures: [ArrivedErasure] = []
  /// What the store had and no longer has; `nil` if nothing is missing.
  public internal(set) var loss: StoreLoss?

  /// Whether `elements` has all elements that changed; a large pull names only the first ones.
  public var namesAllElements: Bool { elements.count < Self.maximumElements }
  /// The number of erasures that wait for the user's decision.
  public var waitingErasureCount: Int { erasures.count(where: \.isWaiting) }

  /// An object of the store that can't be used.
  public struct Problem: Hashable, Sendable {
    public let key: String
    public let reason: String
  }
}
