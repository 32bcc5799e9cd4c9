/// What a pull does with erasures of teammates.
public enum ErasureDecision: Hashable, Sendable {
  /// Carries out a few by those who may erase. Others, and those of this machine's elements, wait.
  case wait
  /// Carries out all, including those that have waited.
  case accept
  /// Leaves those that wait, and those that would, without effect on this machine.
  case refuse
}

/// An erasure of a teammate that a pull has read.
public struct ArrivedErasure: Hashable, Sendable {
  public let record: Digest
  public let element: ULID
  /// The element's handle and kind; `nil` if it wasn't here.
  public let handle: Handle?
  public let kind: ElementKind?
  /// Who erased it, in their own words; empty if unknown.
  public let by: String
  public let at: Instant
  public let reason: String
  /// The number of stored files that it removes here.
  public let fileCount: Int
  public let state: State

  package init(
    _ erasure: Erasure, record: Digest, handle: Handle?, kind: ElementKind?, fileCount: Int,
    state: State
  ) {
    (element, by, at, reason) = (erasure.element, erasure.by, erasure.at, erasure.reason)
    self.record = record
    self.handle = handle
    self.kind = kind
    self.fileCount = fileCount
    self.state = state
  }

  /// How far the erasure has got on this machine.
  public enum State: Hashable, Sendable {
    /// The files are erased here too.
    case applied
    /// The user has to decide, for this reason.
    case waiting(Reason)
    case refused
  }

  /// Why an erasure waits.
  public enum Reason: String, JSONConvertible, Sendable {
    /// The element was made on this machine.
    case ownElement = "own-element"
    /// It is signed neither by the machine that made the element nor by the keeper.
    case notEntitled = "not-entitled"
    /// It deletes files that are not the element's.
    case otherFiles = "other-files"
    /// Many arrived within a day.
    case tooMany = "too-many"
  }

  /// Whether it waits for the user's decision.
  public var isWaiting: Bool { if case .waiting = state { true } else { false } }
}
