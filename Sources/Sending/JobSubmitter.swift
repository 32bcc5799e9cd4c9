internal import Files
package import Library
package import Model
internal import Targets
import Transfers

/// Submits calls to a provider for one of the user's accounts, each at most once.
///
/// The library records `sending` before a call is sent, and later its result. If the result is
/// missing, the provider is asked for the job if it supports that; otherwise the call is not sent
/// again.
///
/// ```swift
/// let submitter = JobSubmitter(store, account: "main")
/// switch try submitter.submit(submission, to: endpoint, by: client) { … }
/// ```
package struct JobSubmitter {
  private let store: LibraryStore
  private let account: String
  private let limits: SpendingLimits
  /// The submissions from all of the user's libraries; `nil` to consider only this one.
  private let journal: SubmissionJournal?
  /// Waits for some seconds before a job is looked up again. Throws if the work is cancelled.
  private let wait: (Int) throws -> Void

  package init(
    _ store: LibraryStore, account: String, limits: SpendingLimits = SpendingLimits(),
    journal: SubmissionJournal? = nil, wait: @escaping (Int) throws -> Void
  ) {
    (self.store, self.account, self.limits) = (store, account, limits)
    (self.journal, self.wait) = (journal, wait)
  }

  /// Seconds to wait before each lookup; after the last one the job counts as never received. A job
  /// that was just accepted may not be listed yet.
  private static let pauses = [0, 2, 5, 15]
  /// How long to wait for another command that submits the same call, in seconds: longer than a
  /// provider may take to answer.
  private static let submissionSeconds = 300

  /// Submits a call, unless it was submitted before.
  ///
  /// Meanwhile, only another submission of the same call has to wait.
  ///
  /// - Parameters:
  ///   - isAgain: Whether to submit it again even if its result was fetched before.
  ///   - moment: With `isAgain`, a result that was fetched since this time still counts.
  package func submit(
    _ submission: Submission, to endpoint: ProviderEndpoint, isAgain: Bool = false,
    since moment: Instant? = nil, by client: some ProviderClient
  ) throws -> JobResult {
    let digest = submission.purpose.requestDigest
    let result = try locked(digest, seconds: Self.submissionSeconds) { () -> JobResult in
      try importJobs(of: submission, at: endpoint.target, isAgain)
      let existing = try existingResult(of: submission, at: endpoint, isAgain, moment, by: client)
      if let existing { return existing }
      // If this fails, there is no record of a call that may have been sent.
      try client.prepare()
      switch try reserve(submission, at: endpoint) {
      case .success(let job):
        return try record(
          endpoint.submit(submission.body, as: job, by: client), at: endpoint, by: client)
      case .failure(let excess): return .notSent(SendObstacle(excess), nil)
      }
    }
    return result
      ?? .notSent(
        SendObstacle(
          "another command is submitting it", fix: "castbook jobs shows how that ends"), nil)
  }

  /// Runs `body` while no command is submitting the job. Returns `nil` without running it if one
  /// is.
  ///
  /// - Parameter seconds: How long to wait for such a command.
  package func withSubmissionLock<Value>(
    _ job: Job, seconds: Int = 2, _ body: () throws -> Value
  ) throws -> Value? {
    guard let purpose = Submission.Purpose(of: job) else { return try body() }
    return try locked(purpose.requestDigest, seconds: seconds, body)
  }

  /// Runs `body` while no other command of this library or this user submits the same request.
  private func locked<Value>(
    _ request: Digest, seconds: Int, _ body: () throws -> Value
  ) throws -> Value? {
    let folders = [store.submissionFolder] + (journal.map { [$0.folder] } ?? [])
    let lock = try SubmissionLock(request, in: folders, seconds: seconds) { try wait(0) }
    guard let lock else { return nil }
    return try withExtendedLifetime(lock) { try body() }
  }

  /// Returns the result of an earlier submission, without asking the provider; `nil` if there is
  /// none, or it came to nothing.
  package func existingResult(
    of purpose: Submission.Purpose, at target: TargetID, isAgain: Bool = false
  ) throws -> JobResult? {
    let resolved = try resolvedElsewhere(purpose, at: target)
    let jobs = try jobs(for: purpose, at: target).map { job in
      resolved.last { $0.job == job.job } ?? job
    }
    for state in [Job.State.accepted, .sending, .done] {
      if let job = jobs.last(where: { $0.state == state }) { return Self.result(of: job) }
    }
    return try importableJob(for: purpose, at: target, isAgain).map(Self.result)
  }

  /// The result of a job that is open or done.
  private static func result(of job: Job) -> JobResult {
    switch job.state {
    case .accepted: .accepted(job)
    case .sending: .unknown(job)
    default: .done(job)
    }
  }

  /// Returns the result of an earlier submission; `nil` if the call has to be submitted.
  private func existingResult(
    of submission: Submission, at endpoint: ProviderEndpoint, _ isAgain: Bool, _ moment: Instant?,
    by client: some ProviderClient
  ) throws -> JobResult? {
    let jobs = try jobs(for: submission.purpose, at: endpoint.target)
    if let open = jobs.last(where: { $0.state == .accepted }) { return .accepted(open) }
    if let open = jobs.last(where: { $0.state == .sending }) {
      let result = try lookUp(open, at: endpoint, by: client)
      if case .notSent = result {} else { return result }
    }
    guard let done = jobs.last(where: { $0.state == .done }) else { return nil }
    let isRecent = moment.map { done.at.milliseconds >= $0.milliseconds } ?? false
    return isAgain && !isRecent ? nil : .done(done)
  }

  // MARK: Other libraries

  /// Records the jobs of other libraries for the same request; this one can then follow them.
  private func importJobs(
    of submission: Submission, at target: TargetID, _ isAgain: Bool
  ) throws {
    let purpose = submission.purpose
    let jobs =
      try resolvedElsewhere(purpose, at: target)
      + [importableJob(for: purpose, at: target, isAgain)].compactMap(\.self)
    guard !jobs.isEmpty else { return }
    try store.change { change in for job in jobs { change.add(.job(job)) } }
  }

  /// Returns the jobs that are only `sending` in this library, but whose result another one knows:
  /// a copy, or the original if this is a backup.
  private func resolvedElsewhere(
    _ purpose: Submission.Purpose, at target: TargetID
  ) throws -> [Job] {
    guard let journal else { return [] }
    let noted = try journal.jobs(for: purpose, at: target, account)
      .filter { $0.state != .sending }
    guard !noted.isEmpty else { return [] }
    let open = try store.contents { contents in
      try noted.filter { try contents.jobs.last($0.job)?.state == .sending }
    }
    return open.map(Self.fetchable)
  }

  /// Returns a job as one whose result this library has yet to fetch.
  private static func fetchable(_ job: Job) -> Job {
    var job = job
    if job.state == .done { job.state = .accepted }
    return job
  }

  /// Returns a job with the same request that only another of the user's libraries knows: a copy,
  /// or the original if this is a backup. `nil` if there is none, or it came to nothing.
  ///
  /// - Parameter isAgain: Whether to ignore a render that another library has fetched.
  private func importableJob(
    for purpose: Submission.Purpose, at target: TargetID, _ isAgain: Bool
  ) throws -> Job? {
    let foreign = try foreignJobs(for: purpose, at: target)
    if let open = foreign.last(where: { $0.state == .accepted }) { return open }
    if let open = foreign.last(where: { $0.state == .sending }) { return open }
    // All that this library lacks of an element is its id, which is free to look up.
    if isAgain, case .bundle = purpose { return nil }
    return foreign.last { $0.state == .done && $0.task != nil }.map(Self.fetchable)
  }

  /// The jobs for a request that this library doesn't know, oldest first.
  private func foreignJobs(
    for purpose: Submission.Purpose, at target: TargetID
  ) throws -> [Job] {
    guard let journal else { return [] }
    let noted = try journal.jobs(for: purpose, at: target, account)
    guard !noted.isEmpty else { return [] }
    return try store.contents { contents in
      try noted.filter { try contents.jobs.last($0.job) == nil }
    }
  }

  /// Looks up a job that the provider may have received. The result is `notSent` if it never did;
  /// the call can then be submitted again.
  private func lookUp(
    _ open: Job, at endpoint: ProviderEndpoint, by client: some ProviderClient
  ) throws -> JobResult {
    guard let name = open.name, endpoint.resume == .externalID else { return .unknown(open) }
    for pause in Self.pauses {
      if pause > 0 { try wait(pause) }
      guard case .success(let task) = try jobID(named: name, at: endpoint, by: client) else {
        return .unknown(open)
      }
      if let task { return .accepted(try change(open, to: .accepted) { $0.task = task }) }
    }
    let settled = try change(open, to: .settled) {
      $0.note = "the provider has no job of this name"
    }
    return .notSent(
      SendObstacle(TransferFailure(.connectionLost, open.note), at: endpoint.target), settled)
  }

  /// Looks up the provider's id of a job by the job's name. The result is `nil` if there is no such
  /// job.
  private func jobID(
    named name: String, at endpoint: ProviderEndpoint, by client: some ProviderClient
  ) throws -> Result<String?, TransferFailure> {
    do {
      return .success(try endpoint.find(name, by: client))
    } catch let failure as TransferFailure {
      return .failure(failure)
    }
  }

  /// The jobs for a request from this account, oldest first.
  private func jobs(for purpose: Submission.Purpose, at target: TargetID) throws -> [Job] {
    let jobs: [Job] = try store.contents { contents in
      switch purpose {
      case .bundle(let digest, let call, let request):
        let own = try contents.jobs.ofBundle(digest).filter { $0.call == call }
        let others = try request.map { try contents.jobs.ofRequest($0) } ?? []
        return (own + others.filter { !own.contains($0) }).sorted { $0.job < $1.job }
      case .element(let element, let revision, let request):
        return try contents.jobs.of(element).filter {
          $0.export == nil
            && ($0.revision == revision || request != nil && $0.request == request)
        }
      }
    }
    return jobs.filter { $0.target == target.rawValue && $0.account == account }
  }

  /// Records that a call is about to be sent, if its price is within the limits together with what
  /// other commands spend.
  private func reserve(
    _ submission: Submission, at endpoint: ProviderEndpoint
  ) throws -> Result<Job, SpendingLimits.LimitExceeded> {
    let target = endpoint.target
    let accepted =
      try
      (jobs(for: submission.purpose, at: target)
      + foreignJobs(for: submission.purpose, at: target)).count { $0.task != nil }
    let begun: Result<Job, SpendingLimits.LimitExceeded> = try store.change { change in
      let now = try change.moment()
      let identity = try change.newIdentity()
      if let excess = try limits.reserve(
        submission.cost, for: identity, of: submission.purpose.bundle, at: now, change.contents)
      {
        return .failure(excess)
      }
      var job = Job(identity, .sending, target: target.rawValue, account: account, at: now)
      submission.purpose.apply(to: &job)
      (job.endpoint, job.cost) = (endpoint.path, submission.cost)
      if endpoint.resume == .externalID {
        job.name = submission.purpose.jobName(at: target, number: accepted)
      }
      change.add(.job(job))
      return .success(job)
    }
    guard case .success(let job) = begun, let journal else { return begun }
    do {
      try journal.record(job)
    } catch {
      // The call has not been sent.
      try change(job, to: .settled) { $0.note = "not sent: \(error.message)" }
      throw error
    }
    return begun
  }

  /// Records what the provider answered to a submission.
  private func record(
    _ result: JobResult, at endpoint: ProviderEndpoint, by client: some ProviderClient
  ) throws -> JobResult {
    switch result {
    case .accepted(let job): return .accepted(try record(job))
    case .refused(let obstacle, let job):
      // If the provider knows the name, the same request was submitted from elsewhere.
      if let name = job.name, endpoint.resume == .externalID,
        case .success(let task?) = try jobID(named: name, at: endpoint, by: client)
      {
        return .accepted(try change(job, to: .accepted) { ($0.task, $0.answer) = (task, nil) })
      }
      return .refused(obstacle, try record(job))
    case .notSent(let obstacle, let job): return .notSent(obstacle, try job.map(record))
    case .unknown(let job): return try lookUp(record(job), at: endpoint, by: client)
    case .failed, .finished, .notFetched, .take, .created, .done: return result
    }
  }

  /// Records a job's new state and returns the changed job.
  @discardableResult
  package func change(
    _ job: Job, to state: Job.State, _ edit: (inout Job) -> Void = { _ in }
  ) throws -> Job {
    try record(job.next(state, at: job.at, edit))
  }

  /// Records a job that has changed, with the time of the record.
  private func record(_ job: Job) throws -> Job {
    var job = job
    try store.change { change in
      job.at = try change.moment(after: job.at)
      change.add(.job(job))
    }
    if !job.mayBeCharged { limits.release(job.job) }
    recordInJournal(job)
    return job
  }

  /// Notes a job's state for the user's other libraries. If that fails, they still see the earlier
  /// note: the job may have been received.
  package func recordInJournal(_ job: Job) { try? journal?.record(job) }
}

extension Job {
  /// Returns the record of the job's new state.
  package func next(
    _ state: State, at moment: Instant, _ edit: (inout Job) -> Void = { _ in }
  ) -> Job {
    var next = self
    (next.state, next.note, next.at) = (state, "", moment)
    edit(&next)
    return next
  }
}
