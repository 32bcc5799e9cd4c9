/// An error about a path that the user named. It says what a failure of the file there means to the
/// user.
///
/// ```swift
/// let zip = try OutputFileError.about(path) { try bundle.zip(to: []) }
/// ```
package protocol PathError: CastbookError {
  /// Creates an error whose rule and fix are those of any failure at a path.
  init(path: FilePath, reason: String)
}

extension PathError {
  /// Returns an error with this context: the reason of a `FileFailure`, the path that the user
  /// named, and the rule of this type. Any other error has its own context and is returned
  /// unchanged.
  ///
  /// - Parameter path: The path to report; `nil` for the one that failed.
  package static func about(_ path: FilePath?, _ error: any Error) -> any Error {
    guard let failure = error as? any FileFailure, let path = path ?? failure.file else {
      return error
    }
    return Self(path: path, reason: failure.reason)
  }

  /// Calls `body`, and adds this context to its errors.
  package static func about<Value>(_ path: FilePath?, _ body: () throws -> Value) throws -> Value {
    do { return try body() } catch { throw about(path, error) }
  }
}
