internal import Bundles
internal import Library
internal import Sending
internal import Transfers

/// The verb `jobs`: lists the calls that were submitted to providers.
///
/// ```swift
/// for job in try ListJobs().run(in: library) { print(job.job.shortName, job.job.state) }
/// ```
public struct ListJobs: Sendable {
  /// Whether only jobs are listed whose result is not here and that have not come to nothing.
  public var onlyOpen = false
  /// The first day; `nil` for no limit.
  public var since: Day?

  /// Creates a list of all jobs.
  public init() {}

  /// Returns the jobs, newest first.
  public func run(in library: ElementLibrary) throws -> [ListedJob] {
    try library.contents { contents in
      try contents.jobs(since: Instant(startOf: since)).reversed()
        .filter { !onlyOpen || [.sending, .accepted].contains($0.state) }
        .map { try contents.listed($0) }
    }
  }
}

/// A job with what it is for, in the library's words.
public struct ListedJob: Hashable, Sendable {
  public let job: Job
  /// The bundle or the element that it is for, as the user knows it; `nil` if the library doesn't.
  public let subject: String?
}

extension ElementLibrary {
  /// Returns the job whose identity ends in a word.
  ///
  /// - Throws: `SendError.unknownJob` if there is none, or there are several.
  func job(named word: String) throws -> Job {
    let wanted = word.uppercased()
    let found = try contents { contents in
      try contents.jobs(since: Instant(milliseconds: 0))
        .filter { $0.job.text.uppercased().hasSuffix(wanted) }
    }
    guard wanted.utf8.count >= 4, let job = found.first, found.count == 1 else {
      throw SendError.unknownJob(word, count: wanted.utf8.count >= 4 ? found.count : 0)
    }
    return job
  }
}

extension Contents {
  /// Returns a job with the name of what it is for.
  func listed(_ job: Job) throws -> ListedJob {
    var subject = try job.element.flatMap { try entries(of: $0).first }.map { "\($0.handle)" }
    if let bundle = job.export, let export = try exports(ofBundle: bundle, limit: 1).first {
      subject = export.name
    }
    return ListedJob(job: job, subject: subject)
  }
}

extension ExportRecord {
  /// The name of the shot file, without its suffix.
  fileprivate var name: String? {
    FilePath(shot.path).map { path in
      let suffix = path.suffix.map { $0.utf8.count + 1 } ?? 0
      return String(path.name.text.dropLast(suffix))
    }
  }
}

/// The verb `fetch JOB`: follows a job and gets its result.
public struct FetchJob: Sendable {
  /// The end of the job's identity.
  public let word: String
  /// The provider's id for the job, if the user found it there after the answer was lost.
  public var task: String?
  /// The folder for the result; `nil` for the current one.
  public var folder: FilePath?
  /// Whether to return at once if the job is not done.
  public var isImpatient = false
  /// The folder to which every call and its answer is written; `nil` for none.
  public var record: FilePath?
  let catalogue: TargetCatalogue

  /// Creates the verb for a job.
  public init(_ word: String, in catalogue: TargetCatalogue) {
    (self.word, self.catalogue) = (word, catalogue)
  }

  /// Follows the job.
  public func run(
    in library: ElementLibrary, progress: @escaping (SendProgress) -> Void = { _ in }
  ) async throws -> (job: ListedJob, result: SendOutcome.Result) {
    var job = try library.job(named: word)
    let listed = try library.contents { try $0.listed(job) }
    let name = listed.subject ?? job.shortName
    let folder = folder ?? FilePath(".") ?? .unnamed
    let session = try SendSession(
      Send(in: catalogue, account: job.account, record: record), library, progress)
    if let task {
      guard job.state == .sending else {
        throw SendError.notNow("job \(job.shortName) has an id already", fix: nil)
      }
      let id = try RecordText.line(task, "an id", limit: 500)
      job = try session.desk.change(job, to: .accepted) { $0.task = id }
    }
    switch job.state {
    case .sending: return (listed, .undecided(job))
    case .done:
      let take = try job.export.flatMap { bundle in
        try library.contents { try $0.takes(ofBundle: bundle, limit: 1000) }
          .first { $0.blob != nil }
      }
      guard let take, let blob = take.blob else { return (listed, .doneBefore(job)) }
      return (listed, .take(take, try library.writeTake(blob, name, to: folder), job))
    case .failed, .refused, .cancelled, .settled: return (listed, .failed(job))
    case .accepted: break
    }
    let endpoint = try library.endpoint(of: job, in: catalogue)
    var result = SendOutcome.Result.accepted(job)
    let followed = FollowedJob(job, at: endpoint, name: name, folder: folder)
    if isImpatient {
      result = try await session.resultNow(of: followed) ?? result
    } else {
      try await session.follow([0: followed]) { result = $1 }
    }
    return (listed, result)
  }
}

/// The verb `cancel`: stops a job, or gives up one that may never have arrived.
public struct CancelJob: Sendable {
  /// The end of the job's identity.
  public let word: String
  /// The folder to which every call and its answer is written; `nil` for none.
  public var record: FilePath?
  let catalogue: TargetCatalogue

  /// Creates the verb for a job.
  public init(_ word: String, in catalogue: TargetCatalogue) {
    (self.word, self.catalogue) = (word, catalogue)
  }

  /// Returns the job.
  public func job(in library: ElementLibrary) throws -> ListedJob {
    let job = try library.job(named: word)
    return try library.contents { try $0.listed(job) }
  }

  /// Stops the job at the provider. Of one that may have arrived, or that the provider does not know any more, it only
  /// records that the user has given it up: then the bundle can be sent again.
  ///
  /// - Throws: `SendError.notNow` if the job has ended, or if the provider doesn't stop it.
  public func run(in library: ElementLibrary) async throws -> Job {
    let job = try library.job(named: word)
    let link = try ProviderLink(account: job.account, recordingTo: record, in: library)
    let desk = JobDesk(library.store, account: job.account) { try ProviderLink.wait(seconds: $0) }
    switch job.state {
    case .sending:
      return try desk.change(job, to: .settled) { $0.note = "given up by the user" }
    case .accepted:
      let endpoint = try library.endpoint(of: job, in: catalogue)
      if let task = job.task, case .unknown = try endpoint.progress(of: task, by: link) {
        return try desk.change(job, to: .settled) { $0.note = "the provider does not know it" }
      }
      guard endpoint.canCancel, let task = job.task else {
        throw SendError.notNow(
          "no source states how a job is stopped at \(job.target)",
          fix: "castbook fetch \(job.shortName) gets its result; stopping may not save its price")
      }
      if let words = try endpoint.cancel(task, by: link) {
        throw SendError.notNow(
          "\(job.target) does not stop it: \(words)",
          fix: "castbook fetch \(job.shortName) gets its result")
      }
      return try desk.change(job, to: .cancelled)
    case .done, .failed, .refused, .cancelled, .settled:
      throw SendError.notNow("job \(job.shortName) has ended", fix: nil)
    }
  }
}

extension ElementLibrary {
  /// Returns where a job was submitted.
  func endpoint(
    of job: Job, in catalogue: TargetCatalogue
  ) throws -> ProviderEndpoint {
    let id = TargetID(rawValue: job.target)
    guard catalogue.ids.contains(id) else {
      throw SendError.notNow(
        "\(sanitized(job.target)) is not a target that Castbook knows",
        fix: "add its profile with --targets")
    }
    let profile = try catalogue.profile(id)
    let path = job.endpoint ?? profile.endpoints.first?.path ?? ""
    return try ProviderEndpoint(profile, path: path, catalogue.sending(of: profile))
  }
}
