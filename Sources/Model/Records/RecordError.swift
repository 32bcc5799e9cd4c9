/// The reason why a value is not a valid record.
public struct RecordError: Error, Hashable, Sendable {
  /// The problem as a phrase that names the object and the key.
  public let problem: String

  package init(_ problem: String) { self.problem = problem }
}

extension RecordError: CustomStringConvertible {
  public var description: String { problem }
}
