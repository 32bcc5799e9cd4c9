/// A command line that can't be understood: what is wrong, and what to type instead.
///
/// ```swift
/// throw UsageError(
///   message: "--for contains an empty name", fix: "Name a target, or leave out --for.")
/// ```
public struct UsageError: Error, Hashable, Sendable {
  /// What was given and why it is not accepted, without a full stop.
  public let message: String
  /// The next step, in one or more sentences.
  public let fix: String

  public init(message: String, fix: String) {
    self.message = message
    self.fix = fix
  }
}

extension UsageError: CustomStringConvertible {
  public var description: String { "\(message). \(fix)" }
}
