internal import Model
internal import Targets

/// The number of files of a slot that a request accepts when nothing else is in it, for each
/// endpoint.
struct RequestLimits {
  /// Endpoints with the same limit.
  struct Group {
    /// The number of files that these endpoints accept.
    let maximum: Int
    /// Whether a source states the limit.
    let confidence: Basis
    /// The names of the endpoints: their variants or tiers, or else their paths.
    var endpoints: [String]
  }

  /// The known limits, the highest first.
  private(set) var known: [Group] = []
  /// The endpoints whose limit is unknown.
  private(set) var unknown: [String] = []

  /// Whether all endpoints have the same limit.
  var isUniform: Bool { known.count <= 1 && unknown.isEmpty }

  /// Collects the limits of all endpoints of a target.
  init(_ slot: Slot, of profile: TargetProfile) {
    let endpoints = profile.endpoints.map { ($0 as Endpoint?, $0.variant ?? $0.tier ?? $0.path) }
    for (endpoint, name) in endpoints.isEmpty ? [(nil, "")] : endpoints {
      guard let fact = Self.limit(slot, of: profile, at: endpoint),
        let maximum = fact.value.maximum
      else {
        if !unknown.contains(name) { unknown.append(name) }
        continue
      }
      if let index = known.firstIndex(where: { $0.maximum == maximum }) {
        if !known[index].endpoints.contains(name) { known[index].endpoints.append(name) }
      } else {
        known.append(Group(maximum: maximum, confidence: fact.confidence, endpoints: [name]))
      }
    }
    known.sort { $0.maximum > $1.maximum }
    // A user with a file for this slot does not use an endpoint that accepts none.
    if known.contains(where: { $0.maximum > 0 }) { known.removeAll { $0.maximum == 0 } }
  }

  /// Returns the tightest upper limit at an endpoint, or `nil`: the slot's own, or one for
  /// several slots together.
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
