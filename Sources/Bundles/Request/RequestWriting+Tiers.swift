internal import Model
internal import Prompting
internal import Targets

extension RequestWriting {
  /// The resolution that the shot file sets, or that its tier stands for where the target has no tiers.
  mutating func resolution(_ facts: FieldFacts) -> JSONValue? {
    let own = settings.resolution
    guard let tier = settings.tier, !profile.hasTiers(at: prompt.endpoint) else {
      return said(.resolution, own, facts) { $0.word($1) }
    }
    let tiers = profile.tiers?.value ?? [:]
    guard let named = profile.resolution(ofTier: tier.value, at: prompt.endpoint) else {
      // With a resolution of its own the shot file says what it wants.
      if own == nil { tellUnknownTier(tier, tiers, facts) }
      return said(.resolution, own, facts) { $0.word($1) }
    }
    heard.insert(.tier)
    if let own, own.value.lowercased() != named.lowercased() {
      remarks.append(
        .error(
          .requestBadValue, at: own.place ?? tier.place,
          "tier \(tier.value) means \(named) at \(profile.id), but resolution is \(own.value)",
          fix: "keep one of them"))
    }
    return said(.resolution, Said(named, at: tier.place), facts) { $0.word($1) }
  }

  private mutating func tellUnknownTier(
    _ tier: Said<String>, _ tiers: [String: String], _ facts: FieldFacts
  ) {
    heard.insert(.tier)
    let size = facts.standard?.string.map { "it would render \($0)" } ?? "it would use its own size"
    let known = ProfileLoader.tierNames.compactMap { name in
      tiers[name].map { "\(name) (\($0))" }
    }
    let sizes = facts.values.compactMap(\.string)
    let fix =
      if !known.isEmpty {
        "available: \(known.joined(separator: ", "))"
      } else if sizes.isEmpty {
        "set resolution instead"
      } else {
        "set resolution instead: \(sizes.joined(separator: ", "))"
      }
    remarks.append(
      .error(
        .requestUnknownTier, at: tier.place, "\(profile.id) has no tier \(tier.value); \(size)",
        fix: fix))
  }
}
