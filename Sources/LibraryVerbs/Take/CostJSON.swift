/// The JSON of an amount of money, which many documents contain.
package enum CostJSON {
  package static func cost(_ cost: Cost) -> JSONValue {
    ["amount": cost.amount, "currency": cost.currency, "asOf": cost.asOf]
  }
}
