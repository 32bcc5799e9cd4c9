/// A name that is neither the id nor an alias of a target.
public struct UnknownTarget: Error, Hashable, Sendable {
  /// The name as it was given.
  public let name: String
  /// Names that share a part with it.
  public let suggestions: [String]
  /// All ids and aliases.
  public let known: [String]
}

extension UnknownTarget: CustomStringConvertible {
  public var description: String {
    let nearest = suggestions.isEmpty ? "" : "; similar: \(suggestions.joined(separator: ", "))"
    return "unknown target \"\(name)\"\(nearest)"
  }
}
