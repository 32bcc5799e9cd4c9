public import Model

/// The text of one rule.
public struct RuleText: Hashable, Sendable {
  public let rule: RuleID
  /// The default severity; each finding states its own.
  public let severity: Severity
  /// Every severity that a finding of this rule can have, the worst first. A limit that is only
  /// inferred is a warning, and a question of how files go together may be a note.
  public let severities: [Severity]
  /// The rule's name for people.
  public let title: String
  /// What the rule checks.
  public let what: String
  /// The reason for the rule, when it isn't obvious.
  public let why: String?
  /// What to do about a finding.
  public let fix: String
}
