/// How many takes there are, by what was decided about them.
public struct TakeTally: Hashable, Sendable {
  private var counts: [Take.Result: Int] = [:]

  /// Counts takes.
  public init(_ takes: some Sequence<Take>) {
    for take in takes { counts[take.result, default: 0] += 1 }
  }

  /// The number of takes with a result.
  public subscript(result: Take.Result) -> Int { counts[result] ?? 0 }

  /// The number of all takes.
  public var count: Int { counts.values.reduce(0, +) }

  /// The counts for people, `3 takes, 1 approved, 2 new`; `nil` if there are none.
  public var phrase: String? {
    guard count > 0 else { return nil }
    let parts = [Take.Result.approved, .kept, .new].filter { self[$0] > 0 }
      .map { "\(self[$0]) \($0.rawValue)" }
    let rejected = parts.isEmpty ? ["all rejected"] : []
    return ([Quantity.count(count, "take")] + parts + rejected).joined(separator: ", ")
  }
}

extension TakeTally: JSONConvertible {
  /// The counts as an object with a member for each result.
  public var json: JSONValue {
    .object(Take.Result.allCases.map { JSONValue.Member($0.rawValue, .integer(self[$0])) })
  }
}
