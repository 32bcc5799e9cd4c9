internal import Files
package import Library
package import Model
internal import Targets
package import Transfers

/// A call that may be charged for, and what it is for.
package struct JobOrder: Sendable {
  /// What the call sends or creates.
  package enum Purpose: Hashable, Sendable {
    /// A call of a bundle: the SHA-256 of its manifest, the file of the call, and the SHA-256 of what the call asks for.
    /// A bundle that is exported again may have other ids and addresses in it, and asks for the same.
    case bundle(Digest, call: String, request: Digest?)
    /// The creation of an element or a voice from a revision, and the SHA-256 of what the provider sees of it, which
    /// other revisions may have in common.
    case element(ULID, revision: Digest, request: Digest?)
  }

  package let purpose: Purpose
  /// The body, with nothing left to fill in.
  package let body: JSONValue
  /// The price that is expected; `nil` if it isn't known.
  package let cost: Cost?

  package init(_ purpose: Purpose, _ body: JSONValue, cost: Cost?) {
    (self.purpose, self.body, self.cost) = (purpose, body, cost)
  }
}

/// What has become of an order.
package enum OrderOutcome: Hashable, Sendable {
  /// The provider has the job, from now or from before.
  case accepted(Job)
  /// Its result was fetched before.
  case done(Job)
  /// The provider refused it. Nothing is charged.
  case refused(Job)
  /// The call did not reach the provider. Nothing is charged.
  case notSent(CallFailure)
  /// It may have been accepted: only the provider or the user knows.
  case undecided(Job)
  /// It would cost more than may be spent.
  case overLimit(SpendingLimits.Excess)
}

/// Submits calls to a provider for one account of the user, each at most once.
///
/// A record of the library says `sending` before a call leaves, and another one says what came of it. If there is only the
/// first one, the provider is asked for the job if it can be asked; otherwise nothing more is sent.
///
/// ```swift
/// let desk = JobDesk(store, account: "main")
/// switch try desk.submit(order, to: endpoint, by: client) { … }
/// ```
package struct JobDesk {
  private let store: LibraryStore
  private let account: String
  private let limits: SpendingLimits
  /// Waits for some seconds before a provider is asked again for a job.
  private let wait: (Int) throws -> Void

  package init(
    _ store: LibraryStore, account: String, limits: SpendingLimits = SpendingLimits(),
    wait: @escaping (Int) throws -> Void
  ) {
    (self.store, self.account, self.limits, self.wait) = (store, account, limits, wait)
  }

  /// How often, and with which pauses in seconds, a provider is asked for a job before it counts as never arrived. A job
  /// that was accepted a moment ago may not be listed yet.
  private static let pauses = [0, 2, 5, 15]
  /// How long another command may be in the middle of a submission.
  private static let lockMilliseconds = 200_000

  /// Submits an order, unless it was submitted before.
  ///
  /// - Parameters:
  ///   - isAgain: Whether an order is submitted again whose result was fetched before.
  ///   - moment: With `isAgain`, a result that was fetched since this moment counts nevertheless.
  package func submit(
    _ order: JobOrder, to endpoint: ProviderEndpoint, isAgain: Bool = false,
    since moment: Instant? = nil, by client: some ProviderClient
  ) throws -> OrderOutcome {
    // While it is held, a job of this library that is only `sending` belongs to no command that runs.
    let milliseconds = Self.lockMilliseconds
    let outcome = try withoutSubmissions(waiting: milliseconds) { () throws -> OrderOutcome in
      if let known = try known(order, at: endpoint, isAgain, moment, by: client) { return known }
      // What fails here has not been recorded as a call that may have left.
      try client.prepare()
      let begun: Job
      switch try begin(order, at: endpoint) {
      case .success(let job): begun = job
      case .failure(let excess): return .overLimit(excess)
      }
      let body = begun.name.map { endpoint.naming(order.body, $0) } ?? order.body
      return try note(endpoint.submit(body, by: client), of: begun, at: endpoint, by: client)
    }
    guard let outcome else {
      throw LibraryError.busy(store.root, seconds: milliseconds / 1000)
    }
    return outcome
  }

  /// Does something while no command submits a job of this library. Returns `nil` without doing it if one does.
  ///
  /// - Parameter milliseconds: How long it waits for such a command.
  package func withoutSubmissions<Value>(
    waiting milliseconds: Int = 2000, _ body: () throws -> Value
  ) throws -> Value? {
    guard let lock = try FileLock(store.log.folder, timeoutMilliseconds: milliseconds) else {
      return nil
    }
    return try withExtendedLifetime(lock) { try body() }
  }

  /// Returns what has become of an order before; `nil` if it was not submitted or came to nothing.
  package func progress(of order: JobOrder, at target: TargetID) throws -> Job? {
    let jobs = try jobs(for: order, at: target)
    for state in [Job.State.accepted, .sending, .done] {
      if let job = jobs.last(where: { $0.state == state }) { return job }
    }
    return nil
  }

  /// Returns what is known of an order from before; `nil` if it is to be submitted.
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

  /// Asks the provider for a job that may have arrived. Returns `nil` if it never did.
  private func asked(
    for open: Job, at endpoint: ProviderEndpoint, by client: some ProviderClient
  ) throws -> OrderOutcome? {
    guard let name = open.name, endpoint.resume == .externalID else { return .undecided(open) }
    for pause in Self.pauses {
      if pause > 0 { try wait(pause) }
      let task: String?
      do {
        task = try endpoint.find(name, by: client)
      } catch is CallFailure {
        return .undecided(open)
      }
      if let task { return .accepted(try change(open, to: .accepted) { $0.task = task }) }
    }
    try change(open, to: .settled) { $0.note = "the provider has no job of this name" }
    return nil
  }

  /// The jobs of an order at this account, oldest first.
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

  /// Records that a call is about to leave, if its price is within the limits, whatever other commands spend.
  private func begin(
    _ order: JobOrder, at endpoint: ProviderEndpoint
  ) throws -> Result<Job, SpendingLimits.Excess> {
    try store.change { change in
      let now = try change.moment()
      let identity = try change.newIdentity()
      if let excess = try limits.reserve(order.cost, for: identity, at: now, change.contents) {
        return .failure(excess)
      }
      var job = Job(
        identity, .sending, target: endpoint.target.rawValue, account: account, at: now)
      switch order.purpose {
      case .bundle(let digest, let call, let request):
        (job.export, job.call, job.request) = (digest, call, request)
      case .element(let element, let revision, let request):
        (job.element, job.revision, job.request) = (element, revision, request)
      }
      (job.endpoint, job.cost) = (endpoint.path, order.cost)
      if endpoint.resume == .externalID { job.name = "castbook-\(identity.text.lowercased())" }
      change.add(.job(job))
      return .success(job)
    }
  }

  private func note(
    _ outcome: SubmissionOutcome, of job: Job, at endpoint: ProviderEndpoint,
    by client: some ProviderClient
  ) throws -> OrderOutcome {
    switch outcome {
    case .accepted(let task):
      return .accepted(try change(job, to: .accepted) { $0.task = task })
    case .refused(let refusal):
      return .refused(
        try change(job, to: .refused) { ($0.note, $0.answer) = (refusal.words, refusal.answer) })
    case .notSent(let failure):
      try change(job, to: .settled) { $0.note = "not sent: \(failure.words)" }
      return .notSent(failure)
    case .unclear(let words):
      let open = try change(job, to: .sending) { $0.note = words }
      return try asked(for: open, at: endpoint, by: client)
        ?? .notSent(CallFailure(.broken, words))
    }
  }

  /// Records that a job has come further. Returns it.
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
    return next
  }
}

extension Job {
  /// Returns the record that says how far the job has come now.
  package func next(
    _ state: State, at moment: Instant, _ edit: (inout Job) -> Void = { _ in }
  ) -> Job {
    var next = self
    (next.state, next.note, next.at) = (state, "", moment)
    edit(&next)
    return next
  }
}
