/// A remark on a take, or on a moment of it: the record `comment/1`.
public struct TakeComment: Hashable, RecordContent, Sendable {
  /// The SHA-256 of the `bundle.json` that the take was rendered from.
  public var export: Digest
  /// The file that came back; `nil` if it was erased.
  public var blob: Digest?
  /// The moment of the clip, from its start; `nil` for the take as a whole.
  public var milliseconds: Int?
  /// The remark; empty if it was erased.
  public var text: String
  /// Who wrote it, in their own words; empty if unknown.
  public var by = ""
  public var at: Instant
  var rest: [JSONValue.Member] = []

  /// The latest moment that a comment can be about: a day after the start.
  public static let moments = 0...86_400_000
  /// The rule for a remark: lines are allowed.
  package static let textRule = TextRule.text(2_000)

  public init(
    export: Digest, blob: Digest?, milliseconds: Int? = nil, text: String, at: Instant
  ) {
    self.export = export
    self.blob = blob
    self.milliseconds = milliseconds
    self.text = text
    self.at = at
  }

  package static let objectName = "comment"
  package var blobs: [Digest] { [blob].compactMap(\.self) }

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    try fields.schema("comment/1")
    export = try fields.required("export", \.export)
    blob = try fields.optional("blob", \.blob)
    milliseconds = try fields.optional("milliseconds", \.milliseconds, in: Self.moments)
    text = try fields.value("text", \.text, default: "")
    by = try fields.value("by", \.by, default: "")
    at = try fields.required("at", \.at)
    rest = fields.rest(\.rest)
  }
}
