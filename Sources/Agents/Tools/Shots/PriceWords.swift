internal import Castbook
internal import Model

/// The price of planned calls, always with its day and how sure it is, or the statement that it is
/// not known.
struct PriceWords {
  let plan: ExportPlan

  /// The bundles that can be sent.
  private var ready: [PlannedBundle] { plan.shots.filter { $0.status != .fail } }

  /// The price of the renders, of the calls that come first, and of all together.
  var lines: [String] {
    guard !ready.isEmpty else { return ["Price: unknown, since it can't be sent as it is"] }
    let calls = plan.firstCalls.map { call in
      let name = call.placeholder.split(separator: "/").last.map(String.init) ?? call.placeholder
      return "First, once: \(call.target) creates \(sanitized(name)), "
        + (call.cost.map(Self.words) ?? Self.unknown)
    }
    return ["Price: \(ready.count == 1 ? Self.words(of: ready[0]) : sum)"] + calls
      + (ready.count == 1 && !calls.isEmpty ? ["Price of all calls: \(sum)"] : [])
  }

  /// The sum of all calls, and whether some have no known price.
  var sum: String {
    let (sums, isAll) = plan.total(of: ready)
    guard !sums.isEmpty else { return Self.unknown }
    return sums.map { sanitized($0.text) }.joined(separator: " + ")
      + (isAll ? "" : ", plus calls of unknown price")
  }

  private static let unknown = "no price is known"

  /// Returns the price of a bundle's render.
  static func words(of bundle: PlannedBundle) -> String { bundle.cost.map(words) ?? unknown }

  private static func words(_ cost: RenderCost) -> String {
    "\(sanitized(cost.price)) (\(sanitized(cost.calculation)); read on \(cost.asOf.formatted), "
      + "\(words(cost.basis)))"
  }

  /// Returns how sure a price is.
  private static func words(_ basis: Basis) -> String {
    switch basis {
    case .stated: "stated for this endpoint"
    case .inferred: "inferred from a sibling endpoint"
    case .unverified: "unverified: no trustworthy source"
    }
  }

  // MARK: Facts

  /// The schema of a price.
  static let schema: JSONValue = Schema.object(
    required: ["amount", "currency", "as_of", "basis"],
    [
      "amount": Schema.text, "currency": Schema.text, "as_of": Schema.text, "basis": Schema.text,
      "calculation": Schema.text, "source": Schema.text,
    ])

  /// The schema of `total`.
  static let totalSchema: JSONValue = Schema.list(of: amountSchema)

  /// The schema of an amount of money.
  static let amountSchema: JSONValue = Schema.object(
    required: ["amount", "currency"], ["amount": Schema.text, "currency": Schema.text])

  /// Returns an amount of money as data.
  static func amount(_ cost: Cost) -> JSONValue {
    ["amount": cost.amount, "currency": cost.currency]
  }

  /// Returns a price as data.
  static func facts(_ cost: RenderCost) -> JSONValue {
    [
      "amount": cost.amount, "currency": cost.currency, "as_of": cost.asOf, "basis": cost.basis,
      "calculation": cost.calculation, "source": cost.source,
    ]
  }

  /// The sums of all calls by currency, and whether every price is known.
  var total: JSONValue {
    let (sums, isAll) = plan.total(of: ready)
    return [
      "total": sums.map(Self.amount),
      "total_is_all": isAll && !ready.isEmpty,
    ]
  }
}
