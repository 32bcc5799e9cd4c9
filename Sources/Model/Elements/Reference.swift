/// One file of an element, in a role. Its index in the element's list is its priority.
public struct Reference: Hashable, Sendable {
  /// The SHA-256 of the file's bytes.
  public var blob: Digest
  /// What the file shows of the element.
  public var role: Role
  /// The name under which the file was added.
  public var file: String
  public var note: String
  /// The role derived from the order of the views on a sheet, which the user has not confirmed;
  /// `nil` if there is none. It has no bearing on another role that the user gave later.
  public var assumedRole: Role?
  /// The members of a newer version, kept so that the record can be written back unchanged.
  var rest: [JSONValue.Member] = []

  public init(blob: Digest, role: Role, file: String, note: String = "") {
    self.blob = blob
    self.role = role
    self.file = file
    self.note = note
  }

  /// Whether the role was derived from an order and not confirmed.
  public var isRoleAssumed: Bool { assumedRole == role && role != .unsorted }
}

extension Reference: StoredObject {
  package static let objectName = "reference"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    blob = try fields.required("blob", \.blob)
    role = try fields.required("role", \.role)
    file = try fields.value("file", \.file, default: "")
    note = try fields.value("note", \.note, default: "")
    assumedRole = fields.valid("assumedRole", \.assumedRole)
    rest = fields.rest(\.rest)
  }
}
