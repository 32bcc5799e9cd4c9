/// A ratio of two whole numbers, compared without rounding: `0.40` is 2:5.
///
/// ```swift
/// Ratio("16:9")?.decimal  // "1.778"
/// Ratio("16:0")           // nil
/// ```
public struct Ratio: Hashable, CustomStringConvertible, Sendable {
  public let numerator: Int
  public let denominator: Int

  /// Creates a ratio; `nil` unless both sides are between 1 and a million.
  public init?(_ numerator: Int, _ denominator: Int) {
    let allowed = 1...1_000_000
    guard allowed.contains(numerator), allowed.contains(denominator) else { return nil }
    self.numerator = numerator
    self.denominator = denominator
  }

  /// Reads `2:5`, in digits without leading zeros; `nil` for any other text.
  public init?(_ text: String) {
    let sides = text.split(separator: ":", omittingEmptySubsequences: false)
    let isPlain = sides.allSatisfy { side in
      side.first != "0" && side.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
    guard isPlain, sides.count == 2, let left = Int(sides[0]), let right = Int(sides[1]) else {
      return nil
    }
    self.init(left, right)
  }

  /// Whether this is the wider ratio; 1:2 and 2:4 are equally wide.
  public func isGreater(than other: Ratio) -> Bool {
    numerator * other.denominator > other.numerator * denominator
  }

  /// The ratio as a decimal number with at most three decimals: `0.4`, `2.5`, `1.778`.
  public var decimal: String { Decimal.text(numerator, over: denominator, digits: 3) }

  public var description: String { "\(numerator):\(denominator)" }
}

/// Writes integers as decimal numbers, rounded half up and without trailing zeros.
package enum Decimal {
  /// Returns a quotient with at most the given number of decimals.
  package static func text(_ numerator: Int, over denominator: Int, digits: Int) -> String {
    let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
    let (whole, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
    let scaled = (rest * scale * 2 + denominator) / (denominator * 2)
    return text(scaled: whole * scale + scaled, digits: digits)
  }

  /// Returns a number whose last `digits` digits are decimals: `text(scaled: 1234, digits: 2)` is
  /// `12.34`.
  package static func text(scaled number: Int, digits: Int) -> String {
    var (whole, fraction) = (number, 0)
    var width = digits
    for _ in 0..<digits { whole /= 10 }
    fraction = number - (0..<digits).reduce(whole) { part, _ in part * 10 }
    while width > 0, fraction.isMultiple(of: 10) {
      fraction /= 10
      width -= 1
    }
    guard width > 0 else { return String(whole) }
    return "\(whole).\(String(fraction).zeroPadded(to: width))"
  }
}

extension String {
  /// Returns digits with as many zeros before them as a number of that width has: `7` becomes `07`.
  package func zeroPadded(to width: Int) -> String {
    String(repeating: "0", count: max(0, width - utf8.count)) + self
  }
}
