/// A value that is stored as a JSON object. Its initializer is the table of its fields, for reading
/// as well as writing.
///
/// ```swift
/// extension Withdrawal: StoredObject {
///   package static let objectName = "withdrawal"
///
///   package init(_ fields: inout Fields<Self>) throws(RecordError) {
///     try fields.schema("withdrawal/1")
///     record = try fields.required("record", \.record)
///     reason = try fields.value("reason", \.reason, default: "")
///     rest = fields.rest(\.rest)
///   }
/// }
/// ```
package protocol StoredObject: StoredValue {
  /// The name of the object in messages about it.
  static var objectName: String { get }

  /// Creates the value from its fields, each with its key, its property and its bounds.
  ///
  /// A value is written by creating a copy of it from fields that return its own properties and
  /// note them down. Problems are reported through `Fields.require(_:_:)`, which accepts everything
  /// while a value is written.
  init(_ fields: inout Fields<Self>) throws(RecordError)
}

extension StoredObject {
  package static var objectName: String { "\(Self.self)" }
  package static var expectation: String { "is not an object" }

  /// Reads a value, which must be an object.
  ///
  /// - Throws: `RecordError` with the first problem.
  package init(_ json: JSONValue) throws(RecordError) {
    guard let members = json.members else {
      throw RecordError("\(Self.objectName): it is not an object")
    }
    var fields = Fields<Self>(reading: members)
    try self.init(&fields)
  }

  /// Reads a value; `nil` when a field is missing or invalid.
  package init?(json: JSONValue) { do { try self.init(json) } catch { return nil } }

  package init?(stored: JSONValue) throws(RecordError) {
    guard stored.members != nil else { return nil }
    try self.init(stored)
  }

  package static func element(_ stored: JSONValue) throws(RecordError) -> Self? { try Self(stored) }

  /// The value as an object, with its fields in the order of their table.
  package var stored: JSONValue {
    var fields = Fields(writing: self)
    // A table that refuses its own value must not lose a part of it unnoticed: null has no
    // canonical text, and no reader accepts it.
    do { _ = try Self(&fields) } catch { return .null }
    return .object(fields.members)
  }

  package var json: JSONValue { stored }
}
