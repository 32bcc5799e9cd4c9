package import Bundles
package import Library
package import Model

/// The limits on what jobs may cost.
package struct SpendingLimits: Hashable, Sendable {
  /// The maximum for all jobs begun within 24 hours, by currency, across all commands and
  /// libraries.
  package var daily: [String: Money] = [:]
  /// The limits of projects, by the bundles that belong to them.
  package var projects: [Digest: ProjectLimit] = [:]

  /// The spending in all of the user's libraries; `nil` to count only one library.
  package var ledger: SpendingLedger?

  package init(daily: [String: Money] = [:], ledger: SpendingLedger? = nil) {
    (self.daily, self.ledger) = (daily, ledger)
  }

  /// The maximum of what is spent on a project.
  package struct ProjectLimit: Hashable, Sendable {
    package let project: ULID
    /// The amounts, by currency.
    package let maximum: [String: Money]

    package init(of project: ULID, _ maximum: [String: Money]) {
      (self.project, self.maximum) = (project, maximum)
    }

    /// Returns the limit that a price would exceed together with what was spent.
    package func excess(of cost: Cost?, besides spent: [Cost]) -> LimitExceeded? {
      SpendingLimits.excess(of: cost, besides: spent, maximum, isOfProject: true)
    }
  }

  /// A limit that a job would exceed.
  package struct LimitExceeded: Error, Hashable, Sendable {
    /// Whether it is that of the project, instead of the user's for a day.
    package let isOfProject: Bool
    package let currency: String
    package let limit: String
    /// What counts against it already.
    package let spent: String
    /// The price of the job; `nil` if it isn't known, in which case any limit might be exceeded.
    package let cost: String?
  }

  /// Reserves the price of a job that is about to begin. If it would exceed a limit, reserves
  /// nothing and returns that limit.
  ///
  /// - Parameter bundle: The bundle that the job is for; `nil` if it is for none.
  /// - Throws: `SpendingLedger.InvalidLedger` if it is unknown what other libraries have begun.
  func reserve(
    _ cost: Cost?, for job: ULID, of bundle: Digest?, at now: Instant, _ contents: Contents
  ) throws -> LimitExceeded? {
    if let limit = bundle.flatMap({ projects[$0] }),
      let excess = limit.excess(
        of: cost, besides: try ProjectSpending(on: limit.project, contents).costs)
    {
      return excess
    }
    guard !daily.isEmpty else { return nil }
    let since = Self.dayBefore(now)
    guard let ledger else {
      return Self.excess(of: cost, besides: try Self.costs(since: since, [], contents), daily)
    }
    return try ledger.change { entries in
      entries.removeAll { $0.at < since }
      let spent = try Self.costs(since: since, entries, contents)
      if let excess = Self.excess(of: cost, besides: spent, daily) { return excess }
      if let cost { entries.append(SpendingLedger.Entry(job: job, at: now, cost: cost)) }
      return nil
    }
  }

  /// Returns what counts against the daily limits: what was begun in this library, if there is one,
  /// and in the user's others while there was a limit.
  ///
  /// - Throws: `SpendingLedger.InvalidLedger` if it is unknown what other libraries have begun.
  package func spent(until now: Instant, _ contents: Contents?) throws -> [Cost] {
    let since = Self.dayBefore(now)
    let entries = try ledger?.entries(since: since) ?? []
    guard let contents else { return entries.map(\.cost) }
    return try Self.costs(since: since, entries, contents)
  }

  private static func dayBefore(_ now: Instant) -> Instant {
    Instant(milliseconds: now.milliseconds - 86_400_000)
  }

  /// The costs of a library's own jobs, whose outcome it knows, and of the entries of others.
  private static func costs(
    since start: Instant, _ entries: [SpendingLedger.Entry], _ contents: Contents
  ) throws -> [Cost] {
    try contents.jobs.since(start).filter(\.mayBeCharged).compactMap(\.cost)
      + entries.filter { try contents.jobs.last($0.job) == nil }.map(\.cost)
  }

  /// Releases the price that was reserved for a job that is not charged. If that fails, the price
  /// still counts for 24 hours.
  func release(_ job: ULID) {
    guard !daily.isEmpty else { return }
    try? ledger?.change { $0.removeAll { $0.job == job } }
  }

  /// Returns the limit that a price would exceed together with other prices.
  private static func excess(
    of cost: Cost?, besides costs: [Cost], _ limits: [String: Money], isOfProject: Bool = false
  ) -> LimitExceeded? {
    for (currency, limit) in limits.sorted(by: { $0.key < $1.key }) {
      guard cost == nil || cost?.currency == currency else { continue }
      let spent = costs.filter { $0.currency == currency }
        .map { Money($0.amount) }.reduce(Money("0")) { sum, next in next.flatMap { sum?.plus($0) } }
      let total = cost.flatMap { Money($0.amount) }.flatMap { spent?.plus($0) }
      // A sum that can't be computed exceeds every limit.
      guard let total, !total.exceeds(limit) else {
        return LimitExceeded(
          isOfProject: isOfProject, currency: currency, limit: limit.text,
          spent: spent?.text ?? "?", cost: cost?.amount)
      }
    }
    return nil
  }
}
