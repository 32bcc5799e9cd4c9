internal import Model

/// A finding without its target, to recognise findings that differ only in that.
///
/// Two findings with equal keys are printed as one that names both targets:
///
/// ```swift
/// let key = FindingIdentity(finding, for: finding.target)
/// ```
struct FindingIdentity: Hashable {
  private let rule: RuleID
  private let severity: Severity
  private let message: String
  private let fix: String?

  /// Creates the key of a finding. `target` is the one whose name the message may contain; it is
  /// removed.
  init(_ finding: Finding, for target: TargetID?) {
    rule = finding.rule
    severity = finding.severity
    message = target.map { finding.message.replacing($0.rawValue, with: "") } ?? finding.message
    fix = target.map { id in finding.fix?.replacing(id.rawValue, with: "") } ?? finding.fix
  }
}

extension Finding {
  /// Returns the finding with the other targets that report it: two by name, more by number.
  func alsoReported(for targets: [String]) -> Finding {
    let list =
      targets.count <= 2 ? targets.joined(separator: ", ") : "\(targets.count) more targets"
    return withMessage("\(message) (also \(list))")
  }

  /// Returns the finding with another message. All its facts stay.
  func withMessage(_ message: String) -> Finding {
    var finding = self
    finding.message = message
    finding.box = nil
    finding.span = nil
    return finding
  }
}
