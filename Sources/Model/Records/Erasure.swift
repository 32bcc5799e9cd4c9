/// The statement that an element was erased, completely or up to a revision: the record
/// `erasure/1`.
public struct Erasure: Hashable, Sendable {
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
}

extension Erasure {
  /// Reads a record of the kind `erasure/1`.
  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "erasure")
    _ = try reader.text("castbook")
    element = try reader.ulid("element")
    before = try reader.digest(ifPresent: "before")
    takes = try reader.flag("takes")
    reason = try reader.text(orEmpty: "reason")
    at = try reader.instant("at")
    rest = reader.rest
  }

  /// The record as JSON, without empty values.
  var json: JSONValue {
    let known: JSONValue = [
      "castbook": "erasure/1", "element": .ulid(element), "before": .digest(before),
      "takes": .flag(takes), "reason": .text(reason), "at": .instant(at),
    ]
    return known.adding(rest)
  }
}
