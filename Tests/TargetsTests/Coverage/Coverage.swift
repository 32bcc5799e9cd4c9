import Model

/// Checks `providers.json` against the profiles, by the ledger, and `later.json` by its own paths.
struct Coverage {
  let ledger: Ledger
  /// The facts: an object with a list of `targets`.
  let facts: JSONValue
  /// The facts that were found later.
  let later: LaterFacts
  /// The profiles by id.
  private(set) var profiles: [String: JSONValue]
  private(set) var plan = Plan()

  init(
    ledger: Ledger, facts: JSONValue, later: LaterFacts = .none, profiles: [String: JSONValue]
  ) {
    self.ledger = ledger
    self.facts = facts
    self.later = later
    self.profiles = profiles
    plan = makePlan()
    let found = later.plan(older: facts, profiles: profiles)
    plan.checks += found.checks
    plan.problems += found.problems
    plan.replaced = found.replaced
  }

  /// The coverage with another profile for a target: the plan depends only on its existence.
  func with(_ profile: JSONValue, of target: String) -> Coverage {
    var changed = self
    changed.profiles[target] = profile
    return changed
  }

  /// The result of a comparison.
  struct Report {
    var problems: [String] = []
    /// How many facts are in profiles, and how many are left out for each reason.
    var covered = 0
    var leftOut: [String: Int] = [:]
    /// How many facts of `providers.json` no longer hold.
    var replaced = 0
  }

  /// One fact that is checked against a profile.
  struct Check {
    let target: String
    let facts: JSONValue
    let leaf: Leaf
    let rule: Ledger.Rule
    let agreement: Agreement
    let captures: [String]
    /// The paths of the value, with the rule's stars filled in.
    let pointers: [String]

    var name: String {
      "\(target): \(leaf.path.joined(separator: "/")) = \(leaf.value.compactText)"
    }
  }

  /// What the ledger requires for the facts, independent of the profiles.
  struct Plan {
    var checks: [Check] = []
    var problems: [String] = []
    var leftOut: [String: Int] = [:]
    var replaced = 0
  }

  private func makePlan() -> Plan {
    var plan = Plan()
    var uses = Array(repeating: 0, count: ledger.rules.count)
    for target in (facts["targets"]?.array ?? []).map(ledger.inProfileWords) {
      guard let id = target["id"]?.string, profiles[id] != nil else {
        plan.problems.append("no profile of \(target["id"]?.string ?? "a target without an id")")
        continue
      }
      let leaves = Leaf.all(in: target)
      if leaves.count != ledger.leaves[id] {
        plan.problems.append(
          "\(id) has \(leaves.count) values, the ledger knows \(ledger.leaves[id] ?? 0)")
      }
      for leaf in leaves {
        let found = ledger.rules.enumerated().lazy.compactMap { index, rule in
          rule.match(leaf, of: id).map { (index, rule, $0) }
        }.first
        guard let (index, rule, captures) = found else {
          plan.problems.append(
            "\(id): \(leaf.path.joined(separator: "/")) = \(leaf.value.compactText) is not in the ledger"
          )
          continue
        }
        uses[index] += 1
        if later.replacement(of: leaf, in: id) != nil { continue }
        switch rule.verdict {
        case .leftOut(let reason): plan.leftOut[reason, default: 0] += 1
        case .stands(let places, let agreement):
          plan.checks.append(
            Check(
              target: id, facts: target, leaf: leaf, rule: rule, agreement: agreement,
              captures: captures, pointers: places.flatMap { expanded($0, captures) }))
        }
      }
    }
    plan.problems += zip(ledger.rules, uses).filter { $0.1 == 0 }
      .map { "a rule is for nothing: \($0.0.text)" }
    plan.problems += Set(ledger.leaves.keys).subtracting(targetIDs).sorted()
      .map { "the ledger knows \($0), which is no target" }
    return plan
  }

  var report: Report {
    Report(
      problems: plan.problems + plan.checks.flatMap { problems(of: $0) },
      covered: plan.checks.count, leftOut: plan.leftOut, replaced: plan.replaced)
  }

  /// The problems of one fact in its target's profile, or in a given changed profile.
  func problems(of check: Check, in changed: JSONValue? = nil) -> [String] {
    guard let profile = changed ?? profiles[check.target] else { return ["no profile"] }
    let values = check.pointers.map {
      (
        pointer: $0,
        value: value(at: $0, check.captures, in: profile, for: check.leaf, of: check.facts)
      )
    }
    let surplus = check.pointers.filter { pointer in
      hasSurplus(
        at: pointer, check.agreement, check.captures, in: profile, for: check.leaf, of: check.facts)
    }.map { "\($0) has more than the fact's list" }
    let missing =
      check.rule.needsAll
      ? values.filter { $0.value == nil && isSlot($0.pointer, of: profile) } : []
    let isAnywhere = values.contains { $0.value != nil }
    return
      (Self.problems(check.leaf, values, check.agreement) + surplus
      + (isAnywhere ? missing.map { "nothing stands at \($0.pointer)" } : []))
      .map { "\(check.name): \($0)" }
  }

  /// Whether the profile has the slot that a path is in; other paths exist in every profile.
  private func isSlot(_ pointer: String, of profile: JSONValue) -> Bool {
    let parts = LeafPattern.parts(of: pointer)
    return parts.count < 2 || parts[0] != "slots" || profile["slots"]?[parts[1]] != nil
  }

  private var targetIDs: [String] {
    (facts["targets"]?.array ?? []).compactMap { $0["id"]?.string }
  }

  private static func problems(
    _ leaf: Leaf, _ values: [(pointer: String, value: JSONValue?)], _ agreement: Agreement
  ) -> [String] {
    let found = values.compactMap { pair in pair.value.map { (pair.pointer, $0) } }
    if case .absent = agreement {
      return found.map { "\($0.0) should not be there" }
    }
    if found.isEmpty {
      return ["nothing stands at \(values.map(\.pointer).joined(separator: ", "))"]
    }
    if case .pieces = agreement {
      return agreement.holds(leaf.value, .array(found.map(\.1)))
        ? [] : ["not all of it stands at \(found.map(\.0))"]
    }
    return found.filter { !agreement.holds(leaf.value, $0.1) }
      .map { "\($0.0) is \($0.1.compactText.prefix(200))" }
  }

  /// The paths that one with `@1` stands for, one per name.
  private func expanded(_ pointer: String, _ captures: [String]) -> [String] {
    for (index, capture) in captures.enumerated() {
      let mark = "@\(index + 1)"
      guard pointer.contains(mark) else { continue }
      return (ledger.names[capture] ?? ["?"]).map { pointer.replacing(mark, with: $0) }
    }
    return [pointer]
  }

  /// Whether the profile has a longer list of values or formats than the fact's list.
  private func hasSurplus(
    at pointer: String, _ agreement: Agreement, _ captures: [String], in profile: JSONValue,
    for leaf: Leaf, of target: JSONValue
  ) -> Bool {
    let parts = pointer.split(separator: "/")
    let isByPlace = parts.last?.hasPrefix("$") == true && leaf.path.last.flatMap { Int($0) } != nil
    var list = pointer
    if case .format = agreement {
    } else if case .same = agreement, isByPlace {
      list = parts.dropLast().joined(separator: "/")
    } else {
      return false
    }
    let found = value(at: list, captures, in: profile, for: leaf, of: target)
    let source = leaf.path.dropLast().reduce(target) { value, part in
      value[part] ?? Int(part).flatMap { value.array?[$0] } ?? .null
    }
    let kinds = Set((source.array ?? []).map { $0.string == "jpg" ? "jpeg" : $0 })
    return ((found?["value"] ?? found)?.array?.count ?? 0) > kinds.count
  }

  /// The value at a path of the profile; for a slot that another target makes, the value there.
  private func value(
    at pointer: String, _ captures: [String], in profile: JSONValue, for leaf: Leaf,
    of target: JSONValue
  ) -> JSONValue? {
    let parts = LeafPattern.parts(of: pointer)
    let own = Self.value(parts, captures, in: profile, for: leaf, of: target)
    guard own == nil, parts.count > 2, parts[0] == "slots",
      let via = profile["slots"]?[parts[1]]?["via"]?.string, let maker = profiles[via]
    else { return own }
    return Self.value(parts, captures, in: maker, for: leaf, of: target)
  }

  private static func value(
    _ parts: [String], _ captures: [String], in profile: JSONValue, for leaf: Leaf,
    of target: JSONValue
  ) -> JSONValue? {
    parts.reduce(profile) { (value: JSONValue?, part) in
      guard let value else { return nil }
      if part.hasPrefix("[") {
        let keys = part.dropFirst().dropLast().split(separator: "=").map(String.init)
        let wanted = item(leaf.path, in: target, having: keys.last ?? "")
        let items = value.members?.map(\.value) ?? value.array ?? []
        return items.first { item in wanted.flatMap { item[keys[0]]?.isSame(as: $0) } ?? false }
      }
      var key = part
      if part.utf8.contains(UInt8(ascii: "$")) {
        for (index, capture) in captures.enumerated() {
          key = key.replacing("$\(index + 1)", with: capture)
        }
      }
      return value[key]
        ?? Int(key).flatMap { index in
          value.array.flatMap { $0.indices.contains(index) ? $0[index] : nil }
        }
    }
  }

  /// The value under a key of the innermost object on the way to a leaf that has it.
  private static func item(_ path: [String], in target: JSONValue, having key: String) -> JSONValue?
  {
    var value = target
    var found: JSONValue?
    for part in path {
      if let next = value[key] { found = next }
      guard let below = value[part] ?? Int(part).flatMap({ value.array?[$0] }) else { break }
      value = below
    }
    return value[key] ?? found
  }
}
