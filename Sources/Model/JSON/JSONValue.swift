/// A JSON value with the order of its keys kept and its numbers exact.
///
/// A number without fraction or exponent, within ±2^53, is an `integer`; any other stands as the
/// text it was written with, so that nothing is rounded on the way through.
public enum JSONValue: Hashable, Sendable {
  case object([Member])
  case array([JSONValue])
  case string(String)
  case integer(Int)
  case number(String)
  case boolean(Bool)
  case null

  /// One key of an object and what stands under it.
  public struct Member: Hashable, Sendable {
    public let key: String
    public let value: JSONValue

    public init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The value under a key; nothing when this is no object or has no such key.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// A length in seconds, as exact as its milliseconds: `1.5`, `3`.
  package static func seconds(_ milliseconds: Int) -> JSONValue {
    milliseconds.isMultiple(of: 1000)
      ? .integer(milliseconds / 1000)
      : .number(Decimal.text(scaled: milliseconds, digits: 3))
  }

  /// A number of at most four decimals.
  package static func decimal(_ value: Double) -> JSONValue {
    let scaled = Int((min(1e12, max(-1e12, value)) * 10_000).rounded())
    if scaled.isMultiple(of: 10_000) { return .integer(scaled / 10_000) }
    let text = Decimal.text(scaled: abs(scaled), digits: 4)
    return .number(scaled < 0 ? "-\(text)" : text)
  }

  /// What the value is, for messages: "a string", "an object".
  public var kind: String {
    switch self {
    case .object: "an object"
    case .array: "a list"
    case .string: "a string"
    case .integer: "a whole number"
    case .number: "a number"
    case .boolean: "true or false"
    case .null: "null"
    }
  }

  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  public var integer: Int? {
    if case .integer(let number) = self { number } else { nil }
  }

  public var boolean: Bool? {
    if case .boolean(let truth) = self { truth } else { nil }
  }

  public var array: [JSONValue]? {
    if case .array(let values) = self { values } else { nil }
  }

  public var members: [Member]? {
    if case .object(let members) = self { members } else { nil }
  }
}

extension JSONValue: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self = .string(text) }
}

extension JSONValue: ExpressibleByIntegerLiteral {
  public init(integerLiteral number: Int) { self = .integer(number) }
}

extension JSONValue: ExpressibleByBooleanLiteral {
  public init(booleanLiteral truth: Bool) { self = .boolean(truth) }
}

extension JSONValue: ExpressibleByArrayLiteral {
  public init(arrayLiteral values: JSONValue...) { self = .array(values) }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
  /// Keys whose value is nothing are left out: absent means not there, never null.
  public init(dictionaryLiteral members: (String, JSONValue?)...) {
    self = .object(members.compactMap { key, value in value.map { Member(key, $0) } })
  }
}
