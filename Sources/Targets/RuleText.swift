public import Model

/// How people read a rule: its title, its severities, and what to do.
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

extension RuleText: ProfilePart {
  /// Reads a text, whose severities must include its default one.
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    severity = try reader.required("severity")
    let words: [ProfileValue] = try reader.nonEmptyList("severities")
    severities = try words.map { value throws(ProfileFault) in
      guard let severity = value.json.string.flatMap(Severity.init(rawValue:)) else {
        throw value.fault("is not error, warning or note")
      }
      return severity
    }
    guard severities.contains(severity) else {
      throw reader.fault("\"\(severity.rawValue)\" is not among its severities")
    }
    rule = RuleID(rawValue: try reader.required("id"))
    title = try reader.required("title")
    what = try reader.required("what")
    why = try reader.optional("why")
    fix = try reader.required("fix")
  }
}
