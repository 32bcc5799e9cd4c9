/// The reason why a value is not a valid record.
public struct RecordError: CastbookError, Hashable {
  /// The problem as a phrase that names the object and the key.
  public let problem: String

  package init(_ problem: String) { self.problem = problem }

  public var blame: Blame { .failure }
  public var rule: String { "input.unreadable" }
  public var message: String { problem }
  public var fix: String? { nil }
}
