/// Numbers with their units, as people read them.
package enum Quantity {
  /// Returns a size: `812 B`, `88 kB`, `1.2 MB`. The units are decimal, as providers and
  /// cameras use them.
  package static func bytes(_ count: Int) -> String {
    switch count {
    case ..<1000: "\(count) B"
    case ..<999_500: "\((count + 500) / 1000) kB"
    case ..<999_950_000: "\(Decimal.text(count, over: 1_000_000, digits: 1)) MB"
    default: "\(Decimal.text(count, over: 1_000_000_000, digits: 1)) GB"
    }
  }

  /// Returns a number with its digits in groups: `10,485,760`.
  package static func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number).reversed().enumerated() {
      if index > 0, index.isMultiple(of: 3), digit != "-" { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }

  /// Returns a number of pixels: `9,000,000 px`, `120 megapixels`.
  package static func pixels(_ count: Int) -> String {
    count < 10_000_000
      ? "\(grouped(count)) px" : "\(grouped((count + 500_000) / 1_000_000)) megapixels"
  }

  /// Returns a number with at most one decimal, or two when `digits` is 2.
  package static func number(_ value: Double, digits: Int = 1) -> String {
    let scale = digits == 2 ? 100.0 : 10
    let scaled = Int((max(-1e12, min(1e12, value)) * scale).rounded())
    let text = Decimal.text(scaled: abs(scaled), digits: digits)
    return scaled < 0 ? "-\(text)" : text
  }

  /// Returns a number of at least 0 with exactly two decimals: `0.40`.
  package static func hundredths(_ value: Double) -> String {
    let scaled = Int((value * 100).rounded())
    return "\(scaled / 100).\(String(scaled % 100).zeroPadded(to: 2))"
  }

  /// Returns a duration in seconds: `15.5 s`.
  package static func seconds(milliseconds: Int) -> String {
    "\(Decimal.text(milliseconds, over: 1000, digits: 3)) s"
  }

  /// Returns a number with its noun: `1 picture`, `3 pictures`. The plural of `one` has an "s"
  /// unless `many` is given.
  package static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
    "\(grouped(number)) \(number == 1 ? one : many ?? one + "s")"
  }

  /// Returns the counts that aren't 0, each with its word: `3 ready` and `1 skipped`.
  package static func counts(_ numbers: [(Int, String)]) -> [String] {
    numbers.filter { $0.0 > 0 }.map { "\(grouped($0.0)) \($0.1)" }
  }

  /// Returns the first names, and how many others there are: `Ada, Mira and 3 more`.
  ///
  /// - Parameter count: The number of all names, if `names` has only the first of them.
  package static func list(
    _ names: [String], atMost maximum: Int, of count: Int? = nil
  ) -> String {
    let others = (count ?? names.count) - maximum
    return names.prefix(maximum).joined(separator: ", ") + (others > 0 ? " and \(others) more" : "")
  }

  /// Returns words as a list in a sentence: `a, b and c` with ` and ` before the last.
  package static func list(_ words: [String], beforeLast joint: String) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + joint + last
  }

  /// Returns the names of formats: `JPEG, PNG`.
  package static func list(_ formats: [MediaFormat]) -> String {
    formats.map(\.name).joined(separator: ", ")
  }
}
