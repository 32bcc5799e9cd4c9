public import Model

extension ScoreRules {
  /// Returns the weaknesses of a picture that are warnings or errors, the worst first. Each has
  /// the kinds of element for which it is one.
  ///
  /// ```swift
  /// for weakness in ScoreRules.weaknesses(of: scores) { print(weakness.rule) }
  /// ```
  public static func weaknesses(of scores: PictureScores) -> [Weakness] {
    var found: [(rule: RuleID, severity: Severity, kinds: Set<ElementKind>)] = []
    for kind in ElementKind.allCases {
      for finding in findings(scores, kind: kind) where finding.severity != .note {
        if let index = found.firstIndex(where: { $0.rule == finding.rule }) {
          found[index].kinds.insert(kind)
          found[index].severity = max(found[index].severity, finding.severity)
        } else {
          found.append((finding.rule, finding.severity, [kind]))
        }
      }
    }
    return found.enumerated()
      .sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }
      .map { Weakness($0.element.rule, $0.element.severity, kinds: $0.element.kinds) }
  }

  /// The rules that findings on scores can have.
  public static var rules: [RuleID] { RuleID.all.filter { measure(of: $0) != nil } }
}
