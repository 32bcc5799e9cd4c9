/// The statement that an element was erased, completely or up to a revision: the record
/// `erasure/1`.
public struct Erasure: Hashable, RecordContent, Sendable {
  public var element: ULID
  /// The first revision that remains; `nil` when none does.
  public var before: Digest?
  /// Whether clips that came back from exports of the element are erased as well.
  public var takes: Bool
  public var reason: String
  public var at: Instant
  var rest: [JSONValue.Member] = []

  public init(
    element: ULID, before: Digest? = nil, takes: Bool = false, reason: String, at: Instant
  ) {
    self.element = element
    self.before = before
    self.takes = takes
    self.reason = reason
    self.at = at
  }

  package static let objectName = "erasure"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    try fields.schema("erasure/1")
    element = try fields.required("element", \.element)
    before = try fields.optional("before", \.before)
    takes = try fields.value("takes", \.takes, default: false)
    reason = try fields.value("reason", \.reason, default: "")
    at = try fields.required("at", \.at)
    rest = fields.rest(\.rest)
  }
}
