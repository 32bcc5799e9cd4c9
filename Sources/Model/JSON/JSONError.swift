/// The reason why a text is not valid JSON, and where.
public struct JSONError: CastbookError, Hashable {
  /// What is wrong, as a phrase without a position.
  public let problem: String
  /// Where the problem is.
  public let location: TextLocation

  public var blame: Blame { .failure }
  public var rule: String { "input.unreadable" }
  public var message: String { "\(location): \(problem)" }
  public var fix: String? { nil }
}
