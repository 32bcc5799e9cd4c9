internal import Model
internal import Targets

/// Checks what is sent against what the target requires and accepts, for each slot and for
/// several together.
struct CountCheck {
  let counts: [Slot: Int]
  /// The slots that must not be empty, and are.
  private(set) var missingSlots: Set<Slot> = []
  /// The slots with more than a source says that the target accepts.
  private(set) var overfullSlots: Set<Slot> = []
  private(set) var remarks: [PromptRemark] = []

  private let setup: PromptSetup
  private let bindings: [CompiledPrompt.Binding]
  private var profile: TargetProfile { setup.profile }

  init(_ setup: PromptSetup, _ bindings: [CompiledPrompt.Binding]) {
    self.setup = setup
    self.bindings = bindings
    counts = Self.counts(of: bindings)
    for rules in profile.slots { check(rules) }
    for limit in profile.limits where setup.holds(limit, for: counts) { check(limit) }
  }

  /// Returns the number of things in each slot. Elements count once, but their pictures count
  /// one by one where they are sent as plain images.
  private static func counts(of bindings: [CompiledPrompt.Binding]) -> [Slot: Int] {
    bindings.reduce(into: [:]) { counts, binding in
      switch binding.subject {
      case .element(_, let sent, _) where binding.slot != .element:
        counts[binding.slot, default: 0] += sent.count
      case .element(_, let sent, _):
        counts[.element, default: 0] += 1
        // An element that is made from a clip counts in both slots.
        if sent.contains(where: { $0.medium == .clip }) { counts[.clip, default: 0] += 1 }
      default: counts[binding.slot, default: 0] += 1
      }
    }
  }

  // MARK: One slot

  private mutating func check(_ rules: SlotRules) {
    guard let fact = rules.perRequest else { return }
    let range = setup.value(fact)
    let count = counts[rules.slot] ?? 0
    if let minimum = range.minimum, count < minimum {
      if count == 0 {
        reportMissing(rules.slot, fact, "\(profile.id) needs \(rules.slot.singular)")
      } else {
        missing(
          fact, "\(profile.id) needs \(minimum) \(rules.slot.plural); the request has \(count)",
          fix: rules.slot.remedy, measured: count, limit: minimum)
      }
    }
    guard let maximum = range.maximum, count > maximum else { return }
    if fact.confidence == .stated { overfullSlots.insert(rules.slot) }
    if let excess = rules.excess {
      reportDropped(excess, fact, rules.slot, keeping: maximum)
      return
    }
    remarks.append(
      setup.violation(
        .requestTooManyReferences, fact, at: nil,
        "\(count) \(rules.slot.plural); \(profile.id) accepts at most \(maximum)",
        fix: "remove \(count - maximum)", measured: count, limit: maximum))
  }

  /// Reports the files that the provider would ignore without a word.
  private mutating func reportDropped(
    _ excess: SlotRules.Excess, _ fact: Fact<SlotRules.Range>, _ slot: Slot, keeping maximum: Int
  ) {
    let names = bindings.filter { $0.slot == slot }.flatMap(\.fileNames)
    let surplus = max(0, names.count - maximum)
    let dropped = excess == .keepsFirst ? names.suffix(surplus) : names.prefix(surplus)
    let which = (excess == .keepsFirst ? "first" : "last") + (maximum == 1 ? "" : " \(maximum)")
    remarks.append(
      setup.violation(
        .requestDropped, fact, at: nil,
        "\(profile.id) uses only the \(which) of \(names.count) \(slot.plural); "
          + "it would ignore \(sanitized(dropped.joined(separator: ", ")))",
        fix: "remove \(surplus), or choose a target that accepts more", measured: names.count,
        limit: maximum))
  }

  // MARK: Several slots

  /// Checks a limit on the number of things in several slots.
  private mutating func check(_ limit: SharedLimit) {
    let range = setup.value(limit.count)
    let count = count(of: limit)
    if let maximum = range.maximum, count > maximum {
      if let needed = limit.needed(beside: counts) {
        let given = limit.sum.first { counts[$0, default: 0] > 0 } ?? limit.sum[0]
        reportMissing(
          needed, limit.count,
          "\(profile.id) accepts \(given.singular) only together with \(needed.singular)")
      } else {
        if limit.count.confidence == .stated { overfullSlots.formUnion(limit.sum) }
        remarks.append(
          setup.violation(
            .requestTooManyReferences, limit.count, at: nil,
            LimitWords(limit, setup).excess(of: count, above: maximum, counts),
            fix: LimitWords(limit, setup).fix(removing: count - maximum, of: counts),
            measured: count, limit: maximum))
      }
    }
    guard let minimum = range.minimum, count < minimum else { return }
    if count == 0, limit.sum.count == 1 {
      reportMissing(limit.sum[0], limit.count, "\(profile.id) needs \(limit.sum[0].singular)")
    } else {
      let words = LimitWords(limit, setup)
      missing(
        limit.count,
        "\(profile.id) needs \(words.need(minimum)); the request has \(count == 0 ? "none" : "\(count)")",
        fix: limit.sum.map(\.remedy).joined(separator: "; or "), measured: count, limit: minimum)
    }
  }

  /// Returns the first limit that is exceeded because of a setting in one of some fields, or
  /// `nil`.
  func brokenLimit(dependingOn fields: Set<String>) -> SharedLimit? {
    profile.limits.first { limit in
      guard limit.settings.contains(where: { fields.contains($0.field) }),
        setup.holds(limit, for: counts)
      else { return false }
      let range = setup.value(limit.count)
      let count = count(of: limit)
      return count > range.maximum ?? .max || count < range.minimum ?? 0
    }
  }

  /// Returns the number of things that a limit counts.
  private func count(of limit: SharedLimit) -> Int {
    limit.sum.reduce(0) { $0 + (counts[$1] ?? 0) }
  }

  // MARK: What is missing

  /// Reports a slot that must not be empty, once.
  private mutating func reportMissing<Value>(_ slot: Slot, _ fact: Fact<Value>, _ message: String) {
    guard missingSlots.insert(slot).inserted else { return }
    // Where elements have a slot of their own, they don't fill the one for pictures.
    let fix =
      slot == .image && profile[.element] != nil
      ? "add \"image: PATH\" to the shot file"
        + (counts[.element, default: 0] > 0 ? ": an element is not enough here" : "")
      : slot.remedy
    missing(fact, message, fix: fix, measured: 0, limit: 1)
  }

  /// Reports something that is missing. A request without it fails, so this is an error even
  /// when the need is only inferred.
  private mutating func missing<Value>(
    _ fact: Fact<Value>, _ message: String, fix: String, measured: Int, limit: Int
  ) {
    let finding = Finding(
      .requestMissing, .error, message: message + fact.confidence.remark, fix: fix,
      measured: String(measured), limit: String(limit))
    remarks.append(setup.remark(finding, fact.confidence))
  }
}

extension SharedLimit {
  /// Returns the slot that must not be empty for any of these to be sent, or `nil`.
  ///
  /// A profile says so with a limit of zero that applies while another slot is empty.
  fileprivate func needed(beside counts: [Slot: Int]) -> Slot? {
    guard count.value.maximum == 0, when.count == 1, settings.isEmpty else { return nil }
    return when.first { $0.maximum == 0 }?.slot
  }
}
