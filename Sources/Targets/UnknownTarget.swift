public import Model

/// A name that is neither the id nor an alias of a target.
public struct UnknownTarget: CastbookError, Hashable {
  /// The name as it was given.
  public let name: String
  /// Names that share a part with it.
  public let suggestions: [String]
  /// All ids and aliases.
  public let known: [String]
}

extension UnknownTarget {
  /// The first suggestion if the name is that of a provider: `fal.*` for `fal`.
  private var pattern: String? { suggestions.first.flatMap { $0.contains("*") ? $0 : nil } }

  public var blame: Blame { .usage }
  public var rule: String { "target.unknown" }

  public var message: String {
    if pattern != nil { return "\"\(name)\" is a provider, not a target" }
    if let meant = nearestName(to: name.lowercased(), among: known) {
      return "unknown target \"\(name)\". Did you mean \(meant)?"
    }
    let nearest = suggestions.isEmpty ? "" : "; similar: \(suggestions.joined(separator: ", "))"
    return "unknown target \"\(name)\"\(nearest)"
  }

  public var fix: String? {
    pattern.map {
      "`castbook targets \(name)` lists its targets; '\($0)' means all of them"
    } ?? "`castbook targets` lists them all"
  }
}
