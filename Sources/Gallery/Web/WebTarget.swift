internal import Castbook

/// What a request asks for: the parts of its path and its question, as they were meant.
///
/// Nothing in it is ever a path of the file system: parts are compared with what there is.
struct WebTarget: Hashable, Sendable {
  let parts: [String]
  let question: [(key: String, value: String)]

  /// Nothing where it is no path from the root, or holds what can't be decoded.
  init?(_ text: String) {
    guard text.utf8.count <= Self.longest, text.utf8.first == UInt8(ascii: "/") else { return nil }
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
    self.question = question
  }

  /// The first value of a key.
  subscript(key: String) -> String? { question.first { $0.key == key }?.value }

  func all(_ key: String) -> [String] { question.filter { $0.key == key }.map(\.value) }

  private static let longest = 8192

  /// Percent signs undone; nothing where that is no text, or one with zeros.
  private static func decoded(_ text: Substring, plusIsSpace: Bool) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(Hex.value),
          let low = rest.popFirst().flatMap(Hex.value)
        else {
          return nil
        }
        bytes.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
      default: bytes.append(byte)
      }
    }
    return bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
  }

  static func == (left: Self, right: Self) -> Bool {
    left.parts == right.parts && left.question.elementsEqual(right.question) { $0 == $1 }
  }

  func hash(into hasher: inout Hasher) { hasher.combine(parts) }
}
