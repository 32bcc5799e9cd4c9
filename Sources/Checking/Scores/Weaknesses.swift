public import Model

extension ScoreRules {
  /// What the scores of a picture come to that is to be watched or worse, with the kinds of element for
  /// which it is so; worst first.
  public static func weaknesses(of scores: PictureScores) -> [Weakness] {
    var found: [(rule: RuleID, severity: Severity, kinds: Set<ElementKind>)] = []
    for kind in ElementKind.allCases {
      for finding in findings(scores, kind: kind) where finding.severity != .note {
        if let place = found.firstIndex(where: { $0.rule == finding.rule }) {
          found[place].kinds.insert(kind)
          found[place].severity = max(found[place].severity, finding.severity)
        } else {
          found.append((finding.rule, finding.severity, [kind]))
        }
      }
    }
    return found.enumerated()
      .sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }
      .map { Weakness($0.element.rule, $0.element.severity, kinds: $0.element.kinds) }
  }

  /// The rules that scores can come to.
  public static var rules: [RuleID] { RuleID.all.filter { measure(of: $0) != nil } }
}
