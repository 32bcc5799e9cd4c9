internal import Castbook
internal import Files

/// The requests about the shot files of a project.
enum ProjectShotRoutes {
  static func list(_ context: RequestContext) throws -> JSONValue {
    BoardJSON.shots(try ProjectShots(of: project(context)))
  }

  /// Writes a shot file, unless it has changed since the page read it.
  static func save(_ form: Form) throws -> JSONValue {
    let fields = form.fields
    var save = SaveShot(
      try fields.required("path"), try fields.text("text") ?? "", in: try project(form.context))
    save.known = try fields.text("sha256").map { try Digest(requested: $0) }
    return BoardJSON.outcome(try save.run())
  }

  static func rename(_ form: Form) throws -> JSONValue {
    let (path, name) = (try form.fields.required("path"), try form.fields.required("to"))
    return BoardJSON.outcome(
      try RenameShot(path, to: name, in: project(form.context)).run())
  }

  /// Takes a shot file out of the project; its text becomes a draft.
  static func moveToDrafts(_ form: Form) throws -> JSONValue {
    let known = try Digest(requested: form.fields.required("sha256"))
    let move = MoveShotToDrafts(
      try form.fields.required("path"), known, in: try project(form.context))
    let (outcome, draft) = try move.run(in: form.library)
    return BoardJSON.outcome(outcome, draft: draft)
  }

  static func order(_ form: Form) throws -> JSONValue {
    let project = try project(form.context)
    try OrderShots(try form.fields.texts("paths"), in: project).run()
    return BoardJSON.shots(try ProjectShots(of: project))
  }

  /// Keeps a dropped picture in the project's folder of frames, and returns its path.
  static func addFrame(_ form: Form) throws -> JSONValue {
    let drop = try form.fields.required("drop")
    let file = try form.gallery.drops.requiredPath(of: drop)
    let frame = AddFrame(file, in: try project(form.context))
    let path = try frame.run()
    form.gallery.drops.remove(drop)
    return ["castbook": "project-frame/1", "path": path]
  }

  private static func project(_ context: RequestContext) throws -> Project {
    try ProjectRoutes.pinned(ULID(requested: context.parameter), in: context.gallery)
  }
}
