/// The fact that a project has pinned an element: the record `use/1`.
public struct ProjectUse: Hashable, Sendable {
  public var project: ULID
  /// The folder of the project at that time.
  public var path: String
  public var element: ULID
  /// The revision that was pinned.
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
}

extension ProjectUse {
  /// Reads a record of the kind `use/1`.
  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "use")
    _ = try reader.text("castbook")
    project = try reader.ulid("project")
    path = try reader.text(orEmpty: "path")
    element = try reader.ulid("element")
    revision = try reader.digest("revision")
    at = try reader.instant("at")
    rest = reader.rest
  }

  /// The record as JSON, without empty values.
  var json: JSONValue {
    let known: JSONValue = [
      "castbook": "use/1", "project": .ulid(project), "path": .text(path),
      "element": .ulid(element), "revision": .digest(revision), "at": .instant(at),
    ]
    return known.adding(rest)
  }
}
