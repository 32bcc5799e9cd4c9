public import Model
internal import Targets

extension CheckTarget {
  /// Every rule of this target that can be applied to a file.
  ///
  /// A file that could not be read, or is no media, is not held against anybody's limits: what is
  /// wrong with it stands among the findings that hold everywhere.
  ///
  /// Without `keepingHeld` only those rules are told that did not hold: putting the others into words
  /// takes longer than applying them.
  public func outcomes(for file: FileFacts, keepingHeld: Bool = true) -> [Outcome] {
    guard let format = file.format, format.medium != .other, !file.isUnreadable else { return [] }
    guard let slot = slot(for: format), let effective = rules(for: slot) else {
      return [missingSlot(for: format)]
    }
    let check = SlotCheck(
      file: file, slot: slot, target: profile.id, effective: effective, keepsHeld: keepingHeld)
    let outcomes = check.outcomes
    guard let official = officialRules(for: slot) else { return outcomes }
    return outcomes + check.strictOutcomes(official, besides: outcomes)
  }

  /// How long a sound or a clip of a format may be here, in thousandths of a second; nothing where nothing is
  /// stated, or no slot. Where a setting decides, only the longest of all is certain to be too much.
  private func lengths(for format: MediaFormat, inferred: Bool) -> (least: Int?, most: Int?)? {
    guard let slot = slot(for: format), let rules = rules(for: slot)?.rules,
      let fact = rules.seconds ?? rules.totalSeconds, inferred || fact.confidence == .stated
    else { return nil }
    let range = fact.value
    let inside = range.inclusive == false ? 1 : 0
    let most = range.maximumMilliseconds ?? range.perSetting.map(\.value).max()
    return (range.minimumMilliseconds.map { $0 + inside }, most.map { $0 - inside })
  }

  /// The lengths that several targets take together, of half a second at least and `longest` where none of them
  /// says how long; nothing where there is none. Without `inferred`, lengths that no source states don't count.
  package static func lengths(
    _ targets: [CheckTarget], for format: MediaFormat, longest: Int?, inferred: Bool = true
  ) -> ClosedRange<Int>? {
    let known = targets.compactMap { $0.lengths(for: format, inferred: inferred) }
    let least = known.compactMap(\.least).reduce(500, max)
    guard let most = (known.compactMap(\.most) + [longest].compactMap(\.self)).min(), least <= most
    else { return nil }
    return least...most
  }

  /// Whether there is any limit of this target that such a file can be held against. Where there is
  /// none, nothing can be told of a file that nothing speaks against.
  public func hasLimits(for file: FileFacts) -> Bool {
    guard let format = file.format, format.medium != .other, !file.isUnreadable else { return true }
    guard let slot = slot(for: format), let rules = rules(for: slot)?.rules else {
      return isKnown
    }
    if rules.formats != nil || rules.bytes != nil { return true }
    if format.medium != .picture, rules.seconds != nil { return true }
    return format.medium != .sound
      && (rules.side != nil || rules.shorterSide != nil || rules.area != nil || rules.aspect != nil)
  }

  /// Whether it is known at all what it takes.
  private var isKnown: Bool { !profile.slots.isEmpty || profile.status != .unverified }

  private func missingSlot(for format: MediaFormat) -> Outcome {
    let medium = format.medium.name
    // Where nothing was found out, nothing is refused either.
    let message: String
    if !isKnown {
      message = "the limits of \(profile.id) are not known"
    } else if let slot, self.rules(for: slot) != nil {
      message = "is a \(medium); slot \"\(slot.rawValue)\" does not accept it"
    } else if let slot, profile[slot]?.isByIDOnly == true {
      message = "slot \"\(slot.rawValue)\" of \(profile.id) accepts only an id, not a file"
    } else if let slot {
      message = "\(profile.id) has no slot \"\(slot.rawValue)\""
    } else {
      message = "\(profile.id) does not accept \(medium)s"
    }
    let slots = profile.slots.filter { !$0.isByIDOnly }.map(\.slot.rawValue).joined(separator: ", ")
    var finding = Finding(
      .targetNoSlot, isKnown ? .error : .warning, message: message,
      fix: slots.isEmpty ? "choose another target" : "choose one of its slots: \(slots)",
      measured: medium,
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
        ? "the target does not accept \(medium)s"
        : "none of the \(count) targets accepts \(medium)s",
      fix: "choose another target", measured: medium)
  }

  /// What is to be known of the target itself on a given day.
  public func findings(on today: Day?) -> [Finding] {
    if profile.hasEnded(by: today) { return [ended] }
    return (profile.status == .unverified ? [unverified] : [])
      + (today == nil ? [] : [retiring].compactMap(\.self))
  }

  private var ended: Finding {
    let day = profile.retires?.words
    let message =
      profile.status == .ended
      ? "\(profile.id) has ended" + (day.map { " (\($0))" } ?? "") + statusNote
      : "\(profile.id) was due to end on \(day ?? "an earlier day")" + statusNote
    return finding(
      .targetEnded, .error, message,
      fix: profile.instead.map { "use \($0) instead" } ?? "choose another target")
  }

  private var retiring: Finding? {
    profile.retires.map { last in
      finding(
        .targetRetiring, .warning, "\(profile.id) ends on \(last.words)" + statusNote,
        fix: profile.instead.map { "move to \($0) before that day" }
          ?? "plan to move to another target")
    }
  }

  private var unverified: Finding {
    finding(
      .targetUnverified, .note, "\(profile.id) is not verified" + statusNote,
      fix: "try one picture before you upload many")
  }

  private var statusNote: String { profile.statusNote.map { ": \($0)" } ?? "" }

  private func finding(
    _ rule: RuleID, _ severity: Severity, _ message: String, fix: String
  ) -> Finding {
    var finding = Finding(rule, severity, message: message, fix: fix)
    finding.target = profile.id
    return finding
  }
}

extension FileFacts {
  /// Whether nothing but its path is known.
  var isUnreadable: Bool { byteCount == nil || byteCount == 0 }
}
