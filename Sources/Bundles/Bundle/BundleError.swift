internal import Model

/// A reason why a bundle or a pack can't be read or made.
///
/// Its description names the file and the problem, for example `bundle.json: it does not end in a
/// line feed`.
public enum BundleError: Error, Hashable, Sendable {
  /// The manifest is invalid, with a description of the problem.
  case badManifest(String)
  /// A file can't be read or is invalid: its name and the problem.
  case badFile(String, String)
  /// The file with this name is missing.
  case missing(String)
}

extension BundleError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badManifest(let problem): "bundle.json: \(problem)"
    case .badFile(let name, let problem): "\(sanitized(name)): \(problem)"
    case .missing(let name): "\(sanitized(name)) is missing"
    }
  }
}
