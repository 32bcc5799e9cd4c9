/// A warning or an error that follows from a picture's scores.
public struct Weakness: Hashable, Sendable {
  public let rule: RuleID
  /// Either a warning or an error.
  public let severity: Severity
  /// The kinds of element to which it applies: places consist of busy backgrounds.
  public let kinds: Set<ElementKind>

  public init(_ rule: RuleID, _ severity: Severity, kinds: Set<ElementKind>) {
    self.rule = rule
    self.severity = severity
    self.kinds = kinds
  }
}
