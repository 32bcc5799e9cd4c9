/// A command line that is not understood: what is wrong with it, and what to type instead.
public struct UsageError: Error, Hashable, Sendable {
  /// What was given and why it can't be taken, without a full stop.
  public let message: String
  /// The next step, as one or more sentences.
  public let fix: String

  public init(message: String, fix: String) {
    self.message = message
    self.fix = fix
  }
}

extension UsageError: CustomStringConvertible {
  public var description: String { "\(message). \(fix)" }
}
