/// A value that can be written as JSON.
///
/// An object is a literal of convertible values in the order of its keys. Members whose value is
/// `nil` are left out:
///
/// ```swift
/// extension Author: JSONConvertible {
///   var json: JSONValue { ["name": name, "books": books, "born": birthday] }
/// }
/// ```
public protocol JSONConvertible {
  /// The value as JSON.
  var json: JSONValue { get }

  /// Adds the value to an object. Most types add one member; a path that is not text adds two.
  func write(to members: inout [JSONValue.Member], as key: String)
}

extension JSONConvertible {
  public func write(to members: inout [JSONValue.Member], as key: String) {
    members.append(JSONValue.Member(key, json))
  }
}

extension JSONConvertible where Self: RawRepresentable, RawValue == String {
  public var json: JSONValue { .string(rawValue) }
}

extension JSONValue: JSONConvertible {
  public var json: JSONValue { self }
}

extension String: JSONConvertible {
  public var json: JSONValue { .string(self) }
}

extension Int: JSONConvertible {
  public var json: JSONValue { .integer(self) }
}

extension Double: JSONConvertible {
  /// The number rounded to four decimals and limited to ±10^12.
  public var json: JSONValue {
    let scaled = Int((Swift.min(1e12, Swift.max(-1e12, self)) * 10_000).rounded())
    if scaled.isMultiple(of: 10_000) { return .integer(scaled / 10_000) }
    let text = Decimal.text(scaled: abs(scaled), digits: 4)
    return .number(scaled < 0 ? "-\(text)" : text)
  }
}

extension Bool: JSONConvertible {
  public var json: JSONValue { .boolean(self) }
}

extension Array: JSONConvertible where Element: JSONConvertible {
  public var json: JSONValue { .array(map(\.json)) }
}

extension FilePath: JSONConvertible {
  /// The path as text, in which bytes that are not UTF-8 become U+FFFD.
  public var json: JSONValue { .string(text) }

  /// Adds the path as text. If it is not UTF-8, a second member, whose key ends in `_hex`, contains
  /// its bytes.
  public func write(to members: inout [JSONValue.Member], as key: String) {
    members.append(JSONValue.Member(key, text))
    if !isText { members.append(JSONValue.Member("\(key)_hex", Hex.text(of: bytes))) }
  }
}

extension Digest: JSONConvertible {
  public var json: JSONValue { .string(hex) }
}

extension ULID: JSONConvertible {
  public var json: JSONValue { .string(text) }
}

extension Handle: JSONConvertible {
  /// The name of the handle, without the at-sign.
  public var json: JSONValue { .string(name) }
}

extension Day: JSONConvertible {
  public var json: JSONValue { .string(description) }
}

extension Instant: JSONConvertible {
  public var json: JSONValue { .string(description) }
}

extension TimeSpan: JSONConvertible {
  /// The start and the end in seconds: `[1.5, 3]`.
  public var json: JSONValue { .array([.seconds(start), .seconds(end)]) }
}

extension PixelBox: JSONConvertible {
  /// The left edge, the top edge, the width and the height in pixels: `[120, 40, 512, 512]`.
  public var json: JSONValue { [x, y, width, height].json }
}
