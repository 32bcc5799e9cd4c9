/// The fact that a project has pinned an element: the record `use/1`.
public struct ProjectUse: Hashable, RecordContent, Sendable {
  public var project: ULID
  /// The folder of the project at that time.
  public var path: String
  public var element: ULID
  public var revision: Digest
  public var at: Instant
  var rest: [JSONValue.Member] = []

  public init(project: ULID, path: String, element: ULID, revision: Digest, at: Instant) {
    self.project = project
    self.path = path
    self.element = element
    self.revision = revision
    self.at = at
  }

  package static let objectName = "use"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    try fields.schema("use/1")
    project = try fields.required("project", \.project)
    path = try fields.value("path", \.path, default: "")
    element = try fields.required("element", \.element)
    revision = try fields.required("revision", \.revision)
    at = try fields.required("at", \.at)
    rest = fields.rest(\.rest)
  }
}
