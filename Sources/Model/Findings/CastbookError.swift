/// An error that Castbook explains to its user: what happened, what to do next, and a stable name
/// that scripts can rely on.
///
/// Every error that Castbook throws for a reason of its own conforms, whichever module it comes
/// from, so it reaches the caller as it was thrown:
///
/// ```swift
/// do { try library.find(HandleReference("@mria")) } catch let error as any CastbookError {
///   print(error.message, error.fix ?? "")  // "no element @mria …", "did you mean @mira?"
/// }
/// ```
public protocol CastbookError: Error, CustomStringConvertible {
  /// What has to change before the request can succeed, which decides a command's exit code.
  var blame: Blame { get }
  /// The stable name of the error, such as `element.unknown`.
  var rule: String { get }
  /// What happened, without a full stop at the end.
  var message: String { get }
  /// The next step for the user; `nil` if Castbook has no advice.
  var fix: String? { get }
}

extension CastbookError {
  public var description: String { message }

  /// What happened and the next step: "\"Mira\" contains … . Use @mira."
  public var explanation: String { fix.map { "\(message). \($0)" } ?? message }
}

/// What has to change before a request can succeed.
public enum Blame: Sendable {
  /// The files or elements that were given.
  case findings
  /// The command line, or another request in words.
  case usage
  /// Something outside, such as the disk or another process.
  case failure
}
