/// The results of a check by rule: each broken rule with the files that break it, and the rules
/// that files pass.
struct ReportRules {
  /// A rule that at least one file breaks.
  struct BrokenRule {
    let rule: RuleID
    /// The highest severity of its findings.
    var severity: Severity
    var rows: [Row] = []
  }

  /// The way in which one file breaks the rule.
  struct Row {
    /// The path of the file.
    let file: String
    /// The id of the target; empty for a rule that holds for every target.
    let target: String
    /// The requirement in words; empty if the rule has no limit.
    let requirement: String
    /// What was found.
    let message: String
    /// What to do; empty if there is no advice.
    let fix: String
    /// The source of the limit; `nil` for rules of Castbook itself.
    let provenance: Provenance?
  }

  /// A rule that files pass, as one target requires it.
  struct PassedRule: Hashable {
    let target: String
    let rule: String
    let requirement: String
  }

  /// The broken rules, worst first; rules of the same severity are in order of appearance.
  let broken: [BrokenRule]
  /// The passed rules in order of appearance, each with the number of files that pass it.
  let passed: [(rule: PassedRule, fileCount: Int, provenance: Provenance?)]

  /// Groups the outcomes of checked files by rule.
  init(_ files: [CheckedFile]) {
    var broken: [BrokenRule] = []
    var indices: [RuleID: Int] = [:]
    var passed: [(rule: PassedRule, fileCount: Int, provenance: Provenance?)] = []
    var passedIndices: [PassedRule: Int] = [:]
    func add(_ finding: Finding, _ row: Row) {
      let index = indices[finding.rule] ?? broken.count
      if index == broken.count {
        broken.append(BrokenRule(rule: finding.rule, severity: finding.severity))
        indices[finding.rule] = index
      }
      broken[index].severity = max(broken[index].severity, finding.severity)
      broken[index].rows.append(row)
    }
    for file in files {
      let name = file.facts.path.text
      for finding in file.findings {
        add(finding, Row(finding, of: name, target: finding.target?.rawValue ?? "", nil))
      }
      for (target, outcomes) in file.outcomes {
        for outcome in outcomes {
          if let finding = outcome.finding {
            add(finding, Row(finding, of: name, target: target.rawValue, outcome))
            continue
          }
          let rule = PassedRule(
            target: target.rawValue, rule: outcome.rule.rawValue,
            requirement: Self.requirement(of: outcome))
          if let index = passedIndices[rule] {
            passed[index].fileCount += 1
          } else {
            passedIndices[rule] = passed.count
            passed.append((rule, 1, outcome.provenance))
          }
        }
      }
    }
    self.passed = passed
    self.broken = broken.enumerated()
      .sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }
      .map(\.element)
  }

  /// Returns a requirement in words: "shorter side: 300 px or more".
  static func requirement(of outcome: Outcome) -> String {
    [outcome.subject, outcome.limit ?? ""].filter { !$0.isEmpty }.joined(separator: ": ")
  }
}

extension ReportRules.Row {
  /// Creates the row of a finding; without an outcome the finding is about the file itself.
  fileprivate init(_ finding: Finding, of file: String, target: String, _ outcome: Outcome?) {
    self.file = file
    self.target = target
    requirement = outcome.map(ReportRules.requirement) ?? ""
    message = finding.message
    fix = finding.fix ?? ""
    provenance = outcome?.provenance
  }
}

extension ReportRules.BrokenRule {
  /// The fix, if it is the same for every file; otherwise `nil`.
  var sharedFix: String? {
    guard let first = rows.first?.fix, !first.isEmpty else { return nil }
    return rows.allSatisfy { $0.fix == first } ? first : nil
  }
}
