/// The basis on which an element may be used, until when, and for what.
public struct Rights: Hashable, Sendable {
  /// Why the element may be used.
  public var basis: Basis
  /// Who owns the rights; empty when that isn't stated.
  public var holder: String
  /// The last day on which the element may be used; `nil` when the rights don't end.
  public var expires: Day?
  public var document: Digest?
  /// The purposes that the element may be used for.
  public var allowed: [Purpose]
  /// The members of a newer version, kept so that the record can be written back unchanged.
  var rest: [JSONValue.Member] = []

  /// The ground on which an element may be used.
  public enum Basis: String, JSONConvertible, StoredValue, CaseIterable, Sendable {
    case own, licensed, consented, generated, unknown
  }

  /// A purpose that an element may be used for.
  public enum Purpose: String, JSONConvertible, CaseIterable, Sendable {
    case `internal`, editorial, commercial, advertising
    /// Training a model, which is never implied: other purposes use an element in one film, a model
    /// can show it in any.
    case training

    /// The purposes that a shot can have.
    public static let ofShots = allCases.filter { $0 != .training }
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
}

extension Rights: StoredObject {
  package static let objectName = "rights"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    basis = try fields.required("basis", \.basis)
    holder = try fields.value("holder", \.holder, default: "")
    expires = try fields.optional("expires", \.expires)
    document = try fields.optional("document", \.document)
    let words = try fields.value("allowed", { $0.allowed.map(\.rawValue) }, default: [])
    allowed = words.compactMap(Purpose.init)
    let unknown = words.first { Purpose(rawValue: $0) == nil } ?? ""
    try fields.require(
      allowed.count == words.count, "\"allowed\" contains the unknown word \"\(unknown)\"")
    rest = fields.rest(\.rest)
  }
}
