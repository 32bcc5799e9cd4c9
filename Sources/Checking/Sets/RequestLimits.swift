internal import Model
internal import Targets

/// How many files of a slot one request takes when nothing else is in it, at each endpoint.
struct RequestLimits {
  /// Endpoints that take equally many.
  struct Group {
    let most: Int
    let confidence: Basis
    /// By variant or tier, else by path.
    var endpoints: [String]
  }

  /// What is known, the most first.
  private(set) var known: [Group] = []
  /// Endpoints of which no number is known.
  private(set) var unknown: [String] = []

  /// Whether all endpoints take equally many.
  var isOne: Bool { known.count <= 1 && unknown.isEmpty }

  init(_ slot: Slot, of profile: TargetProfile) {
    let endpoints = profile.endpoints.map { ($0 as Endpoint?, $0.variant ?? $0.tier ?? $0.path) }
    for (endpoint, name) in endpoints.isEmpty ? [(nil, "")] : endpoints {
      guard let fact = Self.limit(slot, of: profile, at: endpoint),
        let most = fact.value.maximum
      else {
        if !unknown.contains(name) { unknown.append(name) }
        continue
      }
      if let place = known.firstIndex(where: { $0.most == most }) {
        if !known[place].endpoints.contains(name) { known[place].endpoints.append(name) }
      } else {
        known.append(Group(most: most, confidence: fact.confidence, endpoints: [name]))
      }
    }
    known.sort { $0.most > $1.most }
    // Who has such a file asks no endpoint that takes none.
    if known.contains(where: { $0.most > 0 }) { known.removeAll { $0.most == 0 } }
  }

  /// The tightest upper limit that holds at an endpoint: the slot's own, or one over several slots.
  private static func limit(
    _ slot: Slot, of profile: TargetProfile, at endpoint: Endpoint?
  ) -> Fact<SlotRules.Range>? {
    let shared = profile.limits.filter { limit in
      limit.sum.contains(slot) && limit.when.allSatisfy { $0.slot != slot }
        && limit.applies(to: [:]) && limit.holds(at: endpoint)
    }
    return ([profile[slot]?.perRequest].compactMap(\.self) + shared.map(\.count))
      .filter { $0.value.maximum != nil }
      .min { ($0.value.maximum ?? 0) < ($1.value.maximum ?? 0) }
  }
}
