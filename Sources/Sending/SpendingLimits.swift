package import Bundles
internal import Library
internal import Model

/// The limits on what jobs may cost.
package struct SpendingLimits: Hashable, Sendable {
  /// The maximum for all jobs begun within 24 hours, by currency, across all commands and
  /// libraries.
  package var daily: [String: Money] = [:]

  /// The spending in all of the user's libraries; `nil` to count only one library.
  package var ledger: SpendingLedger?

  package init(daily: [String: Money] = [:], ledger: SpendingLedger? = nil) {
    (self.daily, self.ledger) = (daily, ledger)
  }

  /// A limit that a job would exceed.
  package struct LimitExceeded: Error, Hashable, Sendable {
    package let currency: String
    package let limit: String
    /// The cost of the jobs that were begun within the last 24 hours.
    package let spent: String
    /// The price of the job; `nil` if it isn't known, in which case any limit might be exceeded.
    package let cost: String?
  }

  /// Reserves the price of a job that is about to begin. If it would exceed a limit, reserves
  /// nothing and returns that limit.
  ///
  /// - Throws: `SpendingLedger.InvalidLedger` if it is unknown what other libraries have begun.
  func reserve(
    _ cost: Cost?, for job: ULID, at now: Instant, _ contents: Contents
  ) throws -> LimitExceeded? {
    guard !daily.isEmpty else { return nil }
    let since = Instant(milliseconds: now.milliseconds - 86_400_000)
    let own = try contents.jobs.since(since).filter(\.mayBeCharged).compactMap(\.cost)
    guard let ledger else { return excess(of: cost, besides: own) }
    return try ledger.change { entries in
      entries.removeAll { $0.at < since }
      // The library knows the outcome of its own jobs.
      let others = try entries.filter { try contents.jobs.last($0.job) == nil }.map(\.cost)
      if let excess = excess(of: cost, besides: own + others) { return excess }
      if let cost { entries.append(SpendingLedger.Entry(job: job, at: now, cost: cost)) }
      return nil
    }
  }

  /// Releases the price that was reserved for a job that is not charged. If that fails, the price
  /// still counts for 24 hours.
  func release(_ job: ULID) {
    guard !daily.isEmpty else { return }
    try? ledger?.change { $0.removeAll { $0.job == job } }
  }

  /// Returns the limit that a price would exceed together with other prices.
  private func excess(of cost: Cost?, besides costs: [Cost]) -> LimitExceeded? {
    for (currency, limit) in daily.sorted(by: { $0.key < $1.key }) {
      guard cost == nil || cost?.currency == currency else { continue }
      let spent = costs.filter { $0.currency == currency }
        .map { Money($0.amount) }.reduce(Money("0")) { sum, next in next.flatMap { sum?.plus($0) } }
      let total = cost.flatMap { Money($0.amount) }.flatMap { spent?.plus($0) }
      // A sum that can't be computed exceeds every limit.
      guard let total, !total.exceeds(limit) else {
        return LimitExceeded(
          currency: currency, limit: limit.text, spent: spent?.text ?? "?", cost: cost?.amount)
      }
    }
    return nil
  }
}
