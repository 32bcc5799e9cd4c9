internal import Castbook
internal import Files

/// The requests that open a bundle on this machine or a dropped one, and send it.
enum BundleRoutes {
  /// Verifies a bundle, and returns `opened-bundle/1`: what it is, and what sending it would do and
  /// cost.
  ///
  /// The fields are `folder`, the path of a bundle's folder, or `drop`, a dropped zip; and `again`,
  /// whether it is sent even if it was rendered before.
  static func open(_ form: Form) async throws -> JSONValue {
    let (gallery, library) = (form.gallery, form.library)
    let (path, name) = try place(form)
    let catalogue = gallery.options.catalogue
    return try await gallery.drops.hidingFolder {
      var bundle = try FoundBundle(at: path, in: catalogue)
      try await bundle.check(
        with: library, account: RegistrationDraft.defaultAccount, today: library.today,
        decoder: library.decoder)
      let verification = BundleJSON.verification(of: bundle).replacing(["path": name])
      let answer: JSONValue = ["castbook": "opened-bundle/1", "bundle": verification]
      guard bundle.packElements == nil, bundle.integrity != .fail, gallery.obstacle == nil else {
        return answer
      }
      let folder = try gallery.sendWork.createFolder()
      var isKept = false
      defer { if !isKept { try? FileSystem.removeAll(folder) } }
      var send = Send(in: catalogue)
      send.isAgain = try form.fields.flag("again")
      send.folder = folder
      let plan = try await send.plan([path], in: library)
      isKept = true
      let planned = SendWork.PlannedBundle(send: send, path: path, folder: folder, plan: plan)
      return answer.adding([
        "plan": SendJSON.value(of: plan, nil), "key": gallery.sendWork.keep(.bundle(planned)),
      ])
    }
  }

  /// The path of the bundle that a request names, and the name by which the page knows it.
  private static func place(_ form: Form) throws -> (path: FilePath, name: JSONValue) {
    if let drop = try form.fields.text("drop") {
      let path = try form.gallery.drops.requiredPath(of: drop)
      return (path, .string(path.name.text))
    }
    let text = try form.fields.required("folder")
    guard text.hasPrefix("/"), let path = FilePath(text), let folder = FileSystem.resolved(path),
      FileSystem.status(folder)?.isFolder == true
    else { throw Refusal.badRequest("the folder does not exist") }
    guard FolderRoutes.hasManifest(folder) else {
      throw Refusal.badRequest("this folder is no bundle", fix: "choose one that has a bundle.json")
    }
    return (folder, .string(folder.text))
  }

  /// Sends an opened bundle, unless something has changed since the user saw the plan, and returns
  /// `sends/1`.
  static func send(_ form: Form) async throws -> JSONValue {
    let (sendWork, library) = (form.gallery.sendWork, form.library)
    guard case .bundle(let planned) = try sendWork.take(form.fields.required("plan")) else {
      throw Refusal.notFound
    }
    var isBegun = false
    defer { if !isBegun { try? FileSystem.removeAll(planned.folder) } }
    let sending = try await form.gallery.drops.hidingFolder {
      try await planned.send.plan([planned.path], in: library)
    }
    try SendRoutes.begin(sending, planned.plan.terms, planned.send, planned.folder, form.context)
    isBegun = true
    return try SendRoutes.list(form.context)
  }
}
