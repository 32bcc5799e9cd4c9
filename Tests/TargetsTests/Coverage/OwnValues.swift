import Model

/// Values of the profiles that no fact is checked against, in groups with the reason.
struct OwnValues {
  let about: [String]
  let groups: [Group]

  struct Group {
    let why: String
    let patterns: [String]
    /// The target that the group applies to; all if it is `nil`.
    let only: String?
    let values: [String: [JSONValue.Member]]

    func isFor(_ place: Mutations.Place) -> Bool {
      (only ?? place.target) == place.target
        && patterns.contains { Self.fits(place.path[...], LeafPattern.parts(of: $0)[...]) }
    }

    private static func fits(_ path: ArraySlice<String>, _ pattern: ArraySlice<String>) -> Bool {
      guard let first = pattern.first else { return path.isEmpty }
      let rest = pattern.dropFirst()
      if first == "**" {
        return (0...path.count).contains { fits(path.dropFirst($0), rest) }
      }
      guard let key = path.first, LeafPattern(first).match([key]) != nil else { return false }
      return fits(path.dropFirst(), rest)
    }
  }

  init(_ value: JSONValue) throws {
    about = try value["about"].map(Ledger.texts) ?? []
    groups = try (value["groups"]?.array ?? []).map { group in
      guard let why = group["why"]?.string, why.count > 20, let at = group["at"] else {
        throw Ledger.Fault(
          description: "a group needs a reason and places: \(group.compactText.prefix(100))")
      }
      return Group(
        why: why, patterns: try Ledger.texts(at), only: group["only"]?.string,
        values: (group["values"]?.members ?? []).reduce(into: [:]) { values, target in
          values[target.key] = target.value.members
        })
    }
  }

  /// Listed values that a fact is checked against or that don't exist, and unlisted values.
  func problems(_ unnoticed: [(place: Mutations.Place, value: JSONValue)]) -> [String] {
    var listed: [Mutations.Place: JSONValue] = [:]
    for group in groups {
      for (target, members) in group.values {
        for member in members {
          let place = Mutations.Place(target: target, path: LeafPattern.parts(of: member.key))
          listed[place] = member.value
        }
      }
    }
    var problems: [String] = []
    for (place, value) in unnoticed {
      let own = listed.removeValue(forKey: place)
      if own == nil {
        problems.append(
          "\(place.target): \(place.text) = \(value.compactText) is held against no fact")
      } else if own != value {
        problems.append(
          "\(place.target): \(place.text) is \(value.compactText), listed as \(own?.compactText ?? "")"
        )
      }
    }
    return problems
      + listed.keys.map { "\($0.target): \($0.text) is listed for nothing" }.sorted()
  }

  /// The new list, as a file: one line per target.
  func text(_ unnoticed: [(place: Mutations.Place, value: JSONValue)]) -> (
    text: String, homeless: [String]
  ) {
    var members = groups.map { _ in [String: [JSONValue.Member]]() }
    var homeless: [String] = []
    for (place, value) in unnoticed {
      guard let group = groups.firstIndex(where: { $0.isFor(place) }) else {
        homeless.append("\(place.target): \(place.text)")
        continue
      }
      members[group][place.target, default: []].append(JSONValue.Member(place.text, value))
    }
    func list(_ texts: [String], _ indent: String) -> String {
      texts.map { "\n\(indent)  \($0)" }.joined(separator: ",") + "\n\(indent)"
    }
    let parts = zip(groups, members).map { group, values in
      var head: [String] = ["\"why\": \(JSONValue.string(group.why).compactText)"]
      head.append("\"at\": \(JSONValue.array(group.patterns.map { .string($0) }).compactText)")
      if let only = group.only { head.append("\"only\": \(JSONValue.string(only).compactText)") }
      let lines = values.sorted { $0.key < $1.key }
        .map {
          "\(JSONValue.string($0.key).compactText): \(JSONValue.object($0.value).compactText)"
        }
      head.append("\"values\": {\(list(lines, "      "))}")
      return "{\(list(head, "    "))}"
    }
    let about = list(self.about.map { JSONValue.string($0).compactText }, "  ")
    return ("{\n  \"about\": [\(about)],\n  \"groups\": [\(list(parts, "  "))]\n}\n", homeless)
  }
}
