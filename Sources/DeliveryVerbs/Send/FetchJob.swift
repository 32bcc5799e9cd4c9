internal import Bundles
internal import Library
public import LibraryVerbs
public import Sending

/// The verb `fetch JOB`: follows a job and gets its result.
public struct FetchJob: Sendable {
  /// The end of the job's identifier.
  public let word: String
  /// The provider's id for the job, if the user found it there after the answer was lost.
  public var task: String?
  /// The folder for the result; `nil` for the current one.
  public var folder: FilePath?
  /// The folder where every call and its answer is recorded; `nil` for none.
  public var record: FilePath?
  let catalogue: TargetCatalogue

  /// Creates the verb for a job.
  public init(_ word: String, in catalogue: TargetCatalogue) {
    (self.word, self.catalogue) = (word, catalogue)
  }

  /// A job that was followed.
  public struct Followed: Sendable {
    public let job: ListedJob
    public let result: JobResult
    /// What the result shows of its products and places, if it is a take.
    public let comparison: TakeComparison
  }

  /// Follows the job. The result of an abandoned or stopped job is also fetched, if the provider
  /// has it.
  public func run(
    in library: ElementLibrary, progress: @escaping (SendProgress) -> Void = { _ in }
  ) async throws -> Followed {
    let (job, result) = try await follow(in: library, progress)
    return Followed(job: job, result: result, comparison: await result.comparison(in: library))
  }

  private func follow(
    in library: ElementLibrary, _ progress: @escaping (SendProgress) -> Void
  ) async throws -> (ListedJob, JobResult) {
    var job = try library.job(named: word)
    let listed = try library.contents { try $0.listed(job) }
    let name = listed.subject ?? job.shortName
    let folder = folder ?? FilePath(".") ?? .unnamed
    try OutputFile.requireWritable(folder)
    let session = try Send(in: catalogue, account: job.account, record: record)
      .session(in: library, limits: (try? .ofUser()) ?? SpendingLimits(), progress)
    if let task { job = try identified(job, by: task, in: library, session) }
    switch job.state {
    case .sending: return (listed, .unknown(job))
    case .done: return (listed, try await fetchedBefore(job, name, folder, library))
    case .failed, .refused: return (listed, .failed(job))
    case .accepted: break
    case .cancelled, .settled: if job.task == nil { return (listed, .failed(job)) }
    }
    let endpoint = try library.endpoint(of: job, in: catalogue)
    guard job.isRender else {
      return (listed, try await session.creation(by: job, name: name, at: endpoint))
    }
    var result = JobResult.accepted(job)
    try await session.follow([0: FollowedJob(job, at: endpoint, name: name, folder: folder)]) {
      result = $1
    }
    return (listed, result)
  }

  /// Returns the result of a job that was fetched before, from the library or its team's store.
  private func fetchedBefore(
    _ job: Job, _ name: String, _ folder: FilePath, _ library: ElementLibrary
  ) async throws -> JobResult {
    if let made = job.made { return .created(made, job) }
    guard let bundle = job.export else { return .done(job) }
    let takes = try library.contents { try $0.takes.ofBundle(bundle, limit: 1000) }
      .filter { $0.blob != nil }
    let own = takes.first { $0.blob == job.result }
    guard let own, let blob = own.blob else { return .done(job) }
    if library.isElsewhere(blob) { try await library.fetch([blob]) }
    guard library.store.blobs.contains(blob) else { return .done(job) }
    return .take(own, try library.writeTake(blob, name, to: folder), job)
  }

  /// Records the id of a job that the user found at the provider, which must know it.
  private func identified(
    _ job: Job, by task: String, in library: ElementLibrary, _ session: SendSession<ProviderLink>
  ) throws -> Job {
    let id = try RecordText.providers(task, "an id", .id)
    if job.task == id { return job }
    let endpoint = try library.endpoint(of: job, in: catalogue)
    switch job.state {
    case .sending, .settled: break
    case .accepted:
      // Another id may replace one that was mistyped.
      if let known = job.task {
        guard case .unknown = try endpoint.progress(of: known, by: session.client) else {
          throw SendError.notNow(
            "job \(job.shortName) has the id \(sanitized(known)), which \(endpoint.target) knows",
            fix: "castbook fetch \(job.shortName)")
        }
      }
    case .done, .failed, .refused, .cancelled:
      throw SendError.notNow("job \(job.shortName) has ended", fix: nil)
    }
    switch try endpoint.progress(of: id, by: session.client) {
    case .waiting, .done, .failed: break
    case .unknown:
      throw SendError.notNow(
        "\(endpoint.target) knows no job \(sanitized(id))", fix: "copy the id from its page")
    case .unavailable(let words):
      throw SendError.notNow("\(endpoint.target): \(words)", fix: "try again later")
    }
    var found = job
    (found.state, found.task) = (.accepted, id)
    // An abandoned job that has an id stays abandoned until its result is here.
    if job.state == .settled, job.task != nil { return found }
    let noted = try session.submitter.withSubmissionLock(job) {
      let now = try library.job(named: word)
      guard now.state == job.state, now.task == job.task else {
        throw SendError.notNow(
          "job \(job.shortName) has just come further", fix: "castbook fetch \(job.shortName)")
      }
      return try session.submitter.change(now, to: .accepted) { $0.task = id }
    }
    guard let noted else { throw SendError.isSubmitting }
    return noted
  }
}
