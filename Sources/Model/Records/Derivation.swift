/// The fact that one file was made from another: the record `derivation/1`.
public struct Derivation: Hashable, RecordContent, Sendable {
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

  package static let objectName = "derivation"
  package var blobs: [Digest] { [blob, from] }

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    try fields.schema("derivation/1")
    blob = try fields.required("blob", \.blob)
    from = try fields.required("from", \.from)
    steps = try fields.required("steps", \.steps)
    tool = try fields.required("tool", \.tool)
    span = try fields.optional("span", \.span)
    at = try fields.required("at", \.at)
    rest = fields.rest(\.rest)
  }
}

extension Derivation.Span: StoredObject {
  package static let objectName = "span"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    startMilliseconds = try fields.required("startMilliseconds", \.startMilliseconds)
    endMilliseconds = try fields.required("endMilliseconds", \.endMilliseconds)
    try fields.require(
      0 <= startMilliseconds && startMilliseconds <= endMilliseconds, "it ends before it starts")
    rest = fields.rest(\.rest)
  }
}
