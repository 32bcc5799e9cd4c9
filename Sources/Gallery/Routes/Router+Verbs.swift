internal import Castbook
internal import Files

/// The verbs of an element that the page offers besides changing it: a contact sheet, the ids that
/// providers gave, packs for other libraries, erasing.
extension Router {
  /// Draws a contact sheet and keeps its pages for download.
  func sheet(_ reference: HandleReference, _ fields: WebObject) async throws -> JSONValue {
    var style = Score.SheetStyle()
    style.isLight = try fields.flag("light")
    style.best = try fields.number("best").map { min(max($0, 1), 20) }
    let files = FileList([.element(try library.files(of: reference))])
    let sheet = try await Score(in: library, targets: targets(fields.text("for")))
      .sheet(of: files, style)
    let handle = try library.find(reference).handle
    return [
      "castbook": "sheet-pages/1", "pictures": sheet.pictureCount,
      "pages": (0..<sheet.pageCount).map { page in
        let number = sheet.pageCount > 1 ? "-\(page + 1)" : ""
        return downloads.keep(
          .init(bytes: sheet.png(page), type: "image/png", name: "\(handle.name)\(number).png"))
      },
    ]
  }

  // MARK: Registrations

  /// Records the id that a provider gave the element.
  func register(_ reference: HandleReference, _ fields: WebObject) throws -> JSONValue {
    let draft = RegistrationDraft(
      .element(reference), at: try fields.required("target"),
      account: try fields.text("account") ?? RegistrationDraft.defaultAccount,
      kind: try fields.word("kind"), remoteId: try fields.required("id"),
      expires: try fields.day("expires"))
    let registered = try Register(
      [draft], in: options.catalogue, today: ProcessEnvironment.today
    ).run(in: library)
    return RegistrationJSON.registered(registered)
  }

  /// Withdraws the ids that a provider gave the element.
  func unregister(_ reference: HandleReference, _ fields: WebObject) throws -> JSONValue {
    let removed = try Unregister(
      .element(reference), at: fields.required("target"), account: fields.text("account"),
      kind: fields.word("kind"), in: options.catalogue, today: ProcessEnvironment.today
    ).run(in: library)
    return RegistrationJSON.list("unregister/2", removed)
  }

  // MARK: Erasing

  /// Returns what erasing an element would delete, and who else has it.
  func erasure(_ element: ULID, withTakes: Bool) throws -> JSONValue {
    CareJSON.erased(try erasurePlan(element, withTakes), isDry: true)
  }

  /// Erases an element for good.
  func erase(_ element: ULID, _ fields: WebObject) throws -> JSONValue {
    let plan = try erasurePlan(element, fields.flag("takes"))
    // The page asks the user to type the handle, which prevents accidental erasures.
    guard try fields.text("handle") == plan.handle.name else {
      throw Refusal.badRequest("the handle is not that of the element")
    }
    _ = try plan.run(in: library, reason: fields.required("reason"))
    overviews.removeAll()
    return CareJSON.erased(plan, isDry: false)
  }

  private func erasurePlan(_ element: ULID, _ withTakes: Bool) throws -> ElementErasurePlan {
    let handle = try library.find(library.reference(to: element)).handle
    var erasure = EraseElement(HandleReference(handle))
    erasure.withTakes = withTakes
    return try erasure.plan(in: library)
  }

  // MARK: Packs

  /// Packs elements for another library and keeps the pack for download.
  func pack(_ fields: WebObject) async throws -> WebResponse {
    let elements = try fields.texts("elements").map {
      HandleReference(try library.find(library.reference(to: identity($0))).handle)
    }
    guard !elements.isEmpty else { throw Refusal.badRequest("no elements to pack") }
    let path = drops.folder.path.appending("pack-\(AccessControl.secret()).zip".utf8)
    var pack = Pack(elements, to: path)
    pack.withRights = try fields.flag("rights")
    pack.withRegistrations = try fields.flag("registrations")
    let outcome = try await pack.run(in: library)
    let name = "\(elements.count == 1 ? elements[0].name : "cast").castbook.zip"
    let address = downloads.keep(file: path, type: "application/zip", name: name)
    return .json([
      "castbook": "packed/1", "pack": PackJSON.packed(outcome).replacing(["path": name]),
      "download": address,
    ])
  }

  /// Imports a dropped pack, or shows what that would do.
  func importPack(_ fields: WebObject) async throws -> WebResponse {
    let drop = try fields.required("drop")
    guard let path = drops.path(of: drop) else { throw Self.dropGone }
    let isRun = try fields.flag("run")
    if isRun, let obstacle { throw obstacle }
    var request = ImportPack(path)
    request.withRegistrations = try fields.flag("registrations")
    request.renames = try fields.byName("as").map { name, handle in
      ImportPack.Rename(
        from: name.isEmpty ? nil : name, to: try Handle(handle))
    }.sorted { ($0.from ?? "") < ($1.from ?? "") }
    let packed = request
    let outcome = try await byNames {
      isRun ? try await packed.run(in: library) : try await packed.preview(in: library)
    }
    if isRun {
      drops.remove(drop)
      overviews.removeAll()
      listeners.announceChange()
    }
    return .json(PackJSON.imported(outcome))
  }
}
