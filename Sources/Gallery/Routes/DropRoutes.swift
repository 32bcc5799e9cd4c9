internal import Castbook
internal import Files

/// The requests about dropped files.
enum DropRoutes {
  /// Checks a file that just arrived and returns the findings, before the user decides to
  /// keep it.
  ///
  /// The file is deleted when the check fails.
  static func receive(_ whole: WholeRequest) async throws -> JSONValue {
    let drops = whole.gallery.drops
    guard let incoming = whole.request.incoming else { throw Refusal.notFound }
    drops.finish(incoming)
    do {
      return try await evaluate(
        incoming.drop, at: incoming.file.path, as: incoming.kind, in: whole.gallery)
    } catch {
      drops.remove(incoming.drop)
      throw error
    }
  }

  /// Checks a dropped file again, as another kind.
  static func check(_ context: RequestContext) async throws -> JSONValue {
    let drop = context.parameter
    guard let path = context.gallery.drops.path(of: drop) else { throw Refusal.notFound }
    return try await evaluate(
      drop, at: path, as: Drops.kind(context.target), in: context.gallery)
  }

  private static func evaluate(
    _ drop: String, at path: FilePath, as kind: ElementKind, in gallery: OpenGallery
  ) async throws -> JSONValue {
    let tried = try await Evaluate(path, as: kind, for: gallery.targets()).run(in: gallery.library)
    return GalleryJSON.candidate(tried, as: drop, name: path.name.text)
  }

  static func preview(_ context: RequestContext) async throws -> WebResponse {
    let gallery = context.gallery
    guard let path = gallery.drops.path(of: context.parameter),
      let side = context.target["side"].flatMap(Int.init).flatMap(Previews.Side.init),
      let bytes = await gallery.previews.preview(of: path, side)
    else { throw Refusal.notFound }
    return WebResponse(
      body: .bytes(bytes),
      headers: [("Content-Type", "image/jpeg"), WebResponse.noStore, WebResponse.sandboxPolicy])
  }

  /// Deletes a dropped file that the user does not want.
  static func discard(_ context: RequestContext) -> JSONValue {
    context.gallery.drops.remove(context.parameter)
    return ["castbook": "discarded/1", "drop": context.parameter]
  }

  /// Adds dropped files to an existing element or to a new one, and deletes the copies in
  /// the temporary folder.
  static func keep(_ form: Form) async throws -> JSONValue {
    let drops = form.gallery.drops
    var names: [String] = []
    let files = try form.fields.objects("files").map { file -> ElementDraft.File in
      let drop = try file.required("drop")
      let path = try drops.requiredPath(of: drop)
      names.append(drop)
      var kept = ElementDraft.File(
        path, role: try file.text("role").map(WebObject.role),
        note: try file.text("note") ?? "")
      kept.isRoleAssumed = try file.flag("roleAssumed")
      kept.origin = drops.origin(of: drop)
      return kept
    }
    let draft = try draft(form, files)
    let outcome = try await drops.hidingFolder { try await Add([draft]).run(in: form.library) }
    for name in names { drops.remove(name) }
    return ElementJSON.added(outcome)
  }

  /// Replaces a file of an element with a dropped file.
  static func replace(_ form: Form) async throws -> JSONValue {
    try await edit(form) { path in
      guard let number = try form.fields.number("number") else {
        throw Refusal.badRequest("number is missing")
      }
      var changes = ElementEdit()
      changes.replacements[number] = path
      return changes
    }
  }

  /// Stores a dropped file as the document that proves an element's rights.
  static func document(_ form: Form) async throws -> JSONValue {
    try await edit(form) { path in
      var changes = ElementEdit()
      changes.rights.document = path
      return changes
    }
  }

  /// Changes an element with a dropped file, and deletes the copy in the temporary folder.
  private static func edit(
    _ form: Form, _ changes: (FilePath) throws -> ElementEdit
  ) async throws -> JSONValue {
    let (fields, library, drops) = (form.fields, form.library, form.gallery.drops)
    let drop = try fields.required("drop")
    let path = try drops.requiredPath(of: drop)
    let reference = try library.reference(to: ULID(requested: fields.required("element")))
    var edit = Edit(
      reference, try changes(path), ifParent: try Digest(requested: fields.required("parent")))
    edit.mergesLaterChanges = true
    let change = edit
    let outcome = try await drops.hidingFolder { try await change.run(in: library) }
    drops.remove(drop)
    return ElementJSON.edited(outcome)
  }

  /// Creates the draft for a new element, or for an existing one. Files are added on top of changes
  /// since the page loaded the element, unless it was removed.
  private static func draft(
    _ form: Form, _ files: [ElementDraft.File]
  ) throws -> ElementDraft {
    let (fields, library) = (form.fields, form.library)
    if let text = try fields.text("element") {
      let found = try library.find(library.reference(to: ULID(requested: text)))
      if let parent = try fields.text("parent").map({ try Digest(requested: $0) }),
        found.revision.revision.retired, !found.latest.contains(where: { $0.revision == parent })
      {
        throw ElementLibraryError.conflict(found.handle, latest: found.revision.digest)
      }
      return ElementDraft(found.revision.revision.kind, found.handle, files: files)
    }
    guard let kind: ElementKind = try fields.word("kind") else {
      throw Refusal.badRequest("kind is missing")
    }
    let handle = try Handle(fields.required("handle"))
    // A request for a new element must not add to an existing one.
    if (try? library.find("\(handle)")) != nil {
      throw Refusal(
        status: 409, rule: "element.name-taken", message: "\(handle) already exists",
        fix: "choose another handle, or add the files to \(handle)")
    }
    var draft = ElementDraft(kind, handle, files: files)
    draft.mayBeEmpty = files.isEmpty
    draft.texts.name = try fields.text("name")
    draft.texts.description = try fields.text("description")
    draft.texts.tags = try fields.texts("tag")
    draft.texts.person = try fields.word("person")
    return draft
  }
}
