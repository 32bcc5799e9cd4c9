/// A value that is stored in a field of an object, or in a list.
package protocol StoredValue {
  /// The end of the message about a field with another value.
  static var expectation: String { get }
  /// The end of the message about a field with anything else than a list of such values.
  static var listExpectation: String { get }

  /// Reads a value; `nil` when it is of another kind.
  ///
  /// - Throws: `RecordError` for a problem inside an object.
  init?(stored: JSONValue) throws(RecordError)

  /// Reads an element of a list; `nil` when it is of another kind.
  static func element(_ stored: JSONValue) throws(RecordError) -> Self?

  /// The value as it is written.
  var stored: JSONValue { get }
}

extension StoredValue {
  package static var listExpectation: String { "is not a list" }

  package static func element(_ stored: JSONValue) throws(RecordError) -> Self? {
    try Self(stored: stored)
  }
}

extension StoredValue where Self: JSONConvertible {
  package var stored: JSONValue { json }
}

extension StoredValue where Self: RawRepresentable, RawValue == String {
  package static var expectation: String { "is not one of the allowed words" }

  package init?(stored: JSONValue) {
    guard let word = stored.string else { return nil }
    self.init(rawValue: word)
  }
}

extension JSONValue: StoredValue {
  package static var expectation: String { "is not a value" }
  package init?(stored: JSONValue) { self = stored }
}

extension String: StoredValue {
  package static var expectation: String { "is not a text" }
  package static var listExpectation: String { "is not a list of texts" }

  package init?(stored: JSONValue) {
    guard let text = stored.string else { return nil }
    self = text
  }
}

extension Bool: StoredValue {
  package static var expectation: String { "is neither true nor false" }

  package init?(stored: JSONValue) {
    guard let truth = stored.boolean else { return nil }
    self = truth
  }
}

extension Int: StoredValue {
  package static var expectation: String { "is not a whole number" }

  package init?(stored: JSONValue) {
    guard let number = stored.integer else { return nil }
    self = number
  }
}

extension Double: StoredValue {
  package static var expectation: String { "is not a number" }

  package init?(stored: JSONValue) {
    switch stored {
    case .integer(let number): self.init(number)
    case .number(let text): self.init(text)
    default: return nil
    }
  }
}

extension Digest: StoredValue {
  package static var expectation: String { "is not a SHA-256" }
  package static var listExpectation: String { "is not a list of SHA-256" }

  package init?(stored: JSONValue) { self.init(lowercase: stored.string ?? "") }
}

extension ULID: StoredValue {
  package static var expectation: String { "is not a ULID" }

  package init?(stored: JSONValue) { self.init(canonical: stored.string ?? "") }
}

extension Instant: StoredValue {
  package static var expectation: String { "is not a time" }

  package init?(stored: JSONValue) { self.init(stored.string ?? "") }
}

extension Day: StoredValue {
  package static var expectation: String { "is not a day" }

  package init?(stored: JSONValue) { self.init(stored.string ?? "") }
}

extension Array: StoredValue where Element: StoredValue {
  package static var expectation: String { Element.listExpectation }

  package init?(stored: JSONValue) throws(RecordError) {
    guard let values = stored.array else { return nil }
    self.init()
    reserveCapacity(values.count)
    for value in values {
      guard let element = try Element.element(value) else { return nil }
      append(element)
    }
  }

  package var stored: JSONValue { .array(map(\.stored)) }
}

/// Bytes that are stored as hexadecimal digits.
package struct HexBytes: StoredValue, Hashable {
  package let bytes: [UInt8]
  package static var expectation: String { "is not a hexadecimal text" }

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package init?(stored: JSONValue) {
    guard let bytes = stored.string.flatMap(Hex.bytes(of:)) else { return nil }
    self.bytes = bytes
  }

  package var stored: JSONValue { .string(Hex.text(of: bytes)) }
}

extension Digest {
  /// Reads 64 hexadecimal digits in lower case only: a name in a record is always written in the
  /// same way.
  init?(lowercase text: String) {
    guard !text.utf8.contains(where: { (0x41...0x46).contains($0) }) else { return nil }
    self.init(hex: text)
  }
}

extension ULID {
  /// Reads an identity in upper case only, as records write it.
  init?(canonical text: String) {
    guard !text.utf8.contains(where: { $0 >= 0x61 }) else { return nil }
    self.init(text)
  }
}
