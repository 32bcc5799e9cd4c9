/// The statement that another record no longer holds: the record `withdrawal/1`.
public struct Withdrawal: Hashable, Sendable {
  /// The digest of the withdrawn record.
  public var record: Digest
  public var reason: String
  public var at: Instant
  var rest: [JSONValue.Member] = []

  public init(record: Digest, reason: String = "", at: Instant) {
    self.record = record
    self.reason = reason
    self.at = at
  }
}

extension Withdrawal {
  /// Reads a record of the kind `withdrawal/1`.
  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "withdrawal")
    _ = try reader.text("castbook")
    record = try reader.digest("record")
    reason = try reader.text(orEmpty: "reason")
    at = try reader.instant("at")
    rest = reader.rest
  }

  /// The record as JSON, without empty values.
  var json: JSONValue {
    let known: JSONValue = [
      "castbook": "withdrawal/1", "record": .digest(record), "reason": .text(reason),
      "at": .instant(at),
    ]
    return known.adding(rest)
  }
}
