internal import Model

/// What findings have in common that differ in their target only.
struct FindingOfAnyTarget: Hashable {
  private let rule: RuleID
  private let severity: Severity
  private let message: String
  private let fix: String?

  /// - Parameter target: the one whose name the message may contain.
  init(_ finding: Finding, for target: TargetID?) {
    rule = finding.rule
    severity = finding.severity
    message = target.map { finding.message.replacing($0.rawValue, with: "") } ?? finding.message
    fix = target.map { id in finding.fix?.replacing(id.rawValue, with: "") } ?? finding.fix
  }
}

extension Finding {
  /// The same finding, reported for other targets as well: two by name, more by number.
  func alsoOf(_ targets: [String]) -> Finding {
    let list =
      targets.count <= 2 ? targets.joined(separator: ", ") : "\(targets.count) more targets"
    return saying("\(message) (also \(list))")
  }

  /// The same finding in other words.
  func saying(_ message: String) -> Finding {
    var finding = Finding(
      rule, severity, message: message, fix: fix, measured: measured, limit: limit, unit: unit)
    finding.target = target
    finding.slot = slot
    finding.basis = basis
    return finding
  }
}
