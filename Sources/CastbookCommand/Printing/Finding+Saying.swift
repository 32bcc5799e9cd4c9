internal import Model

extension Finding {
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
