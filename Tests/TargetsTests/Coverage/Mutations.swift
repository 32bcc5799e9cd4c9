import Model

/// Changes every value of the profiles on which a verdict can depend, one at a time: a value whose
/// change is not noticed is our own choice, and must be listed as that.
struct Mutations {
  let coverage: Coverage
  private let checks: [String: [String: [Coverage.Check]]]
  /// The targets that take a slot's rules from another.
  private let users: [String: [String]]

  init(_ coverage: Coverage) {
    self.coverage = coverage
    checks = Dictionary(grouping: coverage.plan.checks, by: \.target).mapValues { checks in
      // A check of several parts of a profile is listed under each.
      checks.reduce(into: [:]) { parts, check in
        for part in Set(check.pointers.map(Self.part)) { parts[part, default: []].append(check) }
      }
    }
    users = coverage.profiles.reduce(into: [:]) { users, profile in
      for slot in profile.value["slots"]?.members ?? [] {
        guard let via = slot.value["via"]?.string else { continue }
        if users[via]?.contains(profile.key) != true { users[via, default: []].append(profile.key) }
      }
    }
  }

  /// The part of a profile that contains a path, to limit the number of checks.
  private static func part(_ pointer: String) -> String {
    pointer.split(separator: "/").first.map(String.init) ?? ""
  }

  /// A value of a profile by its path: `slots/element/bytes/decimal`.
  struct Place: Hashable {
    let target: String
    let path: [String]

    var text: String { path.map { $0.replacing("/", with: "~1") }.joined(separator: "/") }
  }

  /// The values on which a verdict can depend: numbers, Booleans, formats, ratios, confidences, and
  /// the subjects of limits.
  var places: [(place: Place, value: JSONValue)] {
    coverage.profiles.sorted { $0.key < $1.key }.flatMap { id, profile in
      Leaf.all(in: profile).filter { Self.isCritical($0) }
        .map { (Place(target: id, path: $0.path), $0.value) }
    }
  }

  private static func isCritical(_ leaf: Leaf) -> Bool {
    let path = leaf.path
    switch leaf.value {
    case .integer, .number, .boolean: return true
    case .string:
      if path.last == "confidence"
        || path[0] == "faces" && path.last != "note" && path.last != "source" && path.last != "asOf"
      {
        return true
      }
      if path[0] == "limits" {
        return ["sum", "when", "endpoints"].contains { path.contains($0) }
      }
      guard path[0] == "slots", path.count > 2 else { return false }
      let isWords = ["note", "source", "asOf", "stated"].contains(path.last)
      return ["formats", "aspect", "aspects", "uses", "via", "resolution"].contains(path[2])
        && !isWords
    default: return false
    }
  }

  /// Whether a change of a value and its absence are both noticed.
  func isNoticed(_ place: Place) -> Bool {
    guard let profile = coverage.profiles[place.target] else { return false }
    let changed = JSONEdit.changed(profile, at: place.path[...])
    let removed = JSONEdit.removed(profile, at: place.path[...])
    return [changed, removed].allSatisfy { isNoticed($0, at: place) }
  }

  private func isNoticed(_ profile: JSONValue, at place: Place) -> Bool {
    let own = checks[place.target]?[place.path[0]] ?? []
    if own.contains(where: { !coverage.problems(of: $0, in: profile).isEmpty }) { return true }
    guard place.path[0] == "slots", let others = users[place.target] else { return false }
    let altered = coverage.with(profile, of: place.target)
    return others.contains { other in
      (checks[other]?["slots"] ?? []).contains { !altered.problems(of: $0).isEmpty }
    }
  }
}
