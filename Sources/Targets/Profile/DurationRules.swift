public import Model

/// The durations that a render may have.
public struct DurationRules: Sendable {
  /// The minimum and the maximum in seconds, with the evidence for all of these rules.
  public let range: Fact<SlotRules.Range?>
  /// The accepted values, in the provider's JSON type.
  public let values: [JSONValue]
  /// The duration of a render when none is requested.
  public let `default`: JSONValue?
  public let type: String?
  /// What differs at single endpoints, by path or variant.
  public let perEndpoint: [String: Difference]
  /// What differs with some inputs.
  public let byInput: [Case]
  public let note: String?

  /// The minimum and the maximum in seconds.
  public var seconds: SlotRules.Range? { range.value }

  /// What replaces the target's own rules when all conditions are met.
  public struct Case: Sendable {
    public let when: [SharedLimit.Condition]
    public let settings: [Setting]
    public let difference: Difference
  }

  /// What replaces the target's own rules. A property that is `nil` or empty does not differ.
  public struct Difference: Sendable {
    public let seconds: SlotRules.Range?
    public let values: [JSONValue]
    public let `default`: JSONValue?
    public let note: String?

    /// Returns the bounds, with those of the target where these differ in one only.
    package func seconds(besides own: SlotRules.Range?) -> SlotRules.Range? {
      seconds.map { range in
        SlotRules.Range(
          minimum: range.minimum ?? own?.minimum, maximum: range.maximum ?? own?.maximum,
          inclusive: range.inclusive)
      }
    }
  }
}

extension DurationRules: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    range = try FactDefaults(&reader).fact(reader.optionalRange(inclusive: true))
    values = try reader.list("values")
    self.default = try reader.optional("default")
    type = try reader.optional("type")
    perEndpoint = try reader.perEndpoint()
    byInput = try reader.nonEmptyList("byInput")
    note = try reader.optional("note")
  }
}

extension DurationRules.Case: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    let conditions = try reader.conditions()
    (when, settings) = (conditions.counts, conditions.settings)
    difference = try DurationRules.Difference(&reader)
  }
}

extension DurationRules.Difference: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    seconds = try reader.optionalRange(inclusive: true)
    values = try reader.list("values")
    self.default = try reader.optional("default")
    note = try reader.optional("note")
  }
}
