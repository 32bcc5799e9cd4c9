internal import Castbook

/// The target of a request: the components of its path and its query, percent-decoded.
///
/// A component is never used as a path of the file system. It is only compared with known
/// names.
struct WebTarget: Hashable, Sendable {
  /// The components of the path; empty for the root.
  let parts: [String]
  /// The keys and values of the query in their order.
  let query: [(key: String, value: String)]

  /// Returns `nil` when the text is too long, does not begin with a slash, or cannot be
  /// decoded.
  init?(_ text: String) {
    guard text.utf8.count <= Self.maximumBytes, text.utf8.first == UInt8(ascii: "/") else {
      return nil
    }
    let halves = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var parts: [String] = []
    for part in halves[0].split(separator: "/", omittingEmptySubsequences: true) {
      guard let decoded = Self.decoded(part, plusIsSpace: false) else { return nil }
      parts.append(decoded)
    }
    self.parts = parts
    var question: [(key: String, value: String)] = []
    for pair in halves.dropFirst().first?.split(separator: "&") ?? [] {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let key = Self.decoded(sides[0], plusIsSpace: true),
        let value = Self.decoded(sides.count > 1 ? sides[1] : "", plusIsSpace: true)
      else { return nil }
      question.append((key, value))
    }
    self.query = question
  }

  /// The first value of a key, or `nil` when it is missing.
  subscript(key: String) -> String? { query.first { $0.key == key }?.value }

  /// All values of a key.
  func all(_ key: String) -> [String] { query.filter { $0.key == key }.map(\.value) }

  /// Returns a number of the query, or `nil` when it is missing or empty.
  ///
  /// - Throws: `Refusal` when it is not a number in the range.
  func number(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
    guard let text = self[key], !text.isEmpty else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw Refusal.badRequest(
        "\(key) is not a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// The longest target that is accepted, in bytes.
  private static let maximumBytes = 8192

  /// Decodes percent signs. Returns `nil` when the result is not UTF-8 or contains a zero
  /// byte.
  private static func decoded(_ text: Substring, plusIsSpace: Bool) -> String? {
    text.percentDecoded(plusIsSpace: plusIsSpace).flatMap { $0.utf8.contains(0) ? nil : $0 }
  }

  static func == (left: Self, right: Self) -> Bool {
    left.parts == right.parts && left.query.elementsEqual(right.query) { $0 == $1 }
  }

  func hash(into hasher: inout Hasher) { hasher.combine(parts) }
}
