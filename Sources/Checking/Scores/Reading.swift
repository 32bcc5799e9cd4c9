internal import Model

/// The measured value as the message gives it, and the limit at which the finding begins.
struct Reading {
  let measured: String
  let limit: String
  var unit: String?

  init(_ measured: String, limit: String, unit: String) {
    self.measured = measured
    self.limit = limit
    self.unit = unit
  }

  /// Creates a reading of a score, for messages without a number.
  init(_ score: MeasuredScore, limit: Double) {
    measured = hundredths(score.score)
    self.limit = hundredths(limit)
  }

  init(percent share: Double, limit: Double) {
    measured = String(wholePercent(share))
    self.limit = String(wholePercent(limit))
    unit = "%"
  }
}

func wholePercent(_ share: Double) -> Int { Int((share * 100).rounded()) }
func percent(_ share: Double) -> String { "\(wholePercent(share)) %" }
/// Returns a value with one decimal.
func tenths(_ value: Double) -> String {
  Decimal.text(scaled: Int((value * 10).rounded()), digits: 1)
}
/// Returns a value with two decimals.
func hundredths(_ value: Double) -> String {
  Decimal.text(scaled: Int((value * 100).rounded()), digits: 2)
}
