internal import Model

extension Finding {
  /// Creates a finding on a limit of a target. It is at most a warning, and says what it is based
  /// on, unless a source states the limit.
  init(
    _ rule: RuleID, _ severity: Severity = .error, of target: TargetID, _ slot: Slot,
    _ basis: Basis, message: String, fix: String, measured: String, limit: String, unit: String?
  ) {
    self.init(
      rule, basis == .stated ? severity : min(severity, .warning), message: message + basis.remark,
      fix: fix, measured: measured, limit: limit, unit: unit)
    self.target = target
    self.slot = slot
    self.basis = basis
  }

  /// Returns the finding as one on a target, and on a slot of it.
  func on(_ target: TargetID, _ slot: Slot? = nil) -> Finding {
    var finding = self
    finding.target = target
    finding.slot = slot
    return finding
  }
}
