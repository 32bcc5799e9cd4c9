public import Model

/// A command line that can't be understood: what is wrong, and what to type instead.
///
/// ```swift
/// throw UsageError(
///   message: "--for contains an empty name", fix: "Name a target, or leave out --for.")
/// ```
public struct UsageError: CastbookError, Hashable {
  /// What was given and why it is not accepted, without a full stop.
  public let message: String
  /// The next step, in one or more sentences.
  public let fix: String?

  public init(message: String, fix: String?) {
    self.message = message
    self.fix = fix
  }

  /// Creates an error from one about a part of the command line.
  public init(_ error: any CastbookError) { self.init(message: error.message, fix: error.fix) }
}

extension UsageError {
  public var blame: Blame { .usage }
  public var rule: String { "usage" }
  public var description: String { explanation }
}
