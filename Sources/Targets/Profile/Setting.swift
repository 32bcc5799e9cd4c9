/// One setting of a request on which a rule may depend: `input.mode=pro`.
public struct Setting: Hashable, Sendable {
  /// A field of the request, `tier` or `variant` of the endpoint, or a slot whose files can be used
  /// in several ways.
  public let field: String
  /// The value as text: `pro`, `true`, `5`.
  public let value: String

  public init(_ field: String, _ value: String) {
    self.field = field
    self.value = value
  }
}

extension Setting: Comparable {
  public static func < (left: Setting, right: Setting) -> Bool {
    (left.field, left.value) < (right.field, right.value)
  }
}

extension Setting: CustomStringConvertible {
  public var description: String { "\(field)=\(value)" }
}
