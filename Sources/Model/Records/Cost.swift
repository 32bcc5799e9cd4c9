/// An amount of money, written as a decimal number: `"0.84"`.
public struct Cost: Hashable, Sendable {
  /// The amount as text, so it is exact.
  public var amount: String
  public var currency: String
  /// The day of the price list.
  public var asOf: Day?
  var rest: [JSONValue.Member] = []

  /// Creates an amount of money; `nil` when the amount is not a decimal number or the currency is
  /// empty.
  public init?(amount: String, currency: String, asOf: Day? = nil) {
    guard Self.isAmount(amount), !currency.isEmpty else { return nil }
    self.amount = amount
    self.currency = currency
    self.asOf = asOf
  }

  /// Creates an amount of money that a user typed; `nil` when the amount is not a decimal number or
  /// the currency, in any case, is not a word of 2 to 12 letters from A to Z.
  public init?(typed amount: String, currency: String) {
    let currency = currency.uppercased()
    guard (2...12).contains(currency.utf8.count),
      currency.utf8.allSatisfy({ (0x41...0x5A).contains($0) })
    else { return nil }
    self.init(amount: amount, currency: currency)
  }

  /// Reads an amount with its currency, such as `20 USD`; without one it is in US dollars.
  public init?(typedWithCurrency text: String) {
    let parts = text.split(separator: " ")
    guard (1...2).contains(parts.count) else { return nil }
    self.init(typed: String(parts[0]), currency: parts.count > 1 ? String(parts[1]) : "USD")
  }

  /// The amount with its currency for people: `0.70 USD`.
  public var text: String { Self.text(amount, currency) }

  /// Returns an amount with its currency for people. Like a price, it never has a single decimal.
  public static func text(_ amount: String, _ currency: String) -> String {
    let parts = amount.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return "\(amount)\(parts.count == 2 && parts[1].count == 1 ? "0" : "") \(currency)"
  }

  /// Whether a text is a number with at most 15 digits before and after its point.
  static func isAmount(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return (1...2).contains(parts.count)
      && parts.allSatisfy { part in
        (1...15).contains(part.count) && part.allSatisfy { (0x30...0x39).contains($0) }
      }
  }
}

extension Cost: StoredObject {
  package static let objectName = "cost"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    amount = try fields.required("amount", \.amount)
    currency = try fields.required("currency", \.currency)
    asOf = try fields.optional("asOf", \.asOf)
    try fields.require(
      Self.isAmount(amount) && !currency.isEmpty,
      "\"\(sanitized(amount))\" is not an amount of money")
    rest = fields.rest(\.rest)
  }
}
