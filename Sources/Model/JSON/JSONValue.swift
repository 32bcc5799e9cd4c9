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
public enum JSONValue: Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, Sendable
{
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
  public var string: String? { if case .string(let text) = self { text } else { nil } }

  /// The value of a whole number; `nil` for any other value.
  public var integer: Int? { if case .integer(let number) = self { number } else { nil } }

  /// The value of `true` or `false`; `nil` for any other value.
  public var boolean: Bool? { if case .boolean(let truth) = self { truth } else { nil } }

  /// The values of an array; `nil` for any other value.
  public var array: [JSONValue]? { if case .array(let values) = self { values } else { nil } }

  /// The members of an object in their order; `nil` for any other value.
  public var members: [Member]? { if case .object(let members) = self { members } else { nil } }

  public init(stringLiteral text: String) { self = .string(text) }

  public init(integerLiteral number: Int) { self = .integer(number) }

  public init(booleanLiteral truth: Bool) { self = .boolean(truth) }

  public init(arrayLiteral values: JSONValue...) { self = .array(values) }

  /// Leaves out keys whose value is `nil`: in Castbook's JSON, absent is never written as null.
  public init(dictionaryLiteral members: (String, (any JSONConvertible)?)...) {
    var written: [Member] = []
    written.reserveCapacity(members.count)
    for (key, value) in members { value?.write(to: &written, as: key) }
    self = .object(written)
  }

  /// Returns the object with the members of another at its end; `nil` adds nothing.
  public func adding(_ more: JSONValue?) -> JSONValue {
    .object((members ?? []) + (more?.members ?? []))
  }

  /// Returns the object without the members that have one of the keys.
  public func removing(_ keys: String...) -> JSONValue {
    .object((members ?? []).filter { !keys.contains($0.key) })
  }

  /// Returns the object with the values that another has for some of its keys, in their places.
  public func replacing(_ values: JSONValue) -> JSONValue {
    .object((members ?? []).map { Member($0.key, values[$0.key] ?? $0.value) })
  }

  /// Returns the object with a value at a path of keys, and with the objects on the way there.
  package func placing(_ value: JSONValue, at path: ArraySlice<String>) -> JSONValue {
    guard let key = path.first else { return value }
    var members = members ?? []
    let index = members.firstIndex { $0.key == key }
    let inner = index.map { members[$0].value } ?? .object([])
    let member = Member(key, inner.placing(value, at: path.dropFirst()))
    if let index { members[index] = member } else { members.append(member) }
    return .object(members)
  }
}

extension JSONConvertible where Self == JSONValue {
  /// Returns the object itself, so a literal can be a member of another: `.object(["x": 1])`.
  @_disfavoredOverload public static func object(_ object: JSONValue) -> JSONValue { object }

  /// Returns an object whose keys are computed: `.object(ids.map { Member($0.text, 1) })`.
  @_disfavoredOverload public static func object(_ members: [JSONValue.Member]) -> JSONValue {
    JSONValue.object(members)
  }

  /// Returns an array of values of several kinds: `.array([1, "two"])`.
  @_disfavoredOverload public static func array(_ values: [JSONValue]) -> JSONValue {
    JSONValue.array(values)
  }

  /// Returns a duration in seconds, as exact as its milliseconds: `1.5`, `3`.
  package static func seconds(_ milliseconds: Int) -> JSONValue {
    milliseconds.isMultiple(of: 1000)
      ? .integer(milliseconds / 1000)
      : .number(Decimal.text(scaled: milliseconds, digits: 3))
  }
}

extension Sequence {
  /// Returns an object for each element: `"files": files.objects { ["path": $0.path] }`.
  package func objects(_ object: (Element) throws -> JSONValue) rethrows -> [JSONValue] {
    try map(object)
  }
}

extension Collection {
  /// The collection, or `nil` if it is empty: `"tags": tags.nonEmpty` leaves out an empty list.
  package var nonEmpty: Self? { isEmpty ? nil : self }
}

extension Bool {
  /// `true`, or `nil` if it is false: `"retired": isRetired.orNil` leaves out what isn't so.
  package var orNil: Bool? { self ? true : nil }
}

extension JSONValue {
  /// The canonical text that RFC 8785 gives the value, as UTF-8: keys in the order of their UTF-16
  /// units, no spaces, and only necessary escapes.
  ///
  /// `nil` for a value that a record can't contain: null, and numbers that are not whole or lie
  /// beyond ±2^53.
  public var canonicalBytes: [UInt8]? {
    var text: [UInt8] = []
    return Self.write(self, to: &text) ? text : nil
  }

  /// Appends a value's canonical text; `false` when the value has none.
  private static func write(_ value: JSONValue, to text: inout [UInt8]) -> Bool {
    switch value {
    case .null, .number: return false
    case .boolean(let truth): text.append(contentsOf: (truth ? "true" : "false").utf8)
    case .integer(let number):
      guard (-(1 << 53)...(1 << 53)).contains(number) else { return false }
      text.append(contentsOf: String(number).utf8)
    case .string(let string): quote(string, to: &text)
    case .array(let values):
      text.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        guard write(value, to: &text) else { return false }
      }
      text.append(UInt8(ascii: "]"))
    case .object(let members):
      text.append(UInt8(ascii: "{"))
      for (index, member) in members.sorted(by: keysAscend).enumerated() {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        quote(member.key, to: &text)
        text.append(UInt8(ascii: ":"))
        guard write(member.value, to: &text) else { return false }
      }
      text.append(UInt8(ascii: "}"))
    }
    return true
  }

  /// Whether a key comes before another by UTF-16 units, the order that RFC 8785 requires.
  private static func keysAscend(_ left: Member, _ right: Member) -> Bool {
    left.key.utf16.lexicographicallyPrecedes(right.key.utf16)
  }

  private static func quote(_ string: String, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
      case 0x08: text += Array("\\b".utf8)
      case 0x09: text += Array("\\t".utf8)
      case 0x0A: text += Array("\\n".utf8)
      case 0x0C: text += Array("\\f".utf8)
      case 0x0D: text += Array("\\r".utf8)
      case 0..<0x20: text += Array("\\u00".utf8) + Array(Hex.text(of: [byte]).utf8)
      default: text.append(byte)
      }
    }
    text.append(UInt8(ascii: "\""))
  }
}
