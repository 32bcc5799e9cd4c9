/// What an element is.
public enum ElementKind: String, CaseIterable, Sendable {
  case character, product, place, voice
}

/// Who or what a person in the pictures is: some providers refuse real faces.
public enum PersonKind: String, CaseIterable, Sendable {
  case real, generated, drawn, none
}

/// On what ground one may use an element, until when and for what.
public struct Rights: Hashable, Sendable {
  public var basis: Basis
  public var holder: String
  /// The last good day.
  public var expires: Day?
  /// The file that says so.
  public var document: Digest?
  public var allowed: [Purpose]
  var rest: [JSONValue.Member] = []

  public enum Basis: String, CaseIterable, Sendable {
    case own, licensed, consented, generated, unknown
  }

  public enum Purpose: String, CaseIterable, Sendable {
    case `internal`, editorial, commercial, advertising
  }

  public init(
    basis: Basis = .unknown, holder: String = "", expires: Day? = nil, document: Digest? = nil,
    allowed: [Purpose] = []
  ) {
    self.basis = basis
    self.holder = holder
    self.expires = expires
    self.document = document
    self.allowed = allowed
  }

  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "rights")
    basis = try reader.word("basis")
    holder = try reader.text(orEmpty: "holder")
    expires = try reader.day(ifAny: "expires")
    document = try reader.digest(ifAny: "document")
    var purposes: [Purpose] = []
    for word in try reader.texts("allowed") {
      guard let purpose = Purpose(rawValue: word) else {
        throw RecordError("rights: \"allowed\" contains the unknown word \"\(word)\"")
      }
      purposes.append(purpose)
    }
    allowed = purposes
    rest = reader.rest
  }

  var json: JSONValue {
    let known: JSONValue = [
      "basis": .string(basis.rawValue), "holder": .text(holder), "expires": .day(expires),
      "document": .digest(document), "allowed": .texts(allowed.map(\.rawValue)),
    ]
    return known.adding(rest)
  }
}

/// One file of an element in a role; its place in the list is its priority.
public struct Reference: Hashable, Sendable {
  public var blob: Digest
  public var role: Role
  /// The name that the file came under.
  public var file: String
  public var note: String
  var rest: [JSONValue.Member] = []

  public init(blob: Digest, role: Role, file: String, note: String = "") {
    self.blob = blob
    self.role = role
    self.file = file
    self.note = note
  }

  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "reference")
    blob = try reader.digest("blob")
    role = try reader.word("role")
    file = try reader.text(orEmpty: "file")
    note = try reader.text(orEmpty: "note")
    rest = reader.rest
  }

  var json: JSONValue {
    let known: JSONValue = [
      "blob": .digest(blob), "role": .string(role.rawValue), "file": .text(file),
      "note": .text(note),
    ]
    return known.adding(rest)
  }
}

extension Handle {
  /// Reads a handle as it is written: in lower case, without its at-sign.
  init?(canonical text: String) {
    guard let handle = try? Handle(text), handle.name == text else { return nil }
    self = handle
  }
}
