internal import Castbook

/// Projects that use the library, their pins, their exports, and the clips that came back.
extension Router {
  /// The projects that the library has records of, and the one that the server was started in.
  func projects() throws -> JSONValue {
    ProjectJSON.projects(try listProjects().run(in: library))
  }

  private func listProjects() throws -> ListProjects {
    var list = ListProjects()
    // The pins may have changed since the server was started.
    let own = options.project.flatMap { try? ProjectLocation(named: $0.folder) }
    list.including = [own.flatMap { try? Project(at: $0) }].compactMap(\.self)
    return list
  }

  /// Answers a request about one project.
  func project(_ parts: [String]) throws -> JSONValue {
    guard parts.count == 1 else { throw Refusal.notFound }
    let project = try known(identity(parts[0]))
    let elements = try (project.pins?.pins.map(\.pin.element) ?? project.recordedElements)
      .compactMap { try library.summary(of: $0) }
    return [
      "castbook": "project/1", "overview": ProjectJSON.known(project),
      "status": project.pins.map(ProjectJSON.status), "elements": try brief(elements),
      "ledger": try GalleryJSON.ledger(project.ledger, in: library),
    ]
  }

  /// Returns what is known of a project.
  private func known(_ id: ULID) throws -> KnownProject {
    guard let project = try listProjects().project(id, in: library) else { throw Refusal.notFound }
    return project
  }

  /// The exports of the whole library, or those that the query selects.
  func exports(_ target: WebTarget) throws -> JSONValue {
    var query = LedgerQuery()
    query.element = try target["element"].map { try library.reference(to: identity($0)) }
    query.target = target["for"].flatMap { $0.isEmpty ? nil : $0 }
    if let since = target["since"], !since.isEmpty {
      guard let day = Day(since) else { throw Refusal.badRequest("since is not a day") }
      query.since = day
    }
    return try GalleryJSON.ledger(query.run(in: library), in: library)
  }

  /// Returns what went into a bundle, and what came back.
  func bundle(_ parts: [String]) throws -> JSONValue {
    guard parts.count == 1 else { throw Refusal.notFound }
    return UsageJSON.usage(try WhereUsed(.bundle(digest(parts[0]))).run(in: library))
  }

  // MARK: Pins

  /// Changes a project's pins. The first part is its ID, unless the request names a folder.
  func changeProject(_ parts: [String], _ fields: WebObject) throws -> JSONValue {
    let isPreview = try fields.flag("dryRun")
    if !isPreview, let obstacle { throw obstacle }
    defer { if !isPreview { listeners.announceChange() } }
    let references = try fields.texts("elements").map {
      try HandleReference(withOptionalAtSign: $0)
    }
    guard !isPreview || parts.last == "update" else {
      throw Refusal.badRequest("dryRun is only for update")
    }
    guard parts.count == 2 else {
      guard parts == ["use"] || parts == ["find"] else { throw Refusal.notFound }
      let location = try ProjectLocation(named: Self.folder(fields.required("folder")))
      guard parts == ["use"] else {
        return ProjectJSON.outcome("use/2", try FindProject(at: location).run(in: library))
      }
      guard !references.isEmpty else { throw Refusal.badRequest("no elements to pin") }
      return ProjectJSON.outcome("use/2", try Use(references, at: location).run(in: library))
    }
    let location = try ProjectLocation(named: pinning(parts[0]).folder)
    switch parts[1] {
    case "use":
      return ProjectJSON.outcome("use/2", try Use(references, at: location).run(in: library))
    case "unuse":
      return ProjectJSON.outcome("unuse/2", try Unuse(references, at: location).run(in: library))
    case "update":
      let update = Update(references, at: location, isPreview: isPreview)
      return ProjectJSON.outcome("update/2", try update.run(in: library))
    default: throw Refusal.notFound
    }
  }

  /// Reads a project again, by its ID. Throws `Refusal` if its pins can't be read.
  func pinning(_ text: String) throws -> Project {
    let known = try known(identity(text))
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

  // MARK: Takes

  /// Records a dropped file as a result from a provider, rates a take again, or withdraws one.
  func take(_ parts: [String], _ fields: WebObject) async throws -> JSONValue {
    if let obstacle { throw obstacle }
    defer { listeners.announceChange() }
    let bundle = try digest(fields.required("bundle"))
    guard parts != ["withdraw"] else {
      let file = try digest(fields.required("sha256"))
      let removed = try WithdrawTake(file, of: bundle).run(in: library)
      return LedgerJSON.noted(removed, isNew: false)
    }
    guard let result: Take.Result = try fields.word("result") else {
      throw Refusal.badRequest("result is missing")
    }
    let cost = try fields.object("cost").map(Self.cost)
    if parts == ["rate"] {
      var rating = RateTake(try digest(fields.required("sha256")), of: bundle, result)
      rating.cost = cost
      rating.note = try fields.text("note")
      let (take, isNew) = try rating.run(in: library)
      return LedgerJSON.noted(take, isNew: isNew)
    }
    guard parts.isEmpty else { throw Refusal.notFound }
    let drop = try fields.required("drop")
    guard let path = drops.path(of: drop) else { throw Self.dropGone }
    var added = AddTake(path, of: bundle, result)
    added.seed = try fields.text("seed").flatMap { $0.isEmpty ? nil : $0 }
    added.cost = cost
    added.note = try fields.text("note") ?? ""
    let (take, isNew) = try await added.run(in: library)
    drops.remove(drop)
    return LedgerJSON.noted(take, isNew: isNew)
  }

  private static func cost(_ fields: WebObject) throws -> Cost {
    guard
      let cost = Cost(
        typed: try fields.required("amount"), currency: try fields.required("currency"))
    else { throw Refusal.badRequest("the cost is not an amount of money", fix: "0.84 USD") }
    return cost
  }
}
