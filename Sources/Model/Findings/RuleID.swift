/// The stable id of a rule: `image.too-small`. JSON, documents and tests share it.
public struct RuleID: RawRepresentable, JSONConvertible, Hashable, Sendable {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }
}

extension RuleID: CustomStringConvertible {
  public var description: String { rawValue }
}

extension RuleID: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self.init(rawValue: text) }
}
