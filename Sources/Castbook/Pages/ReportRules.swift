/// The results of a check by rule: each broken rule with the files that break it, and the rules that files pass.
struct ReportRules {
  /// A broken rule.
  struct Broken {
    let rule: RuleID
    var severity: Severity
    var rows: [Row] = []
  }

  /// How one file breaks it.
  struct Row {
    let file: String
    let target: String
    let asked: String
    let message: String
    let fix: String
    let provenance: Provenance?
  }

  /// A rule that files pass, as one target requires it.
  struct Held: Hashable {
    let target: String
    let rule: String
    let asked: String
  }

  /// The worst first; rules of the same severity in order of appearance.
  let broken: [Broken]
  let held: [(rule: Held, fileCount: Int, provenance: Provenance?)]

  init(_ files: [CheckedFile]) {
    var broken: [Broken] = []
    var places: [RuleID: Int] = [:]
    var held: [(rule: Held, fileCount: Int, provenance: Provenance?)] = []
    var heldPlaces: [Held: Int] = [:]
    func add(_ finding: Finding, _ row: Row) {
      let place = places[finding.rule] ?? broken.count
      if place == broken.count {
        broken.append(Broken(rule: finding.rule, severity: finding.severity))
        places[finding.rule] = place
      }
      broken[place].severity = max(broken[place].severity, finding.severity)
      broken[place].rows.append(row)
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
          let rule = Held(
            target: target.rawValue, rule: outcome.rule.rawValue, asked: Self.asked(outcome))
          if let place = heldPlaces[rule] {
            held[place].fileCount += 1
          } else {
            heldPlaces[rule] = held.count
            held.append((rule, 1, outcome.provenance))
          }
        }
      }
    }
    self.held = held
    self.broken = broken.enumerated()
      .sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }
      .map(\.element)
  }

  /// "shorter side: 300 px or more".
  static func asked(_ outcome: Outcome) -> String {
    [outcome.subject, outcome.limit ?? ""].filter { !$0.isEmpty }.joined(separator: ": ")
  }
}

extension ReportRules.Row {
  fileprivate init(_ finding: Finding, of file: String, target: String, _ outcome: Outcome?) {
    self.file = file
    self.target = target
    asked = outcome.map(ReportRules.asked) ?? ""
    message = finding.message
    fix = finding.fix ?? ""
    provenance = outcome?.provenance
  }
}

extension ReportRules.Broken {
  /// The fix, if it is the same for every file.
  var sharedFix: String? {
    guard let first = rows.first?.fix, !first.isEmpty else { return nil }
    return rows.allSatisfy { $0.fix == first } ? first : nil
  }
}
