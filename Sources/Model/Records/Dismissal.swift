/// A finding that the user doesn't want to see again: the record `dismissal/1`.
public struct Dismissal: Hashable, Sendable {
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
}

extension Dismissal {
  /// Reads a record of the kind `dismissal/1`.
  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "dismissal")
    _ = try reader.text("castbook")
    blob = try reader.digest("blob")
    rule = try reader.text("rule")
    reason = try reader.text(orEmpty: "reason")
    at = try reader.instant("at")
    rest = reader.rest
  }

  /// The record as JSON, without empty values.
  var json: JSONValue {
    let known: JSONValue = [
      "castbook": "dismissal/1", "blob": .digest(blob), "rule": .string(rule),
      "reason": .text(reason), "at": .instant(at),
    ]
    return known.adding(rest)
  }
}
