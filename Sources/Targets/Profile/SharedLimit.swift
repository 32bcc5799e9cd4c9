public import Model

/// A limit on the counts of several slots together, perhaps under conditions: 7 references, or 4
/// with a video.
public struct SharedLimit: Sendable {
  /// The slots whose counts are added.
  public let sum: [Slot]
  /// The minimum and the maximum of the sum.
  public let count: Fact<SlotRules.Range>
  /// Counts that must all be met for the limit to apply.
  public let when: [Condition]
  /// Settings that the request must all state for the limit to apply.
  public let settings: [Setting]
  /// The endpoints at which the limit applies, by path or variant; empty for all.
  public let endpoints: [String]

  /// A condition on the count of one slot.
  public struct Condition: Hashable, Sendable {
    public let slot: Slot
    public let minimum: Int?
    public let maximum: Int?

    /// Whether the count is within the bounds; a missing bound allows everything.
    public func holds(for count: Int) -> Bool {
      count >= minimum ?? 0 && count <= maximum ?? Int.max
    }
  }
}

extension SharedLimit {
  /// The limit in words.
  public var note: String? { count.note }

  /// Whether the limit applies at an endpoint; without an endpoint, whether it applies at all of
  /// them.
  public func holds(at endpoint: Endpoint?) -> Bool {
    endpoints.isEmpty || endpoint.map { endpoints.contains(where: $0.matches) } ?? false
  }

  /// Whether the limit applies to a request with these counts and settings, at an endpoint where it
  /// applies.
  ///
  /// ```swift
  /// limit.applies(to: [.image: 3, .video: 1], settings: [Setting("tier", "pro")])
  /// ```
  public func applies(to counts: [Slot: Int], settings stated: Set<Setting> = []) -> Bool {
    when.allSatisfy { $0.holds(for: counts[$0.slot] ?? 0) } && stated.isSuperset(of: settings)
  }
}
