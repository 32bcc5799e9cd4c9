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

extension SharedLimit: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    let defaults = try FactDefaults(&reader)
    guard reader.has("sum") else { throw reader.fault("needs \"sum\", a list of slots") }
    let slots: [Slot] = try reader.nonEmptyList("sum")
    if let index = slots.indices.first(where: { slots[..<$0].contains(slots[$0]) }) {
      throw ProfileFault(
        path: reader.path + ["sum", String(index)], problem: "\"\(slots[index])\" appears twice")
    }
    sum = slots
    count = defaults.fact(try reader.range(inclusive: true))
    let conditions = try reader.conditions(mayBeEmpty: true)
    (when, settings) = (conditions.counts, conditions.settings)
    endpoints = try reader.endpointNames("endpoints")
  }
}

extension SharedLimit.Condition: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    _ = reader.value("setting")
    guard reader.has("slot") else { throw reader.fault("needs \"slot\" or \"setting\"") }
    slot = try reader.required("slot")
    let range = try reader.range(inclusive: true)
    (minimum, maximum) = (range.minimum, range.maximum)
  }
}

extension ProfileReader {
  /// Reads the conditions under `when`: counts of slots, and settings of the request.
  ///
  /// - Parameters:
  ///   - mayBeEmpty: whether there may be no condition at all.
  ///   - mayExclude: whether a condition may also name a field that must not be sent.
  mutating func conditions(
    mayBeEmpty: Bool = false, mayExclude: Bool = false
  ) throws(ProfileFault) -> RequestField.Condition.Alternative {
    var counts: [SharedLimit.Condition] = []
    var settings: [Setting] = []
    var without: [String] = []
    let values: [ProfileValue] = try list("when")
    for value in values {
      var reader = try ProfileReader(value)
      if reader.has("setting") {
        settings.append(try reader.setting())
      } else if mayExclude, let field: String = try reader.optional("without") {
        without.append(field)
      } else {
        counts.append(try SharedLimit.Condition(&reader))
      }
      try reader.finish()
    }
    if values.isEmpty, !mayBeEmpty { throw fault("needs \"when\", a list of conditions") }
    return RequestField.Condition.Alternative(
      counts: counts, settings: settings, without: without)
  }

  /// Reads a condition on a field of the request.
  private mutating func setting() throws(ProfileFault) -> Setting {
    let field: String = try required("setting")
    let value: ProfileValue = try required("is")
    guard let text = value.json.scalarText else {
      throw value.fault("should be text, a number, true or false, is \(value.json.kind)")
    }
    return try defaults.known.setting(
      field, text, path: path + ["setting"], valuePath: value.path)
  }
}
