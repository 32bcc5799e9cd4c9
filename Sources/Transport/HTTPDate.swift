package import Model

/// Parses dates as HTTP headers and stores write them.
package enum HTTPDate {
  /// Parses the form in headers, such as `Fri, 20 Nov 2026 07:00:00 GMT`. Returns `nil` for any
  /// other.
  package static func parse(_ text: String) -> Instant? {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 6, words[0].utf8.count == 4, words[0].hasSuffix(","),
      words[1].utf8.count == 2,
      words[3].utf8.count == 4, words[4].utf8.count == 8, words[5] == "GMT",
      let month = months.firstIndex(of: String(words[2]))
    else { return nil }
    let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
    return Instant("\(words[3])-\(number)-\(words[1])T\(words[4])Z")
  }

  /// Parses the form in lists, such as `2026-11-20T07:00:00.000Z`, with up to nine decimals: some
  /// stores omit trailing zeros. Returns `nil` for any other.
  package static func parseListDate(_ text: String) -> Instant? {
    guard text.hasSuffix("Z") else { return nil }
    let parts = text.dropLast().split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = Instant("\(parts[0])Z") else { return nil }
    guard parts.count == 2 else { return whole }
    guard (1...9).contains(parts[1].utf8.count),
      parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let thousandths = Int((parts[1] + "00").prefix(3))
    else { return nil }
    return Instant(milliseconds: whole.milliseconds + thousandths)
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
