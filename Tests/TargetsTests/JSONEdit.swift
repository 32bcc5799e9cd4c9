import Model

/// Changes to a JSON value, for tests that expect a change to be noticed.
enum JSONEdit {
  /// Lists and objects whose order has a meaning.
  private static let ordered: Set<String> = ["sources", "item"]
  private static let sets: Set<String> = [
    "slots", "limits", "sum", "when", "endpoints", "request", "prices", "rules", "content", "notes",
    "formats", "aspects", "aspectRatios", "conflicts", "unverified", "languages", "types",
    "onlyEndpoints",
  ]

  /// The value with the keys of its objects, and the lists that are sets, in reverse order.
  static func reversed(_ value: JSONValue, under key: String = "") -> JSONValue {
    switch value {
    case .object(let members):
      let inside = members.map { JSONValue.Member($0.key, reversed($0.value, under: $0.key)) }
      return .object(ordered.contains(key) ? inside : inside.reversed())
    case .array(let values):
      let inside = values.map { reversed($0, under: key) }
      return .array(sets.contains(key) ? inside.reversed() : inside)
    default: return value
    }
  }

  /// The paths to everything that is not an object or a list.
  static func leaves(of value: JSONValue) -> [[String]] {
    switch value {
    case .object(let members):
      members.flatMap { member in leaves(of: member.value).map { [member.key] + $0 } }
    case .array(let values):
      values.enumerated().flatMap { index, value in leaves(of: value).map { [String(index)] + $0 } }
    default: [[]]
    }
  }

  /// The value with one leaf replaced by another of its kind.
  static func changed(_ value: JSONValue, at path: ArraySlice<String>) -> JSONValue {
    guard let first = path.first else { return other(value) }
    switch value {
    case .object(let members):
      return .object(
        members.map { member in
          member.key == first
            ? JSONValue.Member(member.key, changed(member.value, at: path.dropFirst())) : member
        })
    case .array(let values):
      return .array(
        values.enumerated().map { index, value in
          String(index) == first ? changed(value, at: path.dropFirst()) : value
        })
    default: return value
    }
  }

  /// The value without one leaf.
  static func removed(_ value: JSONValue, at path: ArraySlice<String>) -> JSONValue {
    guard let first = path.first else { return value }
    let rest = path.dropFirst()
    switch value {
    case .object(let members):
      return .object(
        members.compactMap { member in
          if member.key != first { return member }
          return rest.isEmpty ? nil : JSONValue.Member(member.key, removed(member.value, at: rest))
        })
    case .array(let values):
      return .array(
        values.enumerated().compactMap { index, value in
          if String(index) != first { return value }
          return rest.isEmpty ? nil : removed(value, at: rest)
        })
    default: return value
    }
  }

  private static func other(_ value: JSONValue) -> JSONValue {
    switch value {
    case .string(let text):
      // A day, an amount or a ratio with another value; any other text with an additional letter.
      if let day = Day(text) {
        return .string(day == Day("2026-01-02") ? "2026-01-03" : "2026-01-02")
      }
      if text.contains(where: \.isNumber), text.allSatisfy({ $0.isNumber || $0 == "." }) {
        return .string(text + "1")
      }
      if let ratio = Ratio(text) { return .string("\(ratio.numerator + 1):\(ratio.denominator)") }
      return .string(words[text] ?? text + "x")
    case .integer(let number): return .integer(number + 1)
    case .number(let text): return .number(text + "1")
    case .boolean(let truth): return .boolean(!truth)
    default: return value
    }
  }

  /// Words, only some of which are accepted.
  private static let words = [
    "stated": "inferred", "inferred": "stated", "unverified": "stated", "live": "ended",
    "accepted": "refused", "unknown": "refused", "refused": "accepted",
    "registered-only": "refused", "jpeg": "webp", "png": "webp", "mp4": "webm", "mov": "webm",
    "mp3": "ogg", "wav": "ogg", "field": "prompt", "prompt": "field", "on": "off", "off": "on",
    "element": "voice", "image": "voice", "characters": "utf16",
    "first_party_schema": "inference", "first_party_page": "inference",
    "first_party_doc_snapshot": "inference", "third_party_page": "inference",
    "published_guide": "inference", "inference": "third_party_copy",
    "second of output": "image", "image_url": "second",
    "equals-duration": "advice", "at-most-duration": "advice",
  ]
}
