/// The reason why a text is not valid JSON, and where.
public struct JSONError: Error, Hashable, Sendable {
  public let problem: String
  public let place: TextPlace
}

extension JSONError: CustomStringConvertible {
  public var description: String { "\(place): \(problem)" }
}
