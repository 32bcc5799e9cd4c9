public import Model

/// One thing that a profile says, named so that it can be found in another profile: a fact with its
/// value and how it is known, or a part of the request.
public struct Statement: Sendable {
  public let place: Place
  /// The keys that lead to it in a profile's file: `slots.element.bytes`.
  public let key: String
  /// Which one of a list it is; nothing where there is only one.
  public let item: Item?
  public let value: Value
  /// What its numbers count: `px`.
  public let unit: String?
  /// How it is known; nothing for what carries no date and no source of its own.
  public let evidence: Evidence?

  /// The part of a profile that it stands in.
  public enum Place: Hashable, Sendable {
    case profile
    case slot(Slot)
    case together, prompt, shots, names, dialect, request, render, prices, remarks
    /// Dates and sources, which are no rules.
    case sources
  }

  /// What tells one entry of a list from the others.
  public enum Item: Hashable, Sendable {
    /// An endpoint's path, a field's name, a source.
    case name(String)
    case limit(LimitScope)
    case price(PriceScope)
  }

  /// What a limit over several slots is about, without the limit itself.
  public struct LimitScope: Hashable, Sendable {
    public let sum: [Slot]
    public let when: [SharedLimit.Condition]
    public let settings: [Setting]
    public let endpoints: [String]
    /// Tells apart limits that are about the same.
    let number: Int
  }

  /// When a price holds. The words are taken only where nothing else tells two rows apart.
  public struct PriceScope: Hashable, Sendable {
    let tier: String?
    let variant: String?
    let resolution: String?
    let audio: Price.Audio?
    let withVideo: Bool?
    let withVoice: Bool?
    var words: String?
  }
}

/// How a statement is known.
public struct Evidence: Hashable, Sendable {
  public let confidence: Basis
  /// Where it was read.
  public let source: String
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
  /// What is said.
  public enum Value: Hashable, Sendable {
    /// That the thing is there at all.
    case present
    case range(SlotRules.Range)
    case seconds(SlotRules.SecondsRange)
    case aspect(SlotRules.AspectRange)
    case bytes(SlotRules.ByteLimit)
    case formats([MediaFormat])
    case ratios([Ratio])
    /// A number with what holds instead under settings.
    case number(Int, perSetting: [Setting: Int], Sense)
    case text(String)
    /// Sentences, each of which may come or go.
    case texts([String])
    /// Words of which one is chosen.
    case choices([String])
    case record([Attribute])
  }

  /// Whether more of a number is more freedom.
  public enum Sense: Hashable, Sendable {
    case least, most, neither
  }

  /// A named part of a value that has several.
  public struct Attribute: Hashable, Sendable {
    public let name: String
    public let value: JSONValue
    /// Whether the order of its values says nothing.
    let isSet: Bool

    init(_ name: String, _ value: JSONValue, isSet: Bool = false) {
      self.name = name
      self.value = value
      self.isSet = isSet
    }

    init?(_ name: String, _ text: String?) {
      guard let text else { return nil }
      self.init(name, .string(text))
    }

    /// Nothing for an empty list, which says as much as none.
    init?(_ name: String, anyOf values: [JSONValue]) {
      guard !values.isEmpty else { return nil }
      self.init(name, .array(values), isSet: true)
    }
  }
}

extension Statement.Value {
  /// The value without what is merely a way of writing it: equal essences say the same.
  var essence: Statement.Value {
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
      .record(attributes.map(\.essence).sorted { $0.name < $1.name })
    default: self
    }
  }
}

extension Statement.Attribute {
  fileprivate var essence: Statement.Attribute {
    // An amount is a text, so that it is exact; 0.10 is 0.1 all the same.
    if name == "amount", let amount = value.string {
      return Self(name, JSONValue.number(amount).plain)
    }
    let plain = value.plain
    guard isSet, let values = plain.array else { return Self(name, plain) }
    return Self(name, .array(values.sorted { $0.compactText < $1.compactText }))
  }
}

extension Ratio {
  /// The same ratio in its smallest numbers.
  fileprivate var reduced: Ratio {
    var (divisor, rest) = (numerator, denominator)
    while rest > 0 { (divisor, rest) = (rest, divisor % rest) }
    return Ratio(numerator / divisor, denominator / divisor) ?? self
  }
}

extension JSONValue {
  /// The value with its keys in order and its numbers without noughts at the end.
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
