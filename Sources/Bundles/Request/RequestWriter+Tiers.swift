internal import Model
internal import Prompting
internal import Targets

extension RequestWriter {
  /// Returns the resolution that the shot file sets, or the one that its tier stands for at a
  /// target without tiers.
  mutating func resolution(_ facts: FieldFacts) -> JSONValue? {
    let own = settings.resolution
    guard let tier = settings.tier, !profile.hasTiers(at: prompt.endpoint) else {
      return settingValue(.resolution, own, facts) { $0.word($1) }
    }
    let tiers = profile.tiers?.value ?? [:]
    guard let named = profile.resolution(ofTier: tier.value, at: prompt.endpoint) else {
      // A resolution that the shot file sets makes the tier irrelevant.
      if own == nil { reportUnknownTier(tier, tiers, facts) }
      return settingValue(.resolution, own, facts) { $0.word($1) }
    }
    usedSettings.insert(.tier)
    if let own, own.value.lowercased() != named.lowercased() {
      reportedSettings.insert(.resolution)
      remarks.append(
        .error(
          .requestBadValue, at: own.location ?? tier.location,
          "tier \(tier.value) means \(named) at \(profile.id), but resolution is \(own.value)",
          fix: "keep one of them"))
    }
    return settingValue(.resolution, Located(named, at: tier.location), facts) { $0.word($1) }
  }

  /// Reports a tier that the target doesn't have.
  private mutating func reportUnknownTier(
    _ tier: Located<String>, _ tiers: [String: String], _ facts: FieldFacts
  ) {
    usedSettings.insert(.tier)
    reportedSettings.insert(.tier)
    let size =
      facts.defaultValue?.string.map { "it would render \($0)" } ?? "it would use its own size"
    let known = ProfileLoader.tierNames.compactMap { name in
      tiers[name].map { "\(name) (\($0))" }
    }
    let sizes = facts.values.compactMap(\.string)
    let fix =
      if !known.isEmpty {
        "available: \(known.joined(separator: ", "))"
      } else if sizes.isEmpty {
        "remove tier"
      } else {
        "set resolution instead: \(sizes.joined(separator: ", "))"
      }
    remarks.append(
      .error(
        .requestUnknownTier, at: tier.location, "\(profile.id) has no tier \(tier.value); \(size)",
        fix: fix))
  }
}
