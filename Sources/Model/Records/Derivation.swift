/// The fact that one file was made from another: the record `derivation/1`.
public struct Derivation: Hashable, Sendable {
  /// The SHA-256 of the file that was made.
  public var blob: Digest
  /// The SHA-256 of the original.
  public var from: Digest
  /// The steps in order, in the notation of the tool.
  public var steps: [JSONValue]
  /// The program that did it, with its version.
  public var tool: String
  /// The part of the original that the file contains; `nil` when it contains all of it.
  public var span: Span?
  public var at: Instant
  var rest: [JSONValue.Member] = []

  /// A stretch of time within the original.
  public struct Span: Hashable, Sendable {
    public let startMilliseconds: Int
    public let endMilliseconds: Int
    var rest: [JSONValue.Member] = []

    /// Creates a span; `nil` when it starts before 0 or ends before it starts.
    public init?(startMilliseconds: Int, endMilliseconds: Int) {
      guard 0 <= startMilliseconds, startMilliseconds <= endMilliseconds else { return nil }
      self.startMilliseconds = startMilliseconds
      self.endMilliseconds = endMilliseconds
    }
  }

  public init(
    blob: Digest, from: Digest, steps: [JSONValue], tool: String, span: Span? = nil, at: Instant
  ) {
    self.blob = blob
    self.from = from
    self.steps = steps
    self.tool = tool
    self.span = span
    self.at = at
  }
}

extension Derivation {
  /// Reads a record of the kind `derivation/1`.
  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "derivation")
    _ = try reader.text("castbook")
    blob = try reader.digest("blob")
    from = try reader.digest("from")
    steps = try reader.values(required: "steps")
    tool = try reader.text("tool")
    let span = try reader.object(ifPresent: "span")
    self.span = if let span { try Span(span) } else { nil }
    at = try reader.instant("at")
    rest = reader.rest
  }

  /// The record as JSON, without empty values.
  var json: JSONValue {
    let known: JSONValue = [
      "castbook": "derivation/1", "blob": .digest(blob), "from": .digest(from),
      "steps": .array(steps), "tool": .string(tool), "span": span?.json, "at": .instant(at),
    ]
    return known.adding(rest)
  }
}

extension Derivation.Span {
  /// Reads a span, and refuses one that ends before it starts.
  fileprivate init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "span")
    let start = try reader.number("startMilliseconds")
    let end = try reader.number("endMilliseconds")
    guard let span = Self(startMilliseconds: start, endMilliseconds: end) else {
      throw RecordError("span: it ends before it starts")
    }
    self = span
    rest = reader.rest
  }

  fileprivate var json: JSONValue {
    let known: JSONValue = [
      "startMilliseconds": .integer(startMilliseconds),
      "endMilliseconds": .integer(endMilliseconds),
    ]
    return known.adding(rest)
  }
}
