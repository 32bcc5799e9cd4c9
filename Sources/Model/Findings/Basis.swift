/// How well a fact about a provider is known.
public enum Basis: String, JSONConvertible, CaseIterable, Sendable {
  /// A source states it for this endpoint.
  case stated
  /// It was concluded from a sibling endpoint or from the original provider.
  case inferred
  /// No trustworthy source states it.
  case unverified

  /// The addition to a message about a rule that is not stated: ` (inferred)`. Empty for a stated
  /// one.
  public var remark: String { self == .stated ? "" : " (\(rawValue))" }
}
