package import Model
internal import Targets

extension CheckTarget {
  /// The size and length of one file, which count towards limits for all files of a slot
  /// together.
  package struct Contribution: Sendable {
    /// The size of the file in bytes.
    package let byteCount: Int
    /// The length of a sound or a clip, or `nil` for other files.
    package let milliseconds: Int?

    package init(byteCount: Int, milliseconds: Int?) {
      self.byteCount = byteCount
      self.milliseconds = milliseconds
    }
  }

  /// Returns the limits that several files of one slot exceed together.
  package func totalFindings(_ files: [Contribution], in slot: Slot) -> [Finding] {
    guard let rules = rules(for: slot)?.rules, !files.isEmpty else { return [] }
    let isSound = slot.medium == .sound
    var findings: [Finding] = []
    if let fact = rules.totalBytes {
      let sum = files.reduce(0) { $0 + $1.byteCount }
      let bound = Bound(end: .maximum, isOpen: fact.value.inclusive == false)
      if !bound.holds(sum, fact.value.binary) {
        findings.append(
          finding(
            isSound ? .soundTooHeavy : slot.medium == .clip ? .clipTooHeavy : .imageTooHeavy, slot,
            "\(Quantity.bytes(sum)) in total for slot \(slot.rawValue), \(bound.missed("under", "over")) "
              + "the \(fact.value.stated) limit", fix: "remove one, or make them smaller",
            measured: String(sum), limit: String(fact.value.binary), unit: "bytes", fact.confidence)
        )
      }
    }
    // A single file was already checked against this limit.
    let lengths = files.compactMap(\.milliseconds)
    if let fact = rules.totalSeconds, let maximum = fact.value.maximumMilliseconds,
      lengths.count > 1
    {
      let sum = lengths.reduce(0, +)
      let bound = Bound(end: .maximum, isOpen: fact.value.inclusive == false)
      if !bound.holds(sum, maximum) {
        findings.append(
          finding(
            isSound ? .soundTooLong : .clipTooLong, slot,
            "\(Quantity.seconds(milliseconds: sum)) in total for slot \(slot.rawValue), "
              + "\(bound.missed("shorter", "longer")) than the \(Quantity.seconds(milliseconds: maximum)) limit",
            fix: "remove one, or cut them shorter",
            measured: Decimal.text(sum, over: 1000, digits: 3),
            limit: Decimal.text(maximum, over: 1000, digits: 3), unit: "s", fact.confidence))
      }
    }
    return findings
  }

  /// Returns a finding on a limit, an error only where the source states the limit.
  private func finding(
    _ rule: RuleID, _ slot: Slot, _ message: String, fix: String, measured: String, limit: String,
    unit: String, _ confidence: Basis
  ) -> Finding {
    var finding = Finding(
      rule, confidence == .stated ? .error : .warning, message: message + confidence.remark,
      fix: fix, measured: measured, limit: limit, unit: unit)
    finding.target = profile.id
    finding.slot = slot
    finding.basis = confidence
    return finding
  }
}
