internal import Castbook
internal import Files

/// The requests about the shot files of a project.
enum ProjectShotRoutes {
  static func list(_ context: RequestContext) throws -> JSONValue {
    let project = try project(context)
    context.gallery.watchedProjects.add(project)
    return try shots(of: project, context)
  }

  private static func shots(of project: Project, _ context: RequestContext) throws -> JSONValue {
    BoardJSON.shots(
      try ProjectShots(of: project), spent: try context.library.spending(on: project.id))
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
    return try shots(of: project, form.context)
  }

  /// Limits what may be spent on the project.
  static func limit(_ form: Form) throws -> JSONValue {
    let project = try project(form.context)
    let limits = try form.fields.texts("limits").map { text in
      guard let limit = Cost(typedWithCurrency: text), text.contains(" ") else {
        throw Refusal.badRequest("\(sanitized(text)) is not an amount of money", fix: "5 USD")
      }
      return limit
    }
    try LimitProject(project, to: limits).run()
    return try shots(of: project, form.context)
  }

  /// Returns a small version of a picture in the project's folder.
  static func picture(_ wanted: FramePicture) async throws -> WebResponse {
    let headers = [
      ("Content-Type", "image/jpeg"), ("ETag", wanted.tag), ("Cache-Control", "private, no-cache"),
      WebResponse.sandboxPolicy,
    ]
    if wanted.known == wanted.tag {
      return WebResponse(status: 304, body: .bytes([]), headers: headers)
    }
    guard let bytes = await wanted.gallery.previews.preview(of: wanted.path, .small) else {
      throw Refusal.notFound
    }
    return WebResponse(body: .bytes(bytes), headers: headers)
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

  fileprivate static func project(_ context: RequestContext) throws -> Project {
    try ProjectRoutes.pinned(ULID(requested: context.parameter), in: context.gallery)
  }
}

/// A request for a picture in a project's folder.
struct FramePicture: RouteInput {
  let context: RequestContext
  let path: FilePath
  /// The `ETag` of the picture, which changes with the file.
  let tag: String
  /// The tag of the version that the browser has.
  let known: String?

  init(context: RequestContext, request: Request) throws {
    self.context = context
    let project = try ProjectShotRoutes.project(context)
    guard let name = context.target["path"], let path = try? project.framePath(name),
      let status = FileSystem.status(path)
    else { throw Refusal.notFound }
    self.path = path
    tag = "\"\(status.identity.inode)-\(status.byteCount)-\(status.modified)\""
    known = request.ifNoneMatch
  }
}
