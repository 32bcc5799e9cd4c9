package import Model
internal import Targets

extension CheckTarget {
  /// What of a file counts towards limits that hold for all files of a slot together.
  package struct Weight: Sendable {
    package let byteCount: Int
    /// Of a sound or a clip.
    package let milliseconds: Int?

    package init(byteCount: Int, milliseconds: Int?) {
      self.byteCount = byteCount
      self.milliseconds = milliseconds
    }
  }

  /// What several files of one slot break together.
  package func totalFindings(_ files: [Weight], in slot: Slot) -> [Finding] {
    guard let rules = rules(for: slot)?.rules, !files.isEmpty else { return [] }
    let isSound = slot.medium == .sound
    var findings: [Finding] = []
    if let fact = rules.totalBytes {
      let sum = files.reduce(0) { $0 + $1.byteCount }
      let bound = Bound(end: .most, isOpen: fact.value.inclusive == false)
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
    // One alone was held to it as any file is.
    let lengths = files.compactMap(\.milliseconds)
    if let fact = rules.totalSeconds, let most = fact.value.maximumMilliseconds, lengths.count > 1 {
      let sum = lengths.reduce(0, +)
      let bound = Bound(end: .most, isOpen: fact.value.inclusive == false)
      if !bound.holds(sum, most) {
        findings.append(
          finding(
            isSound ? .soundTooLong : .clipTooLong, slot,
            "\(Quantity.seconds(milliseconds: sum)) in total for slot \(slot.rawValue), "
              + "\(bound.missed("shorter", "longer")) than the \(Quantity.seconds(milliseconds: most)) limit",
            fix: "remove one, or cut them shorter",
            measured: Decimal.text(sum, over: 1000, digits: 3),
            limit: Decimal.text(most, over: 1000, digits: 3), unit: "s", fact.confidence))
      }
    }
    return findings
  }

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
