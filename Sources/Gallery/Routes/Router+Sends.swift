internal import Castbook
internal import Files

extension Router {
  /// Returns `sends/1`: what is being sent and fetched, and the other jobs without a result yet.
  func sends() throws -> JSONValue {
    var list = ListJobs()
    list.onlyOpen = true
    let jobs = try list.run(in: library).filter { !sendWork.follows($0) }
    return [
      "castbook": "sends/1", "works": sendWork.json, "jobs": SendJSON.value(of: jobs)["jobs"],
    ]
  }

  /// Plans to send a shot, or begins to send a planned one.
  func send(_ parts: [String], _ fields: WebObject) async throws -> JSONValue {
    if let obstacle { throw obstacle }
    switch parts {
    case ["plan"]: return try await planSend(fields)
    case []:
      try await beginSend(sendWork.take(fields.required("plan")))
      return try sends()
    default: throw Refusal.notFound
    }
  }

  /// Stops following what is being sent or fetched, and returns `sends/1`.
  func stopSend(_ parts: [String]) throws -> JSONValue {
    guard parts.count == 1, let number = Int(parts[0]) else { throw Refusal.notFound }
    sendWork.stop(number)
    return try sends()
  }

  /// Exports a shot file that is being written, and returns `send-plan/1`: what sending it would do
  /// and cost.
  private func planSend(_ fields: WebObject) async throws -> JSONValue {
    var (export, shot) = try shotExport(fields)
    var send = Send(in: options.catalogue)
    export.options.prompt.account = send.account
    export.isRecorded = false
    let folder = try sendWork.makeFolder()
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
    send.folder = folder
    let sending = try await send.plan(paths, in: library)
    isKept = true
    let planned = SendWork.PlannedShot(
      export: export, shot: shot, send: send, folder: folder, plan: sending)
    return [
      "castbook": "send-plan/1", "plan": SendJSON.value(of: sending, nil),
      "key": sendWork.keep(planned),
    ]
  }

  /// Sends a planned shot, unless something has changed since the user saw the plan.
  private func beginSend(_ planned: SendWork.PlannedShot) async throws {
    var isBegun = false
    defer { if !isBegun { try? FileSystem.removeAll(planned.folder) } }
    // Now the library records the export. The bundle itself is the one that was planned.
    var export = planned.export
    export.isRecorded = true
    let destination = ExportDestination(planned.folder)
    let plan = try await export.plan([planned.shot], to: destination)
    guard !plan.isFailed else {
      export.discard(plan)
      throw Self.hasChanged
    }
    let paths: [FilePath]
    do {
      paths = try export.write(plan, to: destination).bundles.map(\.path)
    } catch let error as OutputFileError where error.isInTheWay {
      // The folder has the bundle that was planned, and this is another one.
      throw Self.hasChanged
    }
    let library = library
    let sending = try await planned.send.plan(paths, in: library)
    guard let bundle = sending.bundles.first, sending.costs == planned.plan.costs,
      bundle.digest == planned.plan.bundles.first?.digest
    else { throw Self.hasChanged }
    if let obstacle = (bundle.obstacles + bundle.keyObstacles).first {
      throw Refusal(
        status: 409, rule: "send.not-now", message: obstacle.message, fix: obstacle.fix)
    }
    try sendWork.begin(
      bundle.name, "\(bundle.target)", bundle.digest.hex, removing: planned.folder
    ) { progress in
      let outcome = try await planned.send.run(sending, in: library, progress: progress)
      guard let sent = outcome.bundles.first else { throw Self.hasChanged }
      return sent.result
    }
    isBegun = true
    listeners.announceChange()
  }

  private static let hasChanged = Refusal(
    status: 409, rule: "send.not-now",
    message: "the elements or the price have changed since the plan was shown",
    fix: "look at the new plan")

  // MARK: Jobs

  /// Fetches the result of a job, or cancels it.
  func job(_ parts: [String], _ fields: WebObject) async throws -> JSONValue {
    if let obstacle { throw obstacle }
    guard parts.count == 2 else { throw Refusal.notFound }
    let (word, library) = (parts[0], library)
    switch parts[1] {
    case "fetch":
      var fetch = FetchJob(word, in: options.catalogue)
      fetch.task = try fields.text("task").flatMap { $0.isEmpty ? nil : $0 }
      let listed = try CancelJob(word, in: options.catalogue).job(in: library)
      let folder = try sendWork.makeFolder()
      fetch.folder = folder
      let begun = fetch
      try sendWork.begin(
        listed.subject ?? listed.job.shortName, listed.job.target, listed.job.shortName,
        removing: folder
      ) { progress in
        try await begun.run(in: library, progress: progress).result
      }
    case "cancel":
      var cancel = CancelJob(word, in: options.catalogue)
      cancel.isSure = try fields.flag("sure")
      do {
        _ = try await cancel.run(in: library)
      } catch let error as SendError {
        guard case .unsure = error else { throw error }
        throw Refusal(
          status: 409, rule: error.rule, message: error.message,
          fix: "look at the provider's page first")
      }
      listeners.announceChange()
    default: throw Refusal.notFound
    }
    return try sends()
  }
}
