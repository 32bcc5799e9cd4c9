/// The basis on which an element may be used, until when, and for what.
public struct Rights: Hashable, Sendable {
  /// Why the element may be used.
  public var basis: Basis
  /// Who owns the rights; empty when that isn't stated.
  public var holder: String
  /// The last day on which the element may be used; `nil` when the rights don't end.
  public var expires: Day?
  /// The file that documents the rights.
  public var document: Digest?
  /// The purposes that the element may be used for.
  public var allowed: [Purpose]
  /// The members of a newer version, kept so that the record can be written back unchanged.
  var rest: [JSONValue.Member] = []

  /// The ground on which an element may be used.
  public enum Basis: String, JSONConvertible, CaseIterable, Sendable {
    case own, licensed, consented, generated, unknown
  }

  /// A purpose that an element may be used for.
  public enum Purpose: String, JSONConvertible, CaseIterable, Sendable {
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

  /// Reads the object under `rights` in a record.
  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "rights")
    basis = try reader.choice("basis")
    holder = try reader.text(orEmpty: "holder")
    expires = try reader.day(ifPresent: "expires")
    document = try reader.digest(ifPresent: "document")
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

  /// The object as a record contains it, without empty values.
  var json: JSONValue {
    let known: JSONValue = [
      "basis": .string(basis.rawValue), "holder": .text(holder), "expires": .day(expires),
      "document": .digest(document), "allowed": .texts(allowed.map(\.rawValue)),
    ]
    return known.adding(rest)
  }
}
