/// The fields of one object, which the same statements read from JSON or write to it.
///
/// Each method returns the value of a field: the one that was read, or the object's own one, which
/// is then written. See `StoredObject`.
package struct Fields<Object> {
  /// The name of the object in messages.
  private let name: String
  /// The object that is written; `nil` while one is read.
  private let source: Object?
  /// All members of the object that is read, or those that were written so far.
  private(set) var members: [JSONValue.Member]
  /// Whether a field has read each member. The others come from a newer version.
  private var isRead: [Bool]

  // MARK: Fields

  /// Returns a field that must be present.
  package mutating func required<Value: StoredValue>(
    _ key: String, _ value: (Object) -> Value
  ) throws(RecordError) -> Value {
    if let source { return write(key, value(source)) }
    guard let value: Value = try read(key) else { throw wrong(key, "is missing") }
    return value
  }

  /// Returns an associated value of the case that an enumeration has, which must be present.
  ///
  /// ```swift
  /// .file(try fields.associated("name") { if case .file(let own) = $0 { own } else { nil } })
  /// ```
  package mutating func associated<Value: StoredValue>(
    _ key: String, _ value: (Object) -> Value?
  ) throws(RecordError) -> Value {
    if let own = source.flatMap(value) { return write(key, own) }
    guard let value: Value = try read(key) else { throw wrong(key, "is missing") }
    return value
  }

  /// Returns a field that may be absent.
  package mutating func optional<Value: StoredValue>(
    _ key: String, _ value: (Object) -> Value?
  ) throws(RecordError) -> Value? {
    if let source { return value(source).map { write(key, $0) } }
    return try read(key)
  }

  /// Returns a text that may be absent, and is never written when it is empty.
  package mutating func optional(
    _ key: String, _ text: (Object) -> String?
  ) throws(RecordError) -> String? {
    if let source {
      guard let text = text(source), !text.isEmpty else { return text(source) }
      return write(key, text)
    }
    let text: String? = try read(key)
    if text?.isEmpty == true { keep(key) }
    return text
  }

  /// Returns a field that is left out when it has its default value.
  package mutating func value<Value: StoredValue & Equatable>(
    _ key: String, _ value: (Object) -> Value, default defaultValue: Value
  ) throws(RecordError) -> Value {
    if let source {
      let value = value(source)
      return value == defaultValue ? value : write(key, value)
    }
    guard let value: Value = try read(key) else { return defaultValue }
    // A record that states a default value must keep it, and with it its digest.
    if value == defaultValue { keep(key) }
    return value
  }

  /// Returns a field that may be absent and is ignored when it is invalid.
  package mutating func valid<Value: StoredValue>(
    _ key: String, _ value: (Object) -> Value?, where isValid: (Value) -> Bool = { _ in true }
  ) -> Value? {
    if let source { return value(source).map { write(key, $0) } }
    let found: Value? = try? read(key)
    return found.flatMap { isValid($0) ? $0 : nil }
  }

  /// Returns a number that must be present and within bounds.
  package mutating func required<Number: StoredValue & Comparable>(
    _ key: String, _ value: (Object) -> Number, in bounds: ClosedRange<Number>
  ) throws(RecordError) -> Number {
    let number = try required(key, value)
    try require(bounds.contains(number), "\"\(key)\" is out of bounds")
    return number
  }

  /// Returns a number that may be absent, but must be within bounds otherwise.
  package mutating func optional<Number: StoredValue & Comparable>(
    _ key: String, _ value: (Object) -> Number?, in bounds: ClosedRange<Number>
  ) throws(RecordError) -> Number? {
    let number = try optional(key, value)
    try require(number.map(bounds.contains) ?? true, "\"\(key)\" is out of bounds")
    return number
  }

  /// Returns a handle that must be present in its canonical form.
  package mutating func handle(
    _ key: String, _ value: (Object) -> Handle
  ) throws(RecordError) -> Handle {
    let text = try required(key) { value($0).name }
    if let source { return value(source) }
    guard let handle = Handle(canonical: text) else {
      throw RecordError("\(name): \"\(text)\" is not a handle")
    }
    return handle
  }

  /// Returns a value whose fields are among those of this object.
  package mutating func inline<Value: StoredObject>(
    _ value: (Object) -> Value
  ) throws(RecordError) -> Value {
    try inner(source.map(value))
  }

  /// Returns a value whose fields are among those of this object; `nil` when none of these keys is
  /// present.
  package mutating func inline<Value: StoredObject>(
    ifAny keys: String..., value: (Object) -> Value?
  ) throws(RecordError) -> Value? {
    let own = source.flatMap(value)
    guard own != nil || source == nil && members.contains(where: { keys.contains($0.key) }) else {
      return nil
    }
    return try inner(own)
  }

  /// Notes down the name and version of the object's format, which must be this one.
  package mutating func schema(_ schema: String) throws(RecordError) {
    let found = try required("castbook") { _ in schema }
    guard found == schema else {
      throw RecordError("\"\(sanitized(found))\" is not supported; expected \"\(schema)\"")
    }
  }

  /// Returns the members that belong to no other field, which come from a newer version, and the
  /// default values that an object states. They are written back unchanged.
  package mutating func rest(_ rest: (Object) -> [JSONValue.Member]) -> [JSONValue.Member] {
    if let source {
      let rest = rest(source)
      members += rest.filter { member in !members.contains { $0.key == member.key } }
      return rest
    }
    guard isRead.contains(false) else { return [] }
    return zip(members, isRead).filter { !$1 }.map(\.0)
  }

  /// Refuses an object that is read unless a condition holds.
  package func require(
    _ condition: Bool, _ problem: @autoclosure () -> String
  ) throws(RecordError) {
    if source == nil, !condition { throw RecordError("\(name): \(problem())") }
  }

  // MARK: Parts

  /// Returns a value that is read from, or written to, the members of this object.
  private mutating func inner<Value: StoredObject>(_ own: Value?) throws(RecordError) -> Value {
    var inner = Fields<Value>(name: name, source: own, members: members, isRead: isRead)
    let value = try Value(&inner)
    (members, isRead) = (inner.members, inner.isRead)
    return value
  }

  /// Returns the value under a key and marks the member as read; `nil` when there is none.
  private mutating func read<Value: StoredValue>(_ key: String) throws(RecordError) -> Value? {
    guard let index = members.firstIndex(where: { $0.key == key }) else { return nil }
    guard let value = try Value(stored: members[index].value) else {
      throw wrong(key, Value.expectation)
    }
    isRead[index] = true
    return value
  }

  /// Returns a member to those that belong to no field.
  private mutating func keep(_ key: String) {
    if let index = members.firstIndex(where: { $0.key == key }) { isRead[index] = false }
  }

  private mutating func write<Value: StoredValue>(_ key: String, _ value: Value) -> Value {
    members.append(JSONValue.Member(key, value.stored))
    return value
  }

  /// Creates an error about the value under a key.
  private func wrong(_ key: String, _ problem: String) -> RecordError {
    RecordError("\(name): \"\(key)\" \(problem)")
  }
}

extension Fields where Object: StoredObject {
  /// The fields of an object that is read.
  init(reading members: [JSONValue.Member]) {
    self.init(
      name: Object.objectName, source: nil, members: members,
      isRead: Array(repeating: false, count: members.count))
  }

  /// The fields of an object that is written.
  init(writing object: Object) {
    self.init(name: Object.objectName, source: object, members: [], isRead: [])
  }
}
