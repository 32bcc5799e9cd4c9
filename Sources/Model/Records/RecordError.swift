/// The reason why a value is not a valid record.
public struct RecordError: Error, Hashable, CustomStringConvertible, Sendable {
  /// The problem as a phrase that names the object and the key.
  public let problem: String

  package init(_ problem: String) { self.problem = problem }

  public var description: String { problem }
}
