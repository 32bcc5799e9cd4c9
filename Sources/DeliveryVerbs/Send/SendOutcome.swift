public import LibraryVerbs
public import Sending

/// The outcome of sending bundles, in the order of the plan.
public struct SendOutcome: Sendable {
  public internal(set) var bundles: [Sent] = []

  /// The outcome of sending one bundle.
  public struct Sent: Sendable {
    public let name: String
    public let digest: Digest
    public let target: TargetID
    public let result: JobResult
    /// What the result shows of its products and places, if it is a take.
    public internal(set) var comparison = TakeComparison()
  }

  /// Whether every bundle succeeded.
  public var isComplete: Bool { bundles.allSatisfy(\.result.isSuccess) }
}
