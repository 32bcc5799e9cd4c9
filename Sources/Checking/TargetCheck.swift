public import Model
internal import Targets

extension CheckTarget {
  /// Every rule of this target that can be applied to a file.
  ///
  /// A file that could not be read, or is no media, is not held against anybody's limits: what is
  /// wrong with it stands among the findings that hold everywhere.
  public func outcomes(for file: FileFacts) -> [Outcome] {
    guard let format = file.format, format.medium != .other, !file.isUnreadable else { return [] }
    guard let slot = slot(for: format), let effective = rules(for: slot) else {
      return [missingSlot(for: format)]
    }
    return SlotCheck(file: file, slot: slot, target: profile.id, effective: effective).outcomes
  }

  private func missingSlot(for format: MediaFormat) -> Outcome {
    let medium = format.medium.name
    let message: String
    if let slot, self.rules(for: slot) != nil {
      message = "is a \(medium), which does not go into the slot \"\(slot.rawValue)\""
    } else if let slot {
      message = "\(profile.id) has no slot \"\(slot.rawValue)\""
    } else {
      message = "\(profile.id) takes no \(medium)"
    }
    let slots = profile.slots.map(\.slot.rawValue).joined(separator: ", ")
    var finding = Finding(
      .targetNoSlot, .error, message: message,
      fix: slots.isEmpty ? "choose another target" : "its slots are: \(slots)", measured: medium,
      limit: slots)
    finding.target = profile.id
    finding.slot = slot
    return Outcome(
      rule: .targetNoSlot, subject: "a slot for it", measured: medium, limit: slots,
      finding: finding, provenance: nil)
  }

  /// Said of a file when none of the targets that a pattern met has a slot for it.
  package static func noSlot(for file: FileFacts, among count: Int) -> Finding {
    let medium = file.format?.medium.name ?? "file"
    return Finding(
      .targetNoSlot, .error,
      message: count == 1
        ? "the target takes no \(medium)" : "none of the \(count) targets takes a \(medium)",
      fix: "choose another target", measured: medium)
  }

  /// What is to be known of the target itself on a given day.
  public func findings(on today: Day?) -> [Finding] {
    var findings: [Finding] = []
    func add(_ rule: RuleID, _ severity: Severity, _ message: String, fix: String) {
      var finding = Finding(rule, severity, message: message, fix: fix)
      finding.target = profile.id
      findings.append(finding)
    }
    let note = profile.statusNote.map { ": \($0)" } ?? ""
    switch profile.status {
    case .live: break
    case .ended:
      add(.targetEnded, .error, "\(profile.id) has ended\(note)", fix: "choose another target")
    case .unverified:
      add(
        .targetUnverified, .note, "\(profile.id) was not seen working\(note)",
        fix: "try one picture before you upload many")
    }
    if let retires = profile.retires, let today {
      if today > retires {
        add(
          .targetEnded, .error, "\(profile.id) was to end on \(retires.words)",
          fix: "choose another target")
      } else {
        add(
          .targetRetiring, .warning, "\(profile.id) ends on \(retires.words)",
          fix: "plan for another target")
      }
    }
    return findings
  }
}

extension FileFacts {
  /// Whether nothing but its path is known.
  var isUnreadable: Bool { byteCount == nil || byteCount == 0 }
}
