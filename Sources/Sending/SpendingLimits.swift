package import Bundles
package import Library
package import Model

/// The limits on what jobs may cost.
package struct SpendingLimits: Hashable, Sendable {
  /// The maximum for all jobs that any command begins within 24 hours, by currency.
  package var daily: [String: Money] = [:]

  package init(daily: [String: Money] = [:]) { self.daily = daily }

  /// A limit that a job would exceed.
  package struct Excess: Error, Hashable, Sendable {
    package let currency: String
    package let limit: String
    /// The cost of the jobs that were begun within the last 24 hours.
    package let spent: String
    /// The price of the job; `nil` if it isn't known, so that no limit can hold.
    package let cost: String?
  }

  /// Returns the limit that a job would exceed; `nil` if there is none.
  package func excess(
    of cost: Cost?, at now: Instant, _ contents: Contents
  ) throws -> Excess? {
    guard !daily.isEmpty else { return nil }
    let since = Instant(milliseconds: now.milliseconds - 86_400_000)
    let jobs = try contents.jobs(since: since).filter {
      $0.state != .refused && $0.state != .settled
    }
    for (currency, limit) in daily.sorted(by: { $0.key < $1.key }) {
      guard cost == nil || cost?.currency == currency else { continue }
      let spent = jobs.compactMap(\.cost).filter { $0.currency == currency }
        .map { Money($0.amount) }.reduce(Money("0")) { sum, next in next.flatMap { sum?.plus($0) } }
      let total = cost.flatMap { Money($0.amount) }.flatMap { spent?.plus($0) }
      // A sum that can't be computed exceeds every limit.
      guard let total, !total.exceeds(limit) else {
        return Excess(
          currency: currency, limit: limit.text, spent: spent?.text ?? "?", cost: cost?.amount)
      }
    }
    return nil
  }
}
