/// The reason why a text is not valid JSON, and where.
public struct JSONError: Error, Hashable, Sendable {
  /// What is wrong, as a phrase without a position.
  public let problem: String
  /// Where the problem is.
  public let location: TextLocation
}

extension JSONError: CustomStringConvertible {
  public var description: String { "\(location): \(problem)" }
}
