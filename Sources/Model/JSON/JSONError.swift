/// The reason why a text is not valid JSON, and where.
public struct JSONError: Error, Hashable, CustomStringConvertible, Sendable {
  /// What is wrong, as a phrase without a position.
  public let problem: String
  /// Where the problem is.
  public let location: TextLocation

  public var description: String { "\(location): \(problem)" }
}
