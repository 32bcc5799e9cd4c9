/// An error of a module that knows a file or an archive, but not what the user wants with it.
///
/// Its rule is for callers that don't know more either. A caller that does adds its context with a
/// `PathError`.
package protocol FileFailure: CastbookError {
  /// The file or folder that failed; `nil` if only the caller knows its path.
  var file: FilePath? { get }
  /// What happened, without the path: "could not be written: No space left on device".
  var reason: String { get }
}

extension FileFailure {
  package var file: FilePath? { nil }
  package var message: String { file.map { "\($0): \(reason)" } ?? reason }
}
