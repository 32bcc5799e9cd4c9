/// What a picture's scores come to that is to be watched or worse.
public struct Weakness: Hashable, Sendable {
  public let rule: RuleID
  /// A warning or an error.
  public let severity: Severity
  /// The kinds of element for which it is so: a busy background is what places are made of.
  public let kinds: Set<ElementKind>

  public init(_ rule: RuleID, _ severity: Severity, kinds: Set<ElementKind>) {
    self.rule = rule
    self.severity = severity
    self.kinds = kinds
  }
}
