public import Model

/// A reason why a bundle or a pack can't be read or made.
///
/// Its description names the file and the problem, for example `bundle.json: it does not end in a
/// line feed`.
public enum BundleError: CastbookError, Hashable {
  /// The manifest is invalid, with a description of the problem.
  case badManifest(String)
  /// A file can't be read or is invalid: its name and the problem.
  case badFile(String, String)
  /// The file with this name is missing.
  case missing(String)
}

extension BundleError: FileFailure {
  public var blame: Blame { .findings }
  public var rule: String { "bundle.refused" }
  public var message: String { reason }
  public var fix: String? { "copy it again, or ask the sender for a new one" }

  package var reason: String {
    switch self {
    case .badManifest(let problem): "bundle.json: \(problem)"
    case .badFile(let name, let problem): "\(sanitized(name)): \(problem)"
    case .missing(let name): "\(sanitized(name)) is missing"
    }
  }
}
