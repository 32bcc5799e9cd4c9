internal import Model

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
