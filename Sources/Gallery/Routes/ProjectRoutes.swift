internal import Castbook

/// A request that changes the pins of a project.
struct ProjectChange: RouteInput {
  let context: RequestContext
  let fields: WebObject
  let isPreview: Bool

  init(context: RequestContext, request: Request) throws {
    self.context = context
    fields = try request.object()
    isPreview = try fields.flag("dryRun")
  }

  /// Parses the elements. Throws if the request is for a preview, unless that is possible.
  fileprivate func elements(canPreview: Bool = false) throws -> [HandleReference] {
    let references = try fields.texts("elements").map {
      try HandleReference(withOptionalAtSign: $0)
    }
    guard !isPreview || canPreview else {
      throw Refusal.badRequest("dryRun is only for update")
    }
    return references
  }

  /// Finds the project whose ID is in the path.
  fileprivate func location() throws -> ProjectLocation {
    let project = try ProjectRoutes.pinned(ULID(requested: context.parameter), in: gallery)
    return try ProjectLocation(named: project.folder)
  }
}

/// The requests about projects that use the library, their pins and their exports.
enum ProjectRoutes {
  /// Returns the projects that the library has records of, and the one that the server was started
  /// in.
  static func list(_ context: RequestContext) throws -> JSONValue {
    ProjectJSON.projects(try listing(context.gallery).run(in: context.library))
  }

  static func details(_ context: RequestContext) throws -> JSONValue {
    let library = context.library
    let project = try known(ULID(requested: context.parameter), in: context.gallery)
    let elements = try (project.pins?.pins.map(\.pin.element) ?? project.recordedElements)
      .compactMap { try library.summary(of: $0) }
    return [
      "castbook": "project/1", "overview": ProjectJSON.known(project),
      "status": project.pins.map(ProjectJSON.status),
      "elements": try context.gallery.brief(elements),
      "ledger": try GalleryJSON.ledger(project.ledger, in: library),
    ]
  }

  // MARK: Pins

  static func use(_ change: ProjectChange) throws -> JSONValue {
    let elements = try change.elements()
    let use = Use(elements, at: try change.location())
    return ProjectJSON.outcome("use/2", try use.run(in: change.library))
  }

  static func unuse(_ change: ProjectChange) throws -> JSONValue {
    let elements = try change.elements()
    let unuse = Unuse(elements, at: try change.location())
    return ProjectJSON.outcome("unuse/2", try unuse.run(in: change.library))
  }

  static func update(_ change: ProjectChange) throws -> JSONValue {
    let elements = try change.elements(canPreview: true)
    let update = Update(elements, at: try change.location(), isPreview: change.isPreview)
    return ProjectJSON.outcome("update/2", try update.run(in: change.library))
  }

  /// Opens the project in a folder. With `create`, a folder that is none becomes one.
  static func open(_ change: ProjectChange) throws -> JSONValue {
    let location = try ProjectLocation(named: folder(change.fields.required("folder")))
    if !location.hasLock {
      guard try change.fields.flag("create") else {
        throw Refusal(
          status: 404, rule: "project.none", message: "this folder is no project yet",
          fix: "make it one, or choose another folder")
      }
      _ = try Use([], at: location).run(in: change.library)
    }
    let outcome = try FindProject(at: ProjectLocation(named: location.folder))
      .run(in: change.library)
    change.gallery.openedProjects.add(outcome.project.folder)
    return ProjectJSON.outcome("use/2", outcome)
  }

  // MARK: Exports

  /// Returns the exports of the whole library, or those that the query selects.
  static func exports(_ context: RequestContext) throws -> JSONValue {
    let (library, target) = (context.library, context.target)
    var query = LedgerQuery()
    query.element = try target["element"].map { try library.reference(to: ULID(requested: $0)) }
    query.target = target["for"].flatMap { $0.isEmpty ? nil : $0 }
    if let since = target["since"], !since.isEmpty {
      guard let day = Day(since) else { throw Refusal.badRequest("since is not a day") }
      query.since = day
    }
    return try GalleryJSON.ledger(query.run(in: library), in: library)
  }

  /// Returns what went into a bundle, and what came back.
  static func bundle(_ context: RequestContext) throws -> JSONValue {
    let bundle = try Digest(requested: context.parameter)
    return UsageJSON.usage(try WhereUsed(.bundle(bundle)).run(in: context.library))
  }

  // MARK: Projects

  private static func listing(_ gallery: OpenGallery) -> ListProjects {
    var list = ListProjects()
    // The pins may have changed since the server was started.
    let own = gallery.options.project.flatMap { try? ProjectLocation(named: $0.folder) }
    let projects =
      [own.flatMap { try? Project(at: $0) }].compactMap(\.self) + gallery.openedProjects.projects
    var seen: Set<ULID> = []
    list.including = projects.filter { seen.insert($0.id).inserted }
    return list
  }

  /// Returns what is known of a project.
  private static func known(_ id: ULID, in gallery: OpenGallery) throws -> KnownProject {
    guard let project = try listing(gallery).project(id, in: gallery.library) else {
      throw Refusal.notFound
    }
    return project
  }

  /// Reads a project again, by its ID. Throws `Refusal` if its pins can't be read.
  static func pinned(_ id: ULID, in gallery: OpenGallery) throws -> Project {
    let known = try known(id, in: gallery)
    guard let project = known.pins?.project else {
      throw Refusal(
        status: 409, rule: "project.none",
        message: known.unreadableReason ?? "the project is not here",
        fix: "name the folder where it is now")
    }
    return project
  }

  /// Parses the folder that a user typed: an absolute path, or one that starts with a tilde.
  private static func folder(_ text: String) throws -> FilePath {
    let home = ProcessEnvironment.environment("HOME").flatMap { FilePath(bytes: $0) }
    if text == "~" || text.hasPrefix("~/"), let home {
      guard let path = FilePath(text == "~" ? home.text : home.text + text.dropFirst(1)) else {
        throw Refusal.badRequest("this is not a path")
      }
      return path
    }
    guard text.hasPrefix("/"), let path = FilePath(text) else {
      throw Refusal.badRequest(
        "the folder is not an absolute path", fix: "start it with / or ~/")
    }
    return path
  }
}
