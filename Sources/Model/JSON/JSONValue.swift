/// A JSON value that keeps the order of its keys and the exact text of its numbers.
///
/// A whole number within ±2^53 is an `integer`. Any other number is kept as the text it was written
/// with, so nothing is rounded. Literals of convertible values create values, and `nil` members are
/// left out:
///
/// ```swift
/// let size: JSONValue = ["width": 640, "height": 480, "depth": nil]
/// let value: JSONValue = ["handle": "mira", "files": [1, 2], "size": size]
/// value.compactText  // {"handle":"mira","files":[1,2],"size":{"width":640,"height":480}}
/// ```
public enum JSONValue: Hashable, Sendable {
  /// An object, with its members in their order.
  case object([Member])
  case array([JSONValue])
  case string(String)
  /// A whole number within ±2^53.
  case integer(Int)
  /// Any other number, as it was written.
  case number(String)
  case boolean(Bool)
  case null

  /// One key of an object with its value.
  public struct Member: Hashable, Sendable {
    public let key: String
    public let value: JSONValue

    public init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }

    public init(_ key: String, _ value: some JSONConvertible) { self.init(key, value.json) }
  }

  /// The value under a key; `nil` when this is not an object or has no such key.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The kind of value, for messages: "a string", "an object".
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

  /// The text of a string; `nil` for any other value.
  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The value of a whole number; `nil` for any other value.
  public var integer: Int? {
    if case .integer(let number) = self { number } else { nil }
  }

  /// The value of `true` or `false`; `nil` for any other value.
  public var boolean: Bool? {
    if case .boolean(let truth) = self { truth } else { nil }
  }

  /// The values of an array; `nil` for any other value.
  public var array: [JSONValue]? {
    if case .array(let values) = self { values } else { nil }
  }

  /// The members of an object in their order; `nil` for any other value.
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
  /// Leaves out keys whose value is `nil`: in Castbook's JSON, absent is never written as null.
  public init(dictionaryLiteral members: (String, (any JSONConvertible)?)...) {
    var written: [Member] = []
    written.reserveCapacity(members.count)
    for (key, value) in members { value?.write(to: &written, as: key) }
    self = .object(written)
  }
}
