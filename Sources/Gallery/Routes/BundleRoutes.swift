internal import Castbook
internal import Files

/// The requests that open a bundle on this machine or a dropped one, and send it.
enum BundleRoutes {
  /// Verifies a bundle, and returns `opened-bundle/1`: what it is, and what sending it would do and
  /// cost.
  ///
  /// The fields are `folder`, the path of a bundle's folder, or `drop`, a dropped zip; `account`,
  /// and `again`, whether it is sent even if it was rendered before.
  static func open(_ form: Form) async throws -> JSONValue {
    let (gallery, library) = (form.gallery, form.library)
    let (path, name) = try place(form)
    let drop = try form.fields.text("drop")
    let catalogue = gallery.options.catalogue
    var options = Send(in: catalogue)
    options.account = try form.fields.account() ?? options.account
    options.isAgain = try form.fields.flag("again")
    options.project = gallery.options.project
    let chosen = options
    return try await gallery.drops.hidingFolder {
      var send = chosen
      let bundle = try await send.verifiedBundle(at: path, with: library)
      let verification = BundleJSON.verification(of: bundle).replacing(["path": name])
      let answer: JSONValue = ["castbook": "opened-bundle/1", "bundle": verification]
      guard bundle.packElements == nil, bundle.integrity != .fail, gallery.obstacle == nil else {
        return answer
      }
      let folder = try gallery.sendWork.createFolder()
      var isKept = false
      defer { if !isKept { try? FileSystem.removeAll(folder) } }
      send.folder = folder
      let plan = try await send.plan(bundle, in: library)
      let planned = SendWork.PlannedBundle(
        send: send, path: path, drop: drop, folder: folder, plan: plan,
        fingerprint: try plan.fingerprint(in: library))
      isKept = true
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
    let folder = try FolderRoutes.chosen(in: form.fields)
    guard BundlePaths.isBundle(folder) else {
      throw Refusal.badRequest(
        "this folder is not a bundle", fix: "choose one that has a bundle.json")
    }
    return (folder, .string(folder.text))
  }

  /// Sends an opened bundle, unless something has changed since the user saw the plan, and returns
  /// `sends/1`. The fields are `plan`, and `sure` if the plan needs an answer: an element has
  /// changed since the export, or there may be a take already.
  static func send(_ form: Form) async throws -> JSONValue {
    let (sendWork, library) = (form.gallery.sendWork, form.library)
    let planned = try sendWork.take(form.fields.required("plan"), \.bundle)
    var isBegun = false
    defer { if !isBegun { try? FileSystem.removeAll(planned.folder) } }
    let sending = try await form.gallery.drops.hidingFolder {
      try await planned.send.plan([planned.path], in: library)
    }
    guard try sending.fingerprint(in: library) == planned.fingerprint else {
      throw SendRoutes.hasChanged
    }
    guard try !sending.needsAnswer || form.fields.flag("sure") else {
      throw Refusal(
        status: 409, rule: "send.not-now", message: "the plan has something to decide first",
        fix: "look at the plan again")
    }
    try SendRoutes.begin(sending, planned.plan.terms, planned.send, planned.folder, form.context)
    isBegun = true
    // The plan has the zip open, which stays readable.
    if let drop = planned.drop { form.gallery.drops.remove(drop) }
    return try SendRoutes.list(form.context)
  }
}
