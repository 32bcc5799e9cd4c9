public import Model
internal import Targets

extension CheckTarget {
  /// Returns the outcome of every rule of this target that can be applied to a file.
  ///
  /// A file that could not be read, or is not media, has no outcomes: its problem is among the
  /// findings that apply everywhere, and no target's limits say anything about it.
  ///
  /// - Parameters:
  ///   - file: The facts about the file.
  ///   - keepingPassed: Whether to include rules that the file passes. Wording them takes longer
  ///     than applying them, so pass `false` if only problems matter.
  public func outcomes(for file: FileFacts, keepingPassed: Bool = true) -> [Outcome] {
    guard let format = file.format, format.medium != .other, !file.isUnreadable else { return [] }
    guard let slot = slot(for: format), let effective = rules(for: slot) else {
      return [missingSlot(for: format)]
    }
    let check = SlotCheck(
      file: file, slot: slot, target: profile.id, effective: effective, keepsPassed: keepingPassed)
    let outcomes = check.outcomes + check.notesOnOthers(elsewhere)
    guard let official = officialRules(for: slot) else { return outcomes }
    return outcomes + check.strictOutcomes(official, besides: outcomes)
  }

  /// Returns the shortest and the longest length of a sound or a clip here, in milliseconds, or
  /// `nil` when nothing is stated or there is no slot.
  ///
  /// Where a setting decides, the largest limit of all settings counts.
  private func lengths(for format: MediaFormat, inferred: Bool) -> (minimum: Int?, maximum: Int?)? {
    guard let slot = slot(for: format), let rules = rules(for: slot)?.rules,
      let fact = rules.seconds ?? rules.totalSeconds, inferred || fact.confidence == .stated
    else { return nil }
    let range = fact.value
    let inside = range.inclusive == false ? 1 : 0
    let maximum = range.maximumMilliseconds ?? range.perSetting.map(\.value).max()
    return (range.minimumMilliseconds.map { $0 + inside }, maximum.map { $0 - inside })
  }

  /// Returns the lengths in milliseconds that several targets accept together, or `nil` when
  /// there are none.
  ///
  /// The shortest is at least half a second; the longest is `maximum` where no target has a
  /// limit. Without `inferred`, limits that no source states don't count.
  package static func lengths(
    _ targets: [CheckTarget], for format: MediaFormat, maximum: Int?, inferred: Bool = true
  ) -> ClosedRange<Int>? {
    let known = targets.compactMap { $0.lengths(for: format, inferred: inferred) }
    let minimum = known.compactMap(\.minimum).reduce(500, max)
    guard let maximum = (known.compactMap(\.maximum) + [maximum].compactMap(\.self)).min(),
      minimum <= maximum
    else { return nil }
    return minimum...maximum
  }

  /// Returns whether this target has any limit that applies to a file. If not, a file without
  /// problems may still be refused.
  public func hasLimits(for file: FileFacts) -> Bool {
    guard let format = file.format, format.medium != .other, !file.isUnreadable else { return true }
    guard let slot = slot(for: format), let rules = rules(for: slot)?.rules else { return isKnown }
    if rules.formats != nil || rules.bytes != nil { return true }
    if format.medium != .picture, rules.seconds != nil { return true }
    return format.medium != .sound
      && (rules.side != nil || rules.shorterSide != nil || rules.area != nil || rules.aspect != nil)
  }

  /// Whether anything is known about what the target accepts.
  private var isKnown: Bool { !profile.slots.isEmpty || profile.status != .unverified }

  private func missingSlot(for format: MediaFormat) -> Outcome {
    let medium = format.medium.name
    // A target about which nothing is known doesn't refuse anything.
    let message: String
    if !isKnown {
      message = "the limits of \(profile.id) are not known"
    } else if let slot, self.rules(for: slot) != nil {
      message =
        slot == .voice
        ? "is a \(medium), not a sound or a clip with sound"
        : "is a \(medium); slot \"\(slot.rawValue)\" does not accept it"
    } else if let slot, profile[slot]?.acceptsOnlyIDs == true {
      message = "slot \"\(slot.rawValue)\" of \(profile.id) accepts only an id, not a file"
    } else if let slot {
      message = "\(profile.id) has no slot \"\(slot.rawValue)\""
    } else {
      message = "\(profile.id) does not accept \(medium)s"
    }
    let slots = profile.slots.filter { !$0.acceptsOnlyIDs }.map(\.slot.rawValue).joined(
      separator: ", ")
    let finding = Finding(
      .targetNoSlot, isKnown ? .error : .warning, message: message,
      fix: slots.isEmpty
        ? "choose another target"
        : slot == .voice && self.rules(for: .voice) != nil
          ? "name a recording" : "choose one of its slots: \(slots)",
      measured: medium, limit: slots
    ).on(profile.id, slot)
    return Outcome(
      rule: .targetNoSlot, subject: "a slot for it", measured: medium, limit: slots,
      finding: finding, provenance: nil)
  }

  /// Returns the finding for a file for which none of the targets that a pattern matched has a
  /// slot.
  package static func noSlot(for file: FileFacts, among count: Int) -> Finding {
    let medium = file.format?.medium.name ?? "file"
    return Finding(
      .targetNoSlot, .error,
      message: count == 1
        ? "the target does not accept \(medium)s"
        : "none of the \(count) targets accepts \(medium)s",
      fix: "choose another target", measured: medium)
  }

  /// Returns the findings on the target itself on a day: it has ended, will end, or is not
  /// verified.
  ///
  /// Without a day, only the profile's own status counts.
  public func findings(on today: Day?) -> [Finding] {
    if profile.hasEnded(by: today) { return [ended] }
    return (profile.status == .unverified ? [unverified] : [])
      + (today == nil ? [] : [retiring].compactMap(\.self))
  }

  private var ended: Finding {
    let day = profile.retires?.formatted
    let message =
      profile.status == .ended
      ? "\(profile.id) has ended" + (day.map { " (\($0))" } ?? "") + statusNote
      : "\(profile.id) was due to end on \(day ?? "an earlier day")" + statusNote
    return Finding(
      .targetEnded, .error, message: message,
      fix: profile.replacement.map { "use \($0) instead" } ?? "choose another target"
    ).on(profile.id)
  }

  /// The warning for a target that will end on a known day.
  private var retiring: Finding? {
    profile.retires.map { last in
      Finding(
        .targetRetiring, .warning, message: "\(profile.id) ends on \(last.formatted)" + statusNote,
        fix: profile.replacement.map { "move to \($0) before that day" }
          ?? "plan to move to another target"
      ).on(profile.id)
    }
  }

  /// The note for a target whose facts are not confirmed.
  private var unverified: Finding {
    Finding(
      .targetUnverified, .note, message: "\(profile.id) is not confirmed" + statusNote,
      fix: "try one picture before you upload many"
    ).on(profile.id)
  }

  /// The remark of the profile on its status, after a colon.
  private var statusNote: String { profile.statusNote.map { ": \($0)" } ?? "" }
}

extension FileFacts {
  /// Whether nothing but the path of the file is known, or it is empty.
  var isUnreadable: Bool { byteCount == nil || byteCount == 0 }
}
