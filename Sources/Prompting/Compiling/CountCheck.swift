internal import Model
internal import Targets

/// Holds what goes in against what the target must have and what it takes, of each slot and of
/// several together.
struct CountCheck {
  let counts: [Slot: Int]
  /// Slots that something must go into, and nothing does.
  private(set) var lacking: Set<Slot> = []
  private(set) var remarks: [PromptRemark] = []

  private let setup: PromptSetup
  private var profile: TargetProfile { setup.profile }

  init(_ setup: PromptSetup, _ bindings: [CompiledPrompt.Binding]) {
    self.setup = setup
    counts = Self.counts(of: bindings)
    for rules in profile.slots { check(rules) }
    for limit in profile.limits where setup.holds(limit, for: counts) { check(limit) }
  }

  private static func counts(of bindings: [CompiledPrompt.Binding]) -> [Slot: Int] {
    bindings.reduce(into: [:]) { counts, binding in
      switch binding.subject {
      case .element(_, let sent, _) where binding.slot != .element:
        counts[binding.slot, default: 0] += sent.count
      case .element(_, let sent, _):
        counts[.element, default: 0] += 1
        // An element that is made of a video counts as that, too.
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
    if let least = range.minimum, count < least {
      if count == 0 {
        tellLacking(rules.slot, fact, "\(profile.id) needs \(rules.slot.one)")
      } else {
        missing(
          fact, "\(profile.id) needs \(least) \(rules.slot.many); the request has \(count)",
          fix: rules.slot.remedy, measured: count, limit: least)
      }
    }
    guard let most = range.maximum, count > most else { return }
    remarks.append(
      setup.broken(
        .requestTooManyReferences, fact, at: nil,
        "slot \(rules.slot.rawValue) has \(count); \(profile.id) accepts at most \(most)",
        fix: "remove \(count - most)", measured: count, limit: most))
  }

  // MARK: Several slots

  private mutating func check(_ limit: SharedLimit) {
    let range = setup.value(limit.count)
    let count = count(of: limit)
    if let most = range.maximum, count > most {
      if let needed = limit.needed(beside: counts) {
        let given = limit.sum.first { counts[$0, default: 0] > 0 } ?? limit.sum[0]
        tellLacking(
          needed, limit.count,
          "\(profile.id) accepts \(given.one) only together with \(needed.one)")
      } else {
        remarks.append(
          setup.broken(
            .requestTooManyReferences, limit.count, at: nil,
            "\(Self.words(limit)) total \(count); \(profile.id) accepts at most \(most)",
            fix: "remove \(count - most)", measured: count, limit: most))
      }
    }
    guard let least = range.minimum, count < least else { return }
    if count == 0, limit.sum.count == 1 {
      tellLacking(limit.sum[0], limit.count, "\(profile.id) needs \(limit.sum[0].one)")
    } else {
      let what = least == 1 ? Self.choice(limit.sum) : "\(least) of \(Self.words(limit))"
      missing(
        limit.count,
        "\(profile.id) needs \(what); the request has \(count == 0 ? "none" : "\(count)")",
        fix: limit.sum.map(\.remedy).joined(separator: "; or "), measured: count, limit: least)
    }
  }

  private static func words(_ limit: SharedLimit) -> String {
    limit.sum.map(\.rawValue).joined(separator: " + ")
  }

  private static func choice(_ slots: [Slot]) -> String {
    slots.map(\.one).joined(separator: " or ")
  }

  /// The first limit that is broken because the request says something in such a field.
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

  private func count(of limit: SharedLimit) -> Int {
    limit.sum.reduce(0) { $0 + (counts[$1] ?? 0) }
  }

  // MARK: What is missing

  private mutating func tellLacking<Value>(_ slot: Slot, _ fact: Fact<Value>, _ message: String) {
    guard lacking.insert(slot).inserted else { return }
    missing(fact, message, fix: slot.remedy, measured: 0, limit: 1)
  }

  /// Without what it needs a request fails, so this is an error however the need is known.
  private mutating func missing<Value>(
    _ fact: Fact<Value>, _ message: String, fix: String, measured: Int, limit: Int
  ) {
    var finding = Finding(
      .requestMissing, .error, message: message + fact.confidence.remark, fix: fix,
      measured: String(measured), limit: String(limit))
    finding.target = profile.id
    finding.basis = fact.confidence
    remarks.append(PromptRemark(finding, at: nil))
  }
}

extension SharedLimit {
  /// The slot that must not be empty if any of these is to go in: a limit of none where a slot has
  /// none says that one needs the other.
  fileprivate func needed(beside counts: [Slot: Int]) -> Slot? {
    guard count.value.maximum == 0, when.count == 1, settings.isEmpty else { return nil }
    return when.first { $0.maximum == 0 }?.slot
  }
}
