/// The JSON of an amount of money, which many documents contain.
public enum CostJSON {
  public static func cost(_ cost: Cost) -> JSONValue {
    ["amount": cost.amount, "currency": cost.currency, "asOf": cost.asOf]
  }
}
