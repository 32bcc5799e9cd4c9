internal import Castbook

/// The requests about exchanges with the team's store.
enum TeamRoutes {
  /// The exchanges that a page can begin.
  private enum Exchange: String {
    case sync, pull, push, fetch
  }

  /// Returns `team/1`: where the library is shared, who has a copy, and what is being exchanged.
  static func about(_ context: RequestContext) throws -> JSONValue {
    let library = context.library
    guard library.isShared else { return ["castbook": "team/1"] }
    let status = try RemoteStatus(of: library)
    return [
      "castbook": "team/1", "remote": TeamJSON.status(status),
      "machines": status.team.machines.map(MachineJSON.machine),
      "work": context.gallery.teamWork.json,
    ]
  }

  /// Begins an exchange with the team's store, and returns `team/1`.
  ///
  /// The fields are `do` (`sync`, `pull`, `push` or `fetch`) and, for `fetch`, `elements` (IDs; all
  /// elements if there are none).
  static func begin(_ form: Form) throws -> JSONValue {
    let (fields, library) = (form.fields, form.library)
    let teamWork = form.gallery.teamWork
    guard let kind = Exchange(rawValue: try fields.required("do")) else {
      throw Refusal.badRequest("do is not one of sync, pull, push, fetch")
    }
    guard library.isShared else { throw Refusal(RemoteError.none) }
    if kind == .fetch {
      let elements = try fields.texts("elements").map {
        try library.reference(to: ULID(requested: $0))
      }
      try teamWork.begin(kind.rawValue) { progress in
        TeamJSON.synced(
          try await FetchFiles(elements).run(in: library) { progress(SoleWork.Progress($0)) })
      }
    } else {
      let direction: SyncLibrary.Direction =
        switch kind {
        case .pull: .pull
        case .push: .push
        case .sync, .fetch: .both
        }
      try teamWork.begin(kind.rawValue) { progress in
        TeamJSON.synced(
          try await SyncLibrary(direction).run(in: library) { progress(SoleWork.Progress($0)) })
      }
    }
    return try about(form.context)
  }

  /// Shares the library through a store, or makes an empty library a copy of the one that is there,
  /// and returns `remote-added/1`.
  ///
  /// The fields are `location`, and optionally `endpoint`, `region`, `profile`, `account` (its keys
  /// are kept by Castbook) and `files` (`none`, `pinned` or `all`).
  static func connect(_ form: Form) async throws -> JSONValue {
    let fields = form.fields
    var adding = AddRemote(try fields.required("location"))
    // People write the name of a server without how it is spoken to.
    adding.endpoint = try fields.text("endpoint").map { $0.contains("://") ? $0 : "https://\($0)" }
    adding.region = try fields.text("region")
    adding.profile = try fields.text("profile")
    adding.account = try fields.text("account")
    if let text = try fields.text("files") {
      guard let files = RemoteSettings.FetchedFiles(rawValue: text) else {
        throw Refusal.badRequest("files is not one of none, pinned, all")
      }
      adding.files = files
    }
    try requireRest(form.gallery)
    let (verb, location) = (adding, LibraryLocation(form.library.folder))
    let added = try await WaitingTask.value { try await verb.run(at: location) }
    // A copy has another identity than the empty library that was here.
    try await form.gallery.shown.openAgain()
    return TeamJSON.added(added)
  }

  /// Stops sharing the library from this machine, and returns `team/1`.
  static func disconnect(_ form: Form) async throws -> JSONValue {
    try requireRest(form.gallery)
    try RemoveRemote().run(in: form.library)
    try await form.gallery.shown.openAgain()
    return try about(form.context)
  }

  /// Throws a `Refusal` while an exchange is under way.
  private static func requireRest(_ gallery: OpenGallery) throws(Refusal) {
    guard gallery.teamWork.isRunning else { return }
    throw Refusal(
      status: 409, rule: "library.busy", message: SoleWork.Words.team.busy,
      fix: "wait for it to end")
  }

  /// Ends the exchange that is under way, and returns `team/1`.
  static func stop(_ context: RequestContext) throws -> JSONValue {
    context.gallery.teamWork.cancel()
    return try about(context)
  }
}
