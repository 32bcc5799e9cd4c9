internal import CommandLineKit
internal import Model

/// Options whose value is a number of days.
enum DayCountOption {
  /// Returns an option that reads `30d` or `30`, at most a hundred years.
  static func make(_ name: String, _ help: String) -> ValueOption<Int> {
    ValueOption<Int>(name, "DAYS", help) { word in
      let digits = word.text.hasSuffix("d") ? String(word.text.dropLast()) : word.text
      guard let days = Int(digits), (0...36_500).contains(days) else {
        throw UsageError(
          message: "--\(name) \(sanitized(word.text)): not a number of days",
          fix: "Write it like 30d.")
      }
      return days
    }
  }
}
