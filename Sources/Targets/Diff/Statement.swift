public import Model

/// One statement of a profile, identified so that it can be found in another profile: a fact with
/// its evidence, or a part of the request.
public struct Statement: Sendable {
  /// The part of the profile that contains the statement.
  public let section: Section
  /// The keys that lead to it in a profile's file: `slots.element.bytes`.
  public let key: String
  /// The list entry that it is about; `nil` when there is only one.
  public let item: Item?
  public let value: Value
  /// The unit of its numbers: `px`.
  public let unit: String?
  /// The evidence for the statement; `nil` when it has no date and no source of its own.
  public let evidence: Evidence?

  /// A part of a profile.
  public enum Section: Hashable, Sendable {
    case profile
    case slot(Slot)
    case together, prompt, shots, names, dialect, request, render, prices, remarks
    /// Dates and sources, which are not rules.
    case sources
  }

  /// What distinguishes one entry of a list from the others.
  public enum Item: Hashable, Sendable {
    /// The path of an endpoint, the name of a field, or a source.
    case name(String)
    case limit(LimitScope)
    case price(PriceScope)
  }

  /// The slots and conditions of a limit over several slots, without the limit itself.
  public struct LimitScope: Hashable, Sendable {
    /// The slots whose counts are added.
    public let sum: [Slot]
    /// The counts under which the limit applies.
    public let when: [SharedLimit.Condition]
    /// The settings under which the limit applies.
    public let settings: [Setting]
    /// The endpoints at which the limit applies; empty for all.
    public let endpoints: [String]
    /// A number that distinguishes limits with equal scopes.
    let number: Int
  }

  /// The conditions of a price. `condition` is set only when nothing else distinguishes two rows.
  public struct PriceScope: Hashable, Sendable {
    let tier: String?
    let variant: String?
    let resolution: String?
    let audio: Price.Audio?
    let withVideo: Bool?
    let withVoice: Bool?
    var condition: String?
  }
}

/// Where a statement comes from, and how certain it is.
public struct Evidence: Hashable, Sendable {
  public let confidence: Basis
  /// The document that states it.
  public let source: String
  /// The day on which the source stated it.
  public let asOf: Day
  public let note: String?

  package init(confidence: Basis, source: String, asOf: Day, note: String?) {
    self.confidence = confidence
    self.source = source
    self.asOf = asOf
    self.note = note
  }
}

extension Statement {
  /// What a statement allows or requires.
  public enum Value: Hashable, Sendable {
    /// The thing exists; there is nothing more to say.
    case present
    case range(SlotRules.Range)
    case seconds(SlotRules.SecondsRange)
    case aspect(SlotRules.AspectRange)
    case bytes(SlotRules.ByteLimit)
    case formats([MediaFormat])
    case ratios([Ratio])
    /// A number, and the numbers that replace it under settings.
    case number(Int, perSetting: [Setting: Int], Sense)
    case text(String)
    /// Sentences, each of which may be added or removed.
    case texts([String])
    /// Words, one of which is chosen.
    case choices([String])
    /// Several named parts.
    case record([Attribute])
  }

  /// Whether a greater number allows more.
  public enum Sense: Hashable, Sendable {
    case minimum, maximum, neither
  }

  /// A named part of a value that has several.
  public struct Attribute: Hashable, Sendable {
    public let name: String
    public let value: JSONValue
    /// Whether the order of its values has no meaning.
    let isSet: Bool

    init(_ name: String, _ value: JSONValue, isSet: Bool = false) {
      self.name = name
      self.value = value
      self.isSet = isSet
    }

    static func parts(
      _ values: KeyValuePairs<String, (any JSONConvertible)?>
    ) -> [Statement.Attribute] {
      values.compactMap { name, value in
        value.map { Statement.Attribute(name, $0.json, isSet: $0 is Unordered) }
      }
    }
  }

  /// A list in any order.
  struct Unordered: JSONConvertible {
    let json: JSONValue

    /// Returns `nil` for an empty list, which means the same as no list.
    init?(_ values: [some JSONConvertible]) {
      guard !values.isEmpty else { return nil }
      json = values.json
    }
  }
}

extension Statement.Value {
  /// The value in a normal form: values that only differ in the way they are written become equal.
  var normalized: Statement.Value {
    switch self {
    case .aspect(let range):
      .aspect(
        SlotRules.AspectRange(
          minimum: range.minimum?.reduced, maximum: range.maximum?.reduced,
          inclusive: range.inclusive))
    case .bytes(let limit):
      .bytes(
        SlotRules.ByteLimit(
          stated: limit.stated.filter { $0 != " " }, decimal: limit.decimal, binary: limit.binary,
          inclusive: limit.inclusive, isEncoded: limit.isEncoded))
    case .formats(let formats): .formats(formats.sorted { $0.rawValue < $1.rawValue })
    case .ratios(let ratios): .ratios(ratios.map(\.reduced).sorted { $1.isGreater(than: $0) })
    case .texts(let texts): .texts(texts.sorted())
    case .choices(let words): .choices(words.sorted())
    case .record(let attributes):
      .record(attributes.map(\.normalized).sorted { $0.name < $1.name })
    default: self
    }
  }
}

extension Statement.Attribute {
  /// The part in a normal form, in which amounts and lists without order can be compared.
  fileprivate var normalized: Statement.Attribute {
    // An amount is text, so it is exact, but 0.10 equals 0.1.
    if name == "amount", let amount = value.string {
      return Self(name, JSONValue.number(amount).plain)
    }
    let plain = value.plain
    guard isSet, let values = plain.array else { return Self(name, plain) }
    return Self(name, .array(values.sorted { $0.compactText < $1.compactText }))
  }
}

extension Ratio {
  /// This ratio in lowest terms.
  fileprivate var reduced: Ratio {
    var (divisor, rest) = (numerator, denominator)
    while rest > 0 { (divisor, rest) = (rest, divisor % rest) }
    return Ratio(numerator / divisor, denominator / divisor) ?? self
  }
}

extension JSONValue {
  /// The value with sorted keys and without trailing zeros in its numbers.
  fileprivate var plain: JSONValue {
    switch self {
    case .object(let members):
      return .object(
        members.map { Member($0.key, $0.value.plain) }.sorted { $0.key < $1.key })
    case .array(let values): return .array(values.map(\.plain))
    case .number(let text) where text.contains(".") && !text.contains { "eE".contains($0) }:
      var digits = text
      while digits.last == "0" { digits.removeLast() }
      if digits.last == "." { digits.removeLast() }
      return Int(digits).map { .integer($0) } ?? .number(digits)
    default: return self
    }
  }
}

extension Statement.Value {
  /// The value as a profile's file contains it; `nil` for a statement without a value.
  public var json: JSONValue? {
    switch self {
    case .present: nil
    case .range(let range): range.json
    case .seconds(let range): range.json
    case .aspect(let range):
      [
        "min": range.minimum?.description, "max": range.maximum?.description,
        "inclusive": range.inclusive,
      ]
    case .bytes(let limit):
      [
        "stated": limit.stated, "decimal": limit.decimal, "binary": limit.binary,
        "inclusive": limit.inclusive, "encoded": limit.isEncoded ? true : nil,
      ]
    case .formats(let formats): formats.map(\.rawValue).json
    case .ratios(let ratios): ratios.map(\.description).json
    case .number(let number, let perSetting, _):
      perSetting.isEmpty
        ? number.json : ["value": number, "maxBySetting": maxima(perSetting, \.json)]
    case .text(let text): text.json
    case .texts(let texts), .choices(let texts): texts.json
    case .record(let attributes):
      .object(attributes.map { JSONValue.Member($0.name, $0.value) })
    }
  }
}

extension SlotRules.Range {
  /// The range as a profile's file contains it.
  var json: JSONValue { ["min": minimum, "max": maximum, "inclusive": inclusive] }
}

extension SlotRules.SecondsRange {
  /// The range in seconds as a profile's file contains it.
  fileprivate var json: JSONValue {
    [
      "min": minimumMilliseconds.map(JSONValue.seconds),
      "max": maximumMilliseconds.map(JSONValue.seconds),
      "inclusive": inclusive,
      "maxBySetting": perSetting.isEmpty ? nil : maxima(perSetting, JSONValue.seconds),
    ]
  }
}

/// Returns an object of maxima by setting, in the order of the settings.
private func maxima(_ perSetting: [Setting: Int], _ value: (Int) -> JSONValue) -> JSONValue {
  .object(
    perSetting.sorted { $0.key < $1.key }
      .map { JSONValue.Member($0.key.description, value($0.value)) })
}
