/// The statement that another record no longer holds: the record `withdrawal/1`.
public struct Withdrawal: Hashable, RecordContent, Sendable {
  public var record: Digest
  public var reason: String
  public var at: Instant
  var rest: [JSONValue.Member] = []

  public init(record: Digest, reason: String = "", at: Instant) {
    self.record = record
    self.reason = reason
    self.at = at
  }

  package static let objectName = "withdrawal"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    try fields.schema("withdrawal/1")
    record = try fields.required("record", \.record)
    reason = try fields.value("reason", \.reason, default: "")
    at = try fields.required("at", \.at)
    rest = fields.rest(\.rest)
  }
}
