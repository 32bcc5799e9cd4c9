/// A shot file that belongs to no project, as the library keeps it: the record `draft/1`.
public struct Draft: Hashable, RecordContent, Sendable {
  /// The identity of the draft, which stays when it is renamed.
  public var draft: ULID
  /// The record that this one replaces; `nil` for the first. A draft that was changed on two
  /// machines has two latest records, until one replaces the other.
  public var parent: Digest?
  /// The name of the file; empty if it was erased.
  public var name: String
  /// The text of the shot file; empty if it was erased.
  public var text: String
  /// Whether the draft was removed.
  public var isRemoved: Bool
  /// Who changed it, in their own words; empty if unknown.
  public var by = ""
  public var at: Instant
  var rest: [JSONValue.Member] = []

  /// The rule for a name.
  package static let nameRule = TextRule.line(200)
  /// The maximum number of bytes in a text, which is that of a shot file.
  public static let byteLimit = 256 << 10

  public init(
    _ draft: ULID, after parent: Digest? = nil, name: String, text: String,
    isRemoved: Bool = false, at: Instant
  ) {
    self.draft = draft
    self.parent = parent
    self.name = name
    self.text = text
    self.isRemoved = isRemoved
    self.at = at
  }

  package static let objectName = "draft"
  package var blobs: [Digest] { [] }

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    try fields.schema("draft/1")
    draft = try fields.required("draft", \.draft)
    parent = try fields.optional("parent", \.parent)
    name = try fields.value("name", \.name, default: "")
    text = try fields.value("text", \.text, default: "")
    isRemoved = try fields.value("removed", \.isRemoved, default: false)
    by = try fields.value("by", \.by, default: "")
    at = try fields.required("at", \.at)
    rest = fields.rest(\.rest)
  }
}
