internal import Castbook
internal import Model
internal import Synchronization

/// What a server has spent since it was started, so that it never spends more than the user allows.
///
/// A price is reserved before anything is sent, and released if nothing may be charged.
final class SpendingAccount: Sendable {
  /// What the server may spend in all.
  let limit: Cost
  private let reserved = Mutex<[Cost]>([])

  init(limit: Cost) { self.limit = limit }

  /// What was spent, as far as is known; `nil` for nothing.
  var spent: Cost? { reserved.withLock { $0 }.sums.first }

  /// Throws the reason why a plan's price can't be paid.
  func check(_ plan: SendPlan) throws(SendRefusal) {
    try reserved.withLock { (reserved) throws(SendRefusal) in try check(plan, besides: reserved) }
  }

  private func check(_ plan: SendPlan, besides reserved: [Cost]) throws(SendRefusal) {
    switch plan.priceProblem(for: limit, besides: reserved) {
    case .unknown(let count): throw .unknownPrice(calls: count)
    case .otherCurrency(let currency): throw .otherCurrency(currency, limit: limit)
    case .tooHigh(let price): throw .aboveLimit(price, limit: limit, spent: reserved.sums.first)
    case nil: break
    }
  }

  /// Reserves a plan's price.
  ///
  /// - Throws: `SendRefusal` if the limit would be exceeded.
  func reserve(_ plan: SendPlan) throws(SendRefusal) {
    try reserved.withLock { (reserved) throws(SendRefusal) in
      try check(plan, besides: reserved)
      reserved += plan.costs
    }
  }

  /// Replaces the reserved price of a plan by what may be charged.
  func settle(_ plan: SendPlan, charged: [Cost]) {
    reserved.withLock { reserved in
      for cost in plan.costs {
        if let index = reserved.lastIndex(of: cost) { reserved.remove(at: index) }
      }
      reserved += charged
    }
  }
}
