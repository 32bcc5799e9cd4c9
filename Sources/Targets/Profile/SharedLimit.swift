public import Model

/// A limit on several slots together, where it applies: 7 references, 4 with a video.
public struct SharedLimit: Sendable {
  /// The slots whose counts are added up.
  public let sum: [Slot]
  /// What the counts come to at least, at most, or both.
  public let count: Fact<SlotRules.Range>
  /// All of these counts must be so for it to hold.
  public let when: [Condition]
  /// All of this the request must say for it to hold.
  public let settings: [Setting]
  /// Where it holds, by path or variant, when not everywhere.
  public let endpoints: [String]

  /// A count of one slot that turns the limit on.
  public struct Condition: Hashable, Sendable {
    public let slot: Slot
    public let minimum: Int?
    public let maximum: Int?

    public func holds(for count: Int) -> Bool {
      count >= minimum ?? 0 && count <= maximum ?? Int.max
    }
  }
}

extension SharedLimit {
  /// What it is, in words.
  public var note: String? { count.note }

  /// Whether it holds at an endpoint; where none is known, whether it holds at all of them.
  public func holds(at endpoint: Endpoint?) -> Bool {
    endpoints.isEmpty || endpoint.map { endpoints.contains(where: $0.isMeant) } ?? false
  }

  /// Whether a request with these counts and settings is held to it, at an endpoint where it holds.
  public func applies(to counts: [Slot: Int], settings said: Set<Setting> = []) -> Bool {
    when.allSatisfy { $0.holds(for: counts[$0.slot] ?? 0) } && said.isSuperset(of: settings)
  }
}
