internal import Castbook
internal import Files

/// The requests that plan sends, begin them, and follow them.
enum SendRoutes {
  /// Exports a shot file that is being written, and returns `send-plan/1`: what sending it would do
  /// and cost.
  static func plan(_ form: Form) async throws -> JSONValue {
    let (fields, sendWork) = (form.fields, form.gallery.sendWork)
    var (export, shot) = try ShotRoutes.plannedExport(form)
    var send = Send(in: form.gallery.options.catalogue)
    send.account = try fields.account() ?? send.account
    export.options.prompt.account = send.account
    export.isRecorded = false
    let folder = try sendWork.createFolder()
    var isKept = false
    defer { if !isKept { try? FileSystem.removeAll(folder) } }
    let destination = ExportDestination(folder)
    let plan = try await export.plan([shot], to: destination)
    guard !plan.isFailed else {
      export.discard(plan)
      return ["castbook": "send-plan/1", "export": ExportJSON.value(of: plan, nil)]
    }
    let paths = try export.write(plan, to: destination).bundles.map(\.path)
    send.isAgain = try fields.flag("again")
    send.project = export.project
    send.folder = folder
    let sending = try await send.plan(paths, in: form.library)
    isKept = true
    let planned = SendWork.PlannedShot(
      export: export, shot: shot, send: send, folder: folder, plan: sending)
    return [
      "castbook": "send-plan/1", "plan": SendJSON.value(of: sending, nil),
      "key": sendWork.keep(.shot(planned)),
    ]
  }

  /// Sends a planned shot, unless something has changed since the user saw the plan.
  static func begin(_ form: Form) async throws -> JSONValue {
    let (sendWork, library) = (form.gallery.sendWork, form.library)
    let planned = try sendWork.take(form.fields.required("plan"), \.shot)
    var isBegun = false
    defer { if !isBegun { try? FileSystem.removeAll(planned.folder) } }
    // Now the library records the export. The bundle itself is the one that was planned.
    var export = planned.export
    export.isRecorded = true
    let destination = ExportDestination(planned.folder)
    let plan = try await export.plan([planned.shot], to: destination)
    guard !plan.isFailed else {
      export.discard(plan)
      throw hasChanged
    }
    let paths: [FilePath]
    do {
      paths = try export.write(plan, to: destination).bundles.map(\.path)
    } catch let error as OutputFileError where error.isInTheWay {
      // The folder has the bundle that was planned, and this is another one.
      throw hasChanged
    }
    let sending = try await planned.send.plan(paths, in: library)
    try begin(sending, planned.plan.terms, planned.send, planned.folder, form.context)
    isBegun = true
    return try list(form.context)
  }

  /// Begins to send the only bundle of a plan.
  ///
  /// - Parameters:
  ///   - terms: The terms that the user saw.
  ///   - folder: The folder for the result, which is removed at the end.
  /// - Throws: `Refusal` if the plan has other terms now, or something is in its way.
  static func begin(
    _ plan: SendPlan, _ terms: SendTerms, _ send: Send, _ folder: FilePath,
    _ context: RequestContext
  ) throws {
    guard let bundle = plan.bundles.first, plan.terms == terms else { throw hasChanged }
    if let obstacle = plan.allObstacles.first {
      throw Refusal(
        status: 409, rule: "send.not-now", message: obstacle.message, fix: obstacle.fix)
    }
    let library = context.library
    try context.gallery.sendWork.begin(
      bundle.name, "\(bundle.target)", bundle.digest.hex, removing: folder
    ) { progress in
      let outcome = try await send.run(plan, in: library, progress: progress)
      guard let sent = outcome.bundles.first else { throw hasChanged }
      return SendJSON.value(of: sent.result, sent.comparison)
    }
  }

  static let hasChanged = Refusal(
    status: 409, rule: "send.not-now",
    message: "the elements or the price have changed since the plan was shown",
    fix: "look at the new plan")

  /// Returns `sends/1`: what is being sent and fetched, and the other jobs without a result yet.
  static func list(_ context: RequestContext) throws -> JSONValue {
    let sendWork = context.gallery.sendWork
    var list = ListJobs()
    list.onlyOpen = true
    let jobs = try list.run(in: context.library).filter { !sendWork.follows($0) }
    return [
      "castbook": "sends/1", "works": sendWork.json, "jobs": SendJSON.value(of: jobs)["jobs"],
    ]
  }

  /// Stops following what is being sent or fetched, and returns `sends/1`.
  static func stop(_ context: RequestContext) throws -> JSONValue {
    guard let number = Int(context.parameter) else { throw Refusal.notFound }
    context.gallery.sendWork.stop(number)
    return try list(context)
  }
}
