internal import Bundles
internal import Files
package import Library
package import Model
internal import Transfers

/// Sends bundles over one connection to providers, and follows their jobs.
package final class SendSession<Client: ProviderClient> {
  let store: LibraryStore
  let account: String
  package let client: Client
  package let submitter: JobSubmitter
  let progress: (SendProgress) -> Void
  /// Records a downloaded clip as a take, and writes it for the user.
  let keep: (_ clip: FilePath, _ job: FollowedJob) async throws -> JobResult
  /// Returns what the user can learn from a provider's refusal; `nil` if there is nothing.
  private let hint: (Job) throws -> String?
  /// Where files were uploaded in this session, by target and digest.
  var addresses: [String: UploadedFile] = [:]

  package init(
    _ store: LibraryStore, account: String, _ submitter: JobSubmitter, by client: Client,
    progress: @escaping (SendProgress) -> Void, hint: @escaping (Job) throws -> String?,
    keep: @escaping (_ clip: FilePath, _ job: FollowedJob) async throws -> JobResult
  ) {
    (self.store, self.account, self.submitter, self.client) = (store, account, submitter, client)
    (self.progress, self.hint, self.keep) = (progress, hint, keep)
    // Remove copies left by a killed upload, even if nothing is uploaded this time.
    ScratchFolder.removeLeftovers()
  }

  /// The current time by the library's clock.
  var now: Instant { Instant(milliseconds: store.environment.now()) }

  /// Makes the preparatory calls of a bundle, then submits its request.
  ///
  /// - Parameters:
  ///   - handle: The element to create: only the call that creates it and those that it depends on
  ///     are made. `nil` for the request.
  ///   - isAgain: Whether to submit the request again even if its result was fetched before.
  package func submit(
    _ bundle: BundleSubmission, creating handle: Handle? = nil, isAgain: Bool = false
  ) async throws -> JobResult {
    let wanted = handle.map { RequestBody.remotePlaceholder(for: $0) }
    var given = bundle.given
    var isRepeated = false
    while true {
      guard let call = try bundle.nextCall(given), let endpoint = bundle.endpoints[call.file]
      else { return .notSent(SendObstacle("it has no call", fix: nil), nil) }
      let uploads: [SentFile]
      do {
        uploads = try upload(call, of: bundle, to: endpoint)
      } catch let failure as UploadFailure {
        return .notSent(failure.obstacle, nil)
      }
      for file in uploads { given[file.placeholder] = file.address }
      let result = try submit(call.file, of: bundle, to: endpoint, given, isAgain: isAgain)
      // A file that the provider has deleted in the meantime may be the reason.
      if case .refused = result, try forget(uploads), !isRepeated {
        isRepeated = true
        for file in uploads { given[file.placeholder] = nil }
        continue
      }
      guard let placeholder = call.producedPlaceholder else { return result }
      let creation: JobResult
      switch result {
      case .accepted(let job):
        creation = try await self.creation(
          by: job, name: "\(bundle.name)  \(call.file)", at: endpoint)
      case .done(let job):
        creation =
          job.made.map { .created($0, job) }
          ?? .notSent(SendObstacle("\(call.file) was made without an id", fix: nil), job)
      default: creation = result
      }
      guard case .created(let id, _) = creation, placeholder != wanted else { return creation }
      given[placeholder] = id
    }
  }

  /// Submits the next call of a bundle, with all ids and addresses filled in.
  private func submit(
    _ file: String, of bundle: BundleSubmission, to endpoint: ProviderEndpoint,
    _ given: [String: String], isAgain: Bool
  ) throws -> JobResult {
    let next = try bundle.nextCall(given)
    guard let call = next, call.file == file, call.missing.isEmpty else {
      let missing = (next?.missing ?? []).map(sanitized).joined(separator: ", ")
      return .notSent(SendObstacle("\(file) lacks \(missing)", fix: nil), nil)
    }
    let isRequest = call.producedPlaceholder == nil
    progress(.submitting(isRequest ? bundle.name : file))
    let purpose = try store.contents { try bundle.purpose(of: call, $0) }
    let submission = Submission(purpose, call.body, cost: bundle.costs[file])
    let result =
      if case .element = purpose {
        // The id that the library has for the element can't be used.
        try submitter.submit(
          submission, to: endpoint, isAgain: true, since: bundle.plannedAt, by: client)
      } else {
        try submitter.submit(submission, to: endpoint, isAgain: isRequest && isAgain, by: client)
      }
    guard case .refused(let obstacle, let job) = result else { return result }
    return .refused(SendObstacle(obstacle.message, fix: try hint(job)), job)
  }

  /// Follows a job that creates an element or a voice until its id is registered.
  package func creation(
    by job: Job, name: String, at endpoint: ProviderEndpoint
  ) async throws -> JobResult {
    let followed = FollowedJob(job, at: endpoint, name: name, folder: .unnamed)
    let end = try await end(of: followed)
    guard case .finished(let job, let id) = end else { return end }
    return try register(id, of: job, at: endpoint)
  }

  /// Records the id of what a job created, and registers it if the library has the element.
  private func register(
    _ id: String, of job: Job, at endpoint: ProviderEndpoint
  ) throws -> JobResult {
    if let problem = ProviderText.problem(in: id, .id) {
      return .notFetched(
        SendObstacle(
          "\(endpoint.target) gave an id that can't be used: it \(problem)",
          fix: "castbook fetch \(job.shortName), later"), job)
    }
    let done = try store.change { change in
      let done = job.next(.done, at: try change.moment(after: job.at)) { $0.made = id }
      change.add(.job(done))
      if let element = job.element, let revision = job.revision,
        let known = try change.contents.revision(revision)?.revision
      {
        change.add(
          .registration(
            Registration(
              element: element, revision: revision, target: endpoint.target.provider,
              account: account, kind: known.kind == .voice ? .voice : .element, remoteId: id,
              at: done.at)))
      }
      return done
    }
    submitter.recordInJournal(done)
    return .created(id, job)
  }
}

extension BundleSubmission {
  /// Returns the first call that remains to be made, with ids and addresses filled in.
  func nextCall(_ given: [String: String]) throws -> BundleCalls.Call? {
    try calls(given).first { endpoints.keys.contains($0.file) }
  }
}
