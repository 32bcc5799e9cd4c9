package import Model

extension Finding {
  /// The faults in its text; empty if it is fit to print.
  package var textFaults: [String] {
    var faults: [String] = []
    let texts = [message, fix, measured, limit, unit]
      .compactMap(\.self)
    if message.isEmpty { faults.append("no message") }
    if fix?.isEmpty ?? true { faults.append("no fix") }
    for text in texts {
      if text.contains("Optional(") || text.contains("nil") { faults.append("a bare value") }
      if text.contains("  ") { faults.append("two spaces") }
      if text.hasSuffix(".") { faults.append("a dot at its end") }
      if text.contains("\n") { faults.append("a line break") }
    }
    let first = message.first
    let startsWell =
      first?.isLowercase == true || first?.isNumber == true
      || (MediaFormat.allCases.map(\.name) + ["Castbook "]).contains { message.hasPrefix($0) }
    if !startsWell { faults.append("a strange beginning") }
    if !RuleID.all.contains(rule) { faults.append("an unknown rule") }
    return faults
  }
}
