/// Reads the members of one object in a record and remembers which were read. The others come from
/// a newer version and are kept unchanged.
package struct RecordReader {
  /// The name of the object in error messages.
  private let kind: String
  private let members: [JSONValue.Member]
  private var known: Set<String> = []

  /// Starts reading a value, which must be an object.
  package init(_ value: JSONValue, of kind: String) throws(RecordError) {
    guard let members = value.members else { throw RecordError("\(kind): it is not an object") }
    self.kind = kind
    self.members = members
  }

  /// The members that were not read, and those with an empty value, which is usually left out.
  package var rest: [JSONValue.Member] { members.filter { !known.contains($0.key) } }

  /// Returns the value under a key and marks the key as read.
  private mutating func value(_ key: String) -> JSONValue? {
    known.insert(key)
    return members.first { $0.key == key }?.value
  }

  /// Creates an error about the value under a key.
  private func wrong(_ key: String, _ what: String) -> RecordError {
    RecordError("\(kind): \"\(key)\" \(what)")
  }

  /// Returns what `read` makes of the value under a key; `nil` when the key is absent.
  ///
  /// - Throws: `RecordError` with the phrase `what` when `read` returns `nil`.
  private mutating func optional<Value>(
    _ key: String, _ what: String, _ read: (JSONValue) -> Value?
  ) throws(RecordError) -> Value? {
    guard let value = value(key) else { return nil }
    guard let read = read(value) else { throw wrong(key, what) }
    return read
  }

  /// Returns what `read` makes of the value under a key, which must be present.
  private mutating func required<Value>(
    _ key: String, _ what: String, _ read: (JSONValue) -> Value?
  ) throws(RecordError) -> Value {
    guard let value = try optional(key, what, read) else { throw wrong(key, "is missing") }
    return value
  }

  // MARK: Values of one kind each

  /// Returns a text that must be present; it may be empty.
  package mutating func text(_ key: String) throws(RecordError) -> String {
    try required(key, "is not a text", \.string)
  }

  /// Returns a text, which is empty when the key is absent.
  package mutating func text(orEmpty key: String) throws(RecordError) -> String {
    let text = try optional(key, "is not a text", \.string) ?? ""
    return keepEmpty(key, text.isEmpty, text)
  }

  /// Returns a text; `nil` when the key is absent.
  package mutating func text(ifPresent key: String) throws(RecordError) -> String? {
    let text = try optional(key, "is not a text", \.string)
    return keepEmpty(key, text?.isEmpty ?? true, text)
  }

  /// Returns a list of texts, which is empty when the key is absent.
  package mutating func texts(_ key: String) throws(RecordError) -> [String] {
    let texts =
      try optional(key, "is not a list of texts") { value in
        value.array.flatMap { all($0, \.string) }
      } ?? []
    return keepEmpty(key, texts.isEmpty, texts)
  }

  /// Leaves an empty value among the unread members. An empty value is normally not written; a
  /// record that contains one must keep it, and with it its name.
  private mutating func keepEmpty<Value>(_ key: String, _ isEmpty: Bool, _ value: Value) -> Value {
    if isEmpty { known.remove(key) }
    return value
  }

  /// Returns a whole number that must be present.
  package mutating func number(_ key: String) throws(RecordError) -> Int {
    try required(key, "is not a whole number", \.integer)
  }

  /// Returns a Boolean, which is `false` when the key is absent.
  package mutating func flag(_ key: String) throws(RecordError) -> Bool {
    let flag = try optional(key, "is neither true nor false", \.boolean) ?? false
    return keepEmpty(key, !flag, flag)
  }

  /// Returns a digest that must be present.
  package mutating func digest(_ key: String) throws(RecordError) -> Digest {
    try required(key, "is not a SHA-256") { $0.string.flatMap(Digest.init(lowercase:)) }
  }

  /// Returns a digest; `nil` when the key is absent.
  package mutating func digest(ifPresent key: String) throws(RecordError) -> Digest? {
    try optional(key, "is not a SHA-256") { $0.string.flatMap(Digest.init(lowercase:)) }
  }

  /// Returns a list of digests, which is empty when the key is absent.
  package mutating func digests(_ key: String) throws(RecordError) -> [Digest] {
    let digests =
      try optional(key, "is not a list of SHA-256") { value in
        value.array.flatMap { all($0) { $0.string.flatMap(Digest.init(lowercase:)) } }
      } ?? []
    return keepEmpty(key, digests.isEmpty, digests)
  }

  /// Returns an identity that must be present.
  package mutating func ulid(_ key: String) throws(RecordError) -> ULID {
    try required(key, "is not a ULID") { $0.string.flatMap(ULID.init(canonical:)) }
  }

  /// Returns an identity; `nil` when the key is absent.
  package mutating func ulid(ifPresent key: String) throws(RecordError) -> ULID? {
    try optional(key, "is not a ULID") { $0.string.flatMap(ULID.init(canonical:)) }
  }

  /// Returns a moment that must be present.
  package mutating func instant(_ key: String) throws(RecordError) -> Instant {
    try required(key, "is not a time") { $0.string.flatMap(Instant.init) }
  }

  /// Returns a moment; `nil` when the key is absent.
  package mutating func instant(ifPresent key: String) throws(RecordError) -> Instant? {
    try optional(key, "is not a time") { $0.string.flatMap(Instant.init) }
  }

  /// Returns a day; `nil` when the key is absent.
  package mutating func day(ifPresent key: String) throws(RecordError) -> Day? {
    try optional(key, "is not a day") { $0.string.flatMap(Day.init) }
  }

  /// Returns a value of an enumeration, by its raw value.
  package mutating func choice<Word: RawRepresentable<String>>(_ key: String) throws(RecordError)
    -> Word
  {
    try required(key, "is not one of the allowed words") {
      $0.string.flatMap(Word.init(rawValue:))
    }
  }

  package mutating func choice<Word: RawRepresentable<String>>(
    ifPresent key: String
  ) throws(RecordError) -> Word? {
    try optional(key, "is not one of the allowed words") {
      $0.string.flatMap(Word.init(rawValue:))
    }
  }

  /// Returns a list without reading its values.
  package mutating func values(required key: String) throws(RecordError) -> [JSONValue] {
    try required(key, "is not a list", \.array)
  }

  /// Returns a list without reading its values, which is empty when the key is absent.
  package mutating func values(_ key: String) throws(RecordError) -> [JSONValue] {
    let values = try optional(key, "is not a list", \.array) ?? []
    return keepEmpty(key, values.isEmpty, values)
  }

  /// Returns an object without reading its members.
  package mutating func object(_ key: String) throws(RecordError) -> JSONValue {
    try required(key, "is not an object") { $0.members == nil ? nil : $0 }
  }

  /// Returns an object without reading its members; `nil` when the key is absent.
  package mutating func object(ifPresent key: String) throws(RecordError) -> JSONValue? {
    try optional(key, "is not an object") { $0.members == nil ? nil : $0 }
  }
}

/// Reads every value; `nil` when one of them can't be read.
private func all<Value>(_ values: [JSONValue], _ read: (JSONValue) -> Value?) -> [Value]? {
  let found = values.compactMap(read)
  return found.count == values.count ? found : nil
}

/// The reason why a value is not a valid record.
public struct RecordError: Error, Hashable, Sendable {
  /// The problem as a phrase that names the object and the key.
  public let problem: String

  package init(_ problem: String) { self.problem = problem }
}

extension RecordError: CustomStringConvertible {
  public var description: String { problem }
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

/// Values for optional members of an object: an empty value gives `nil`, and its key is left out.
extension JSONValue {
  /// A text; `nil` for an empty one.
  package static func text(_ text: String?) -> JSONValue? {
    text.flatMap { $0.isEmpty ? nil : .string($0) }
  }

  /// The hexadecimal digits of a digest.
  package static func digest(_ digest: Digest?) -> JSONValue? { digest.map { .string($0.hex) } }
  static func ulid(_ identity: ULID?) -> JSONValue? { identity.map { .string($0.text) } }
  static func instant(_ instant: Instant?) -> JSONValue? {
    instant.map { .string($0.description) }
  }
  static func day(_ day: Day?) -> JSONValue? { day.map { .string($0.description) } }
  /// The Boolean `true`; `nil` for `false`.
  package static func flag(_ flag: Bool) -> JSONValue? { flag ? .boolean(true) : nil }
  /// An array; `nil` for an empty one.
  package static func list(_ values: [JSONValue]) -> JSONValue? {
    values.isEmpty ? nil : .array(values)
  }
  /// An array of texts; `nil` for an empty one.
  package static func texts(_ texts: [String]) -> JSONValue? { list(texts.map { .string($0) }) }

  /// Returns this object with further members, except those whose keys it has already.
  func adding(_ members: [Member]) -> JSONValue {
    guard let own = self.members else { return self }
    return .object(own + members.filter { member in !own.contains { $0.key == member.key } })
  }
}
