/// One file of an element, in a role. Its index in the element's list is its priority.
public struct Reference: Hashable, Sendable {
  /// The SHA-256 of the file's bytes.
  public var blob: Digest
  /// What the file shows of the element.
  public var role: Role
  /// The name under which the file was added.
  public var file: String
  public var note: String
  /// The members of a newer version, kept so that the record can be written back unchanged.
  var rest: [JSONValue.Member] = []

  public init(blob: Digest, role: Role, file: String, note: String = "") {
    self.blob = blob
    self.role = role
    self.file = file
    self.note = note
  }

  /// Reads one object of the list `references` in a record.
  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "reference")
    blob = try reader.digest("blob")
    role = try reader.choice("role")
    file = try reader.text(orEmpty: "file")
    note = try reader.text(orEmpty: "note")
    rest = reader.rest
  }

  /// The object as a record contains it, without empty values.
  var json: JSONValue {
    let known: JSONValue = [
      "blob": .digest(blob), "role": .string(role.rawValue), "file": .text(file),
      "note": .text(note),
    ]
    return known.adding(rest)
  }
}
