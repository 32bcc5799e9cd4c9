internal import Castbook

/// The requests about a job that was submitted to a provider.
enum JobRoutes {
  /// Begins to fetch the result of a job, and returns `sends/1`.
  static func fetch(_ form: Form) async throws -> JSONValue {
    let (sendWork, library) = (form.gallery.sendWork, form.library)
    let (word, catalogue) = (form.context.parameter, form.gallery.options.catalogue)
    var fetch = FetchJob(word, in: catalogue)
    fetch.task = try form.fields.text("task").flatMap { $0.isEmpty ? nil : $0 }
    let listed = try CancelJob(word, in: catalogue).job(in: library)
    let folder = try sendWork.createFolder()
    fetch.folder = folder
    let begun = fetch
    try sendWork.begin(
      listed.subject ?? listed.job.shortName, listed.job.target, listed.job.shortName,
      removing: folder
    ) { progress in
      let followed = try await begun.run(in: library, progress: progress)
      return SendJSON.value(of: followed.result, followed.comparison)
    }
    return try SendRoutes.list(form.context)
  }

  /// Cancels a job, and returns `sends/1`.
  static func cancel(_ form: Form) async throws -> JSONValue {
    var cancel = CancelJob(form.context.parameter, in: form.gallery.options.catalogue)
    cancel.isSure = try form.fields.flag("sure")
    do {
      _ = try await cancel.run(in: form.library)
    } catch let error as SendError {
      guard case .unsure = error else { throw error }
      throw Refusal(
        status: 409, rule: error.rule, message: error.message,
        fix: "look at the provider's page first")
    }
    return try SendRoutes.list(form.context)
  }
}
