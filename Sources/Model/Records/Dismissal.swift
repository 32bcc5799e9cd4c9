/// A finding that the user doesn't want to see again: the record `dismissal/1`.
public struct Dismissal: Hashable, RecordContent, Sendable {
  /// The file that the finding is about.
  public var blob: Digest
  /// The id of the dismissed rule.
  public var rule: String
  public var reason: String
  public var at: Instant
  var rest: [JSONValue.Member] = []

  public init(blob: Digest, rule: String, reason: String, at: Instant) {
    self.blob = blob
    self.rule = rule
    self.reason = reason
    self.at = at
  }

  package static let objectName = "dismissal"
  package var blobs: [Digest] { [blob] }

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    try fields.schema("dismissal/1")
    blob = try fields.required("blob", \.blob)
    rule = try fields.required("rule", \.rule)
    reason = try fields.value("reason", \.reason, default: "")
    at = try fields.required("at", \.at)
    rest = fields.rest(\.rest)
  }
}
