import Model

/// Facts about providers that were found after `providers.json` was compiled: `later.json`. A fact
/// here names its path in the profile, and its source. An older fact that no longer holds is named
/// with the reason, so that none is replaced silently.
struct LaterFacts {
  let targets: [Target]

  struct Target {
    let id: String
    let sources: [Source]
    let replaced: [Replaced]
    let facts: [PlacedFact]
  }

  struct Source {
    let key: String
    let value: JSONValue
  }

  /// A fact of `providers.json` that no longer holds.
  struct Replaced {
    let path: [String]
    let was: JSONValue
    let why: String

    func isOf(_ leaf: Leaf) -> Bool { leaf.path == path && leaf.value.isSame(as: was) }
  }

  /// A value, and its path in the profile.
  struct PlacedFact {
    let path: [String]
    let value: JSONValue
    let source: String

    var pointer: String {
      path.map { $0.replacing("~", with: "~0").replacing("/", with: "~1") }.joined(separator: "/")
    }
  }

  static let none = LaterFacts(targets: [])

  private init(targets: [Target]) { self.targets = targets }

  init(_ value: JSONValue) throws {
    targets = try (value["targets"]?.array ?? []).map(Self.target)
  }

  private static func target(_ value: JSONValue) throws -> Target {
    guard let id = value["id"]?.string else {
      throw Ledger.Fault(description: "a target without an id: \(value.compactText.prefix(100))")
    }
    for member in value.members ?? []
    where !["id", "sources", "replaces", "facts"].contains(member.key) {
      throw Ledger.Fault(description: "\(id): \(member.key) is no key of a target")
    }
    return Target(
      id: id,
      sources: (value["sources"]?.members ?? []).map { Source(key: $0.key, value: $0.value) },
      replaced: try (value["replaces"]?.array ?? []).map { try replaced($0, of: id) },
      facts: try (value["facts"]?.array ?? []).flatMap { try facts($0, of: id) })
  }

  private static func replaced(_ value: JSONValue, of id: String) throws -> Replaced {
    guard let leaf = value["leaf"]?.string, let was = value["was"],
      let why = value["why"]?.string, why.count > 10
    else {
      throw Ledger.Fault(
        description: "\(id): a replaced fact needs leaf, was and why: \(value.compactText)")
    }
    return Replaced(path: LeafPattern.parts(of: leaf), was: was, why: why)
  }

  private static func facts(_ value: JSONValue, of id: String) throws -> [PlacedFact] {
    guard let source = value["source"]?.string, let paths = value["at"]?.members, !paths.isEmpty
    else {
      throw Ledger.Fault(description: "\(id): facts need source and at: \(value.compactText)")
    }
    return paths.flatMap { path in
      leaves(in: path.value, at: LeafPattern.parts(of: path.key)).map {
        PlacedFact(path: $0.path, value: $0.value, source: source)
      }
    }
  }

  /// The values below a path. A list of plain values is one value, with its order.
  private static func leaves(in value: JSONValue, at path: [String]) -> [Leaf] {
    if let members = value.members, !members.isEmpty {
      return members.flatMap { leaves(in: $0.value, at: path + [$0.key]) }
    }
    if let items = value.array, items.contains(where: { $0.members != nil || $0.array != nil }) {
      return items.enumerated().flatMap { leaves(in: $0.element, at: path + [String($0.offset)]) }
    }
    return [Leaf(path: path, value: value)]
  }

  /// The replacement of a fact of `providers.json`.
  func replacement(of leaf: Leaf, in target: String) -> Replaced? {
    targets.first { $0.id == target }?.replaced.first { $0.isOf(leaf) }
  }
}

extension LaterFacts {
  /// What the facts require of the profiles, and the problems of the facts themselves.
  func plan(older facts: JSONValue, profiles: [String: JSONValue]) -> Coverage.Plan {
    var plan = Coverage.Plan()
    var seen: Set<String> = []
    for target in targets {
      if !seen.insert(target.id).inserted { plan.problems.append("\(target.id) is here twice") }
      guard let profile = profiles[target.id] else {
        plan.problems.append("no profile of \(target.id)")
        continue
      }
      for source in target.sources where !Self.is(source, in: profile) {
        plan.problems.append("\(target.id): its profile has another source \(source.key), or none")
      }
      let older = (facts["targets"]?.array ?? []).first { $0["id"]?.string == target.id }
      let leaves = older.map { Leaf.all(in: $0) } ?? []
      for replaced in target.replaced where !leaves.contains(where: replaced.isOf) {
        plan.problems.append(
          "\(target.id): \(replaced.path.joined(separator: "/")) was never \(replaced.was.compactText)"
        )
      }
      plan.replaced += target.replaced.count
      let keys = Set(target.sources.map(\.key))
      for fact in target.facts {
        if !keys.contains(fact.source) {
          plan.problems.append("\(target.id): \(fact.pointer) has no source \(fact.source)")
        }
        plan.checks.append(check(fact, of: target.id))
      }
    }
    return plan
  }

  private static func `is`(_ source: Source, in profile: JSONValue) -> Bool {
    let own = profile["sources"]?[source.key]
    return ["ref", "kind", "version"].allSatisfy { key in
      source.value[key].map { own?[key]?.isSame(as: $0) ?? false } ?? (own?[key] == nil)
    }
  }

  private func check(_ fact: PlacedFact, of target: String) -> Coverage.Check {
    let rule = Ledger.Rule(
      text: "later", pattern: LeafPattern(""), only: [], values: [],
      verdict: .stands(at: [fact.pointer], .same), needsAll: true)
    return Coverage.Check(
      target: target, facts: .object([]), leaf: Leaf(path: fact.path, value: fact.value),
      rule: rule,
      agreement: .same, captures: [], pointers: [fact.pointer])
  }
}
