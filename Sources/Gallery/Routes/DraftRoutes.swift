internal import Castbook

/// The requests about shot files that belong to no project.
enum DraftRoutes {
  static func list(_ context: RequestContext) throws -> JSONValue {
    DraftJSON.list(try ListDrafts().run(in: context.library))
  }

  /// Writes a draft: a new one, or another text or name of one that the page knows.
  static func keep(_ form: Form) throws -> JSONValue {
    let fields = form.fields
    var keep = KeepDraft(name: try fields.required("name"), text: try fields.text("text") ?? "")
    keep.known = try fields.text("draft").map {
      (try ULID(requested: $0), try Digest(requested: fields.required("sha256")))
    }
    return DraftJSON.outcome(try keep.run(in: form.library))
  }

  static func remove(_ form: Form) throws -> JSONValue {
    let draft = try ULID(requested: form.fields.required("draft"))
    let record = try Digest(requested: form.fields.required("sha256"))
    return DraftJSON.outcome(try RemoveDraft(draft, record).run(in: form.library))
  }
}
