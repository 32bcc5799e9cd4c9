internal import Files
package import Library
package import Model
internal import Targets
import Transfers

/// Submits calls to a provider for one of the user's accounts, each at most once.
///
/// The library records `sending` before a call is sent, and later its outcome. If the outcome is
/// missing, the provider is asked for the job if it supports that; otherwise the call is not sent
/// again.
///
/// ```swift
/// let desk = JobDesk(store, account: "main")
/// switch try desk.submit(order, to: endpoint, by: client) { … }
/// ```
package struct JobDesk {
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
  /// How long to wait for another command that submits the same order, in seconds: longer than a
  /// provider may take to answer.
  private static let submissionSeconds = 300

  /// Submits an order, unless it was submitted before.
  ///
  /// Meanwhile, only another submission of the same order has to wait.
  ///
  /// - Parameters:
  ///   - isAgain: Whether to submit the order again even if its result was fetched before.
  ///   - moment: With `isAgain`, a result that was fetched since this time still counts.
  /// - Throws: `SubmissionInProgress` if another command is submitting the same order.
  package func submit(
    _ order: JobOrder, to endpoint: ProviderEndpoint, isAgain: Bool = false,
    since moment: Instant? = nil, by client: some ProviderClient
  ) throws -> OrderOutcome {
    let subject = order.purpose.subject
    let outcome = try locked(subject, seconds: Self.submissionSeconds) { () -> OrderOutcome in
      try adopt(order, at: endpoint.target, isAgain)
      if let known = try known(order, at: endpoint, isAgain, moment, by: client) { return known }
      // If this fails, there is no record of a call that may have been sent.
      try client.prepare()
      let begun: Job
      switch try begin(order, at: endpoint) {
      case .success(let job): begun = job
      case .failure(let excess): return .overLimit(excess)
      }
      let body = begun.name.map { endpoint.naming(order.body, $0) } ?? order.body
      return try note(endpoint.submit(body, by: client), of: begun, at: endpoint, by: client)
    }
    guard let outcome else { throw SubmissionInProgress() }
    return outcome
  }

  /// Runs `body` while no command is submitting the job. Returns `nil` without running it if one
  /// is.
  ///
  /// - Parameter seconds: How long to wait for such a command.
  package func whileIdle<Value>(
    _ job: Job, seconds: Int = 2, _ body: () throws -> Value
  ) throws -> Value? {
    guard let purpose = JobOrder.Purpose(of: job) else { return try body() }
    return try locked(purpose.subject, seconds: seconds, body)
  }

  /// Runs `body` while no other command of this library or this user submits the same request.
  private func locked<Value>(
    _ subject: Digest, seconds: Int, _ body: () throws -> Value
  ) throws -> Value? {
    let folders = [store.submissionFolder] + (journal.map { [$0.folder] } ?? [])
    let lock = try SubmissionLock(subject, in: folders, seconds: seconds) { try wait(0) }
    guard let lock else { return nil }
    return try withExtendedLifetime(lock) { try body() }
  }

  /// Returns an order's earlier job if it is open or done; `nil` if there is none.
  package func progress(
    of order: JobOrder, at target: TargetID, isAgain: Bool = false
  ) throws -> Job? {
    let decided = try decided(order, at: target)
    let jobs = try jobs(for: order, at: target).map { job in
      decided.last { $0.job == job.job } ?? job
    }
    for state in [Job.State.accepted, .sending, .done] {
      if let job = jobs.last(where: { $0.state == state }) { return job }
    }
    return try adoptable(order, at: target, isAgain)
  }

  /// Returns the outcome of an earlier submission; `nil` if the order has to be submitted.
  private func known(
    _ order: JobOrder, at endpoint: ProviderEndpoint, _ isAgain: Bool, _ moment: Instant?,
    by client: some ProviderClient
  ) throws -> OrderOutcome? {
    let jobs = try jobs(for: order, at: endpoint.target)
    if let open = jobs.last(where: { $0.state == .accepted }) { return .accepted(open) }
    if let open = jobs.last(where: { $0.state == .sending }),
      let outcome = try asked(for: open, at: endpoint, by: client)
    {
      return outcome
    }
    guard let done = jobs.last(where: { $0.state == .done }) else { return nil }
    let isRecent = moment.map { done.at.milliseconds >= $0.milliseconds } ?? false
    return isAgain && !isRecent ? nil : .done(done)
  }

  // MARK: Other libraries

  /// Records an order's jobs from other libraries; this one can then follow them.
  private func adopt(_ order: JobOrder, at target: TargetID, _ isAgain: Bool) throws {
    let decided = try decided(order, at: target)
    let news = try decided + [adoptable(order, at: target, isAgain)].compactMap(\.self)
    guard !news.isEmpty else { return }
    try store.change { change in for job in news { change.add(.job(job)) } }
  }

  /// Returns the jobs that are only `sending` in this library, but whose outcome another one knows:
  /// a copy, or the original if this is a backup.
  private func decided(_ order: JobOrder, at target: TargetID) throws -> [Job] {
    guard let journal else { return [] }
    let noted = try journal.jobs(for: order.purpose, at: target, account)
      .filter { $0.state != .sending }
    guard !noted.isEmpty else { return [] }
    let open = try store.contents { contents in
      try noted.filter { try contents.job($0.job)?.state == .sending }
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
  private func adoptable(
    _ order: JobOrder, at target: TargetID, _ isAgain: Bool
  ) throws -> Job? {
    let foreign = try foreignJobs(for: order, at: target)
    if let open = foreign.last(where: { $0.state == .accepted }) { return open }
    if let open = foreign.last(where: { $0.state == .sending }) { return open }
    // All that this library lacks of an element is its id, which is free to look up.
    if isAgain, case .bundle = order.purpose { return nil }
    return foreign.last { $0.state == .done && $0.task != nil }.map(Self.fetchable)
  }

  /// The jobs of an order that this library doesn't know, oldest first.
  private func foreignJobs(for order: JobOrder, at target: TargetID) throws -> [Job] {
    guard let journal else { return [] }
    let noted = try journal.jobs(for: order.purpose, at: target, account)
    guard !noted.isEmpty else { return [] }
    return try store.contents { contents in try noted.filter { try contents.job($0.job) == nil } }
  }

  /// Looks up a job that the provider may have received. Returns `nil` if it never did.
  private func asked(
    for open: Job, at endpoint: ProviderEndpoint, by client: some ProviderClient
  ) throws -> OrderOutcome? {
    guard let name = open.name, endpoint.resume == .externalID else { return .undecided(open) }
    for pause in Self.pauses {
      if pause > 0 { try wait(pause) }
      guard case .success(let task) = try found(name, at: endpoint, by: client) else {
        return .undecided(open)
      }
      if let task { return .accepted(try change(open, to: .accepted) { $0.task = task }) }
    }
    try change(open, to: .settled) { $0.note = "the provider has no job of this name" }
    return nil
  }

  /// Looks up the provider's id of a job by the job's name. The result is `nil` if there is no such
  /// job.
  private func found(
    _ name: String, at endpoint: ProviderEndpoint, by client: some ProviderClient
  ) throws -> Result<String?, TransferFailure> {
    do {
      return .success(try endpoint.find(name, by: client))
    } catch let failure as TransferFailure {
      return .failure(failure)
    }
  }

  /// The jobs of an order for this account, oldest first.
  private func jobs(for order: JobOrder, at target: TargetID) throws -> [Job] {
    let jobs: [Job] = try store.contents { contents in
      switch order.purpose {
      case .bundle(let digest, let call, let request):
        let own = try contents.jobs(ofBundle: digest).filter { $0.call == call }
        let others = try request.map { try contents.jobs(ofRequest: $0) } ?? []
        return (own + others.filter { !own.contains($0) }).sorted { $0.job < $1.job }
      case .element(let element, let revision, let request):
        return try contents.jobs(of: element).filter {
          $0.export == nil
            && ($0.revision == revision || request != nil && $0.request == request)
        }
      }
    }
    return jobs.filter { $0.target == target.rawValue && $0.account == account }
  }

  /// Records that a call is about to be sent, if its price is within the limits together with what
  /// other commands spend.
  private func begin(
    _ order: JobOrder, at endpoint: ProviderEndpoint
  ) throws -> Result<Job, SpendingLimits.Excess> {
    let target = endpoint.target
    let accepted =
      try (jobs(for: order, at: target) + foreignJobs(for: order, at: target)).count {
        $0.task != nil
      }
    let begun: Result<Job, SpendingLimits.Excess> = try store.change { change in
      let now = try change.moment()
      let identity = try change.newIdentity()
      if let excess = try limits.reserve(order.cost, for: identity, at: now, change.contents) {
        return .failure(excess)
      }
      var job = Job(identity, .sending, target: target.rawValue, account: account, at: now)
      order.purpose.describe(&job)
      (job.endpoint, job.cost) = (endpoint.path, order.cost)
      if endpoint.resume == .externalID {
        job.name = order.purpose.jobName(at: target, number: accepted)
      }
      change.add(.job(job))
      return .success(job)
    }
    guard case .success(let job) = begun, let journal else { return begun }
    do {
      try journal.note(job)
    } catch {
      // The call has not been sent.
      try change(job, to: .settled) { $0.note = "not sent: \(error.message)" }
      throw error
    }
    return begun
  }

  private func note(
    _ outcome: SubmissionOutcome, of job: Job, at endpoint: ProviderEndpoint,
    by client: some ProviderClient
  ) throws -> OrderOutcome {
    switch outcome {
    case .accepted(let task):
      return .accepted(try change(job, to: .accepted) { $0.task = task })
    case .refused(let refusal):
      // If the provider knows the name, the same order was submitted from elsewhere.
      if let name = job.name, endpoint.resume == .externalID,
        case .success(let task?) = try found(name, at: endpoint, by: client)
      {
        return .accepted(try change(job, to: .accepted) { $0.task = task })
      }
      return .refused(
        try change(job, to: .refused) { ($0.note, $0.answer) = (refusal.words, refusal.answer) })
    case .notSent(let failure):
      try change(job, to: .settled) { $0.note = "not sent: \(failure.words)" }
      return .notSent(failure)
    case .unclear(let words):
      let open = try change(job, to: .sending) { $0.note = words }
      return try asked(for: open, at: endpoint, by: client)
        ?? .notSent(TransferFailure(.broken, words))
    }
  }

  /// Records a job's new state and returns the changed job.
  @discardableResult
  package func change(
    _ job: Job, to state: Job.State, _ edit: (inout Job) -> Void = { _ in }
  ) throws -> Job {
    let next = try store.change { change in
      let next = try job.next(state, at: change.moment(after: job.at), edit)
      change.add(.job(next))
      return next
    }
    if !next.mayBeCharged { limits.release(next.job) }
    note(next)
    return next
  }

  /// Notes a job's state for the user's other libraries. If that fails, they still see the earlier
  /// note: the job may have been received.
  package func note(_ job: Job) { try? journal?.note(job) }
}

/// Another command is submitting the same order.
package struct SubmissionInProgress: Error {}

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
