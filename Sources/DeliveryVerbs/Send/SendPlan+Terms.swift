internal import Bundles
internal import Files

/// What a user agrees to when a plan is carried out: which bundles are sent, with which account,
/// and at which prices.
public struct SendTerms: Hashable, Sendable {
  public let account: String
  /// The bundles, by the SHA-256 of their manifests.
  public let bundles: [Digest]
  /// The prices, by currency.
  public let costs: [Cost]
}

extension SendPlan {
  /// What the user agrees to. A plan that is made again has the same terms, unless an element or a
  /// price has changed.
  public var terms: SendTerms {
    SendTerms(account: account, bundles: bundles.map(\.digest), costs: costs)
  }

  /// Why the bundles can't be sent, also for want of a key; empty if all can be.
  public var allObstacles: [SendObstacle] {
    bundles.flatMap { $0.obstacles + $0.keyObstacles }
  }

  /// Returns a name for the plan: the SHA-256 of its terms, and of everything else that a user sees
  /// before agreeing. A plan for the same bundles has another name once one of them was submitted.
  public func fingerprint(in library: ElementLibrary) throws -> Digest {
    let digests = Set(bundles.map(\.digest))
    let jobs = try ListJobs().run(in: library).map(\.job)
      .filter { $0.export.map(digests.contains) ?? false }
    let parts: JSONValue = [
      "account": account, "costs": costs.map(CostJSON.cost),
      "bundles": bundles.objects { bundle in
        [
          "sha256": bundle.digest, "target": bundle.target, "submits": bundle.maySubmit,
          "job": bundle.earlier?.job?.job, "hosts": bundle.hosts,
          "calls": bundle.calls.objects { call in
            [
              "path": call.file, "target": call.target, "creates": call.creates,
              "cost": call.cost?.cost.map(CostJSON.cost),
            ]
          },
          "obstacles": bundle.obstacles.map(\.message), "changes": bundle.changes.map(\.message),
          "warnings": bundle.warnings.map(\.message), "takes": bundle.takes,
        ]
      },
      "jobs": jobs.map(\.job.text).sorted(),
    ]
    return SHA256.digest(of: parts.compactBytes)
  }
}

// MARK: - Prices

extension SendPlan {
  /// Why the price of a plan doesn't fit below a limit.
  public enum PriceProblem: Hashable, Sendable {
    /// The price of a number of calls is not known.
    case unknown(Int)
    /// The price is in this currency, and the limit in another.
    case otherCurrency(String)
    /// The price is higher.
    case tooHigh(Cost)
  }

  /// Returns why the price doesn't fit below a limit; `nil` if it does.
  ///
  /// - Parameter spent: What counts against the limit already, in its currency.
  public func priceProblem(for limit: Cost, besides spent: [Cost] = []) -> PriceProblem? {
    if unknownPriceCount > 0 { return .unknown(unknownPriceCount) }
    if let other = costs.first(where: { $0.currency != limit.currency }) {
      return .otherCurrency(other.currency)
    }
    guard let price = costs.first else { return nil }
    // An amount that can't be added exceeds every limit.
    guard costs.count == 1, let maximum = Money(limit.amount),
      let total = (costs + spent).reduce(
        Money("0"),
        { sum, cost in
          Money(cost.amount).flatMap { sum?.plus($0) }
        }), !total.exceeds(maximum)
    else { return .tooHigh(price) }
    return nil
  }
}
