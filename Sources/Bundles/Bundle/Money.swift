internal import Model

/// An exact amount of money as a decimal number.
package struct Money: Hashable, Sendable {
  /// The amount in units of the last digit.
  private let units: Int
  /// The number of digits after the decimal point.
  private let digits: Int

  /// Creates an amount from a decimal number; returns `nil` when the text isn't one or is too long.
  package init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let fraction = parts.count == 2 ? parts[1] : ""
    guard parts.count <= 2, text.utf8.count <= 15, let units = Int(parts[0] + fraction), units >= 0
    else { return nil }
    self.init(units: units, digits: fraction.count)
  }

  private init(units: Int, digits: Int) {
    self.units = units
    self.digits = digits
  }

  /// Returns the product, or `nil` when it overflows.
  func times(_ count: Int) -> Money? {
    let (product, isTooLarge) = units.multipliedReportingOverflow(by: count)
    return isTooLarge ? nil : Money(units: product, digits: digits)
  }

  /// Returns the sum, or `nil` when it overflows.
  package func plus(_ other: Money) -> Money? {
    let digits = max(digits, other.digits)
    func scaled(_ money: Money) -> (Int, Bool) {
      let factor = (money.digits..<digits).reduce(1) { factor, _ in factor * 10 }
      let (product, isTooLarge) = money.units.multipliedReportingOverflow(by: factor)
      return (product, isTooLarge)
    }
    let (first, second) = (scaled(self), scaled(other))
    let (sum, isTooLarge) = first.0.addingReportingOverflow(second.0)
    return first.1 || second.1 || isTooLarge ? nil : Money(units: sum, digits: digits)
  }

  /// Returns whether the amount is greater than another one.
  package func exceeds(_ other: Money) -> Bool {
    let digits = max(digits, other.digits)
    func scaled(_ money: Money) -> Int? {
      let factor = (money.digits..<digits).reduce(1) { factor, _ in factor * 10 }
      let (product, isTooLarge) = money.units.multipliedReportingOverflow(by: factor)
      return isTooLarge ? nil : product
    }
    // An amount that is too large to be scaled is greater.
    guard let mine = scaled(self) else { return true }
    guard let its = scaled(other) else { return false }
    return mine > its
  }

  /// The amount as text, with all its digits.
  package var text: String { Decimal.text(scaled: units, digits: digits) }
}
