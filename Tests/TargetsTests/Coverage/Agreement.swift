import Model

/// How a fact of `providers.json` is compared with its value in a profile.
enum Agreement {
  /// The values are equal: 3 and 3.0 are.
  case same
  /// The profile has no value, as the fact has none: `null`, `not stated`, an empty list.
  case absent
  /// The profile has a value: a slot, for a medium.
  case present
  /// The values are equal, or the profile has a condition with a note instead of `false`.
  case condition
  /// The fact is an item of a list.
  case listed
  /// The fact is an item of a list of formats, where jpg is jpeg.
  case format
  /// A number equals a ratio: 0.4 and `2:5`.
  case ratio
  /// A number equals its text: 0.084 and `"0.084"`.
  case amount
  /// The number occurs in the fact's text.
  case number
  /// A number of units occurs in a note: `0.6 units`.
  case units
  /// The fact's text occurs in a text of the profile.
  case holds
  /// The profile's text is part of the fact's.
  case within
  /// A field's name matches without its path.
  case tail
  /// The parts between semicolons each occur in a text of the profile.
  case pieces
  /// A token of the prompt matches: `@Element1` and `@Element{n}`.
  case token
  /// The profile has another word for the fact.
  case map([String: JSONValue])
  /// The profile has these texts in place of the fact.
  case says([String])

  init?(_ rule: JSONValue) {
    switch rule["as"]?.string ?? "same" {
    case "same": self = .same
    case "absent": self = .absent
    case "present": self = .present
    case "condition": self = .condition
    case "listed": self = .listed
    case "format": self = .format
    case "ratio": self = .ratio
    case "amount": self = .amount
    case "number": self = .number
    case "units": self = .units
    case "holds": self = .holds
    case "within": self = .within
    case "tail": self = .tail
    case "pieces": self = .pieces
    case "token": self = .token
    case "map":
      guard let members = rule["values"]?.members else { return nil }
      self = .map(Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value) }))
    case "says":
      guard let says = rule["says"], let words = try? Ledger.texts(says), !words.isEmpty else {
        return nil
      }
      self = .says(words)
    default: return nil
    }
  }

  /// Whether a fact and the value in the profile agree. A fact of the profile that is an object is
  /// compared by its value.
  func holds(_ leaf: JSONValue, _ found: JSONValue) -> Bool {
    let value = found["value"] ?? found
    let text = leaf.scalar
    switch self {
    case .same: return leaf.isSame(as: value)
    case .absent: return false
    case .present: return true
    case .condition:
      return leaf.isSame(as: value)
        || leaf.boolean == false && (value.string != nil || value["note"] != nil)
    case .listed: return value.array?.contains { leaf.isSame(as: $0) } ?? false
    case .format:
      let format = text == "jpg" ? "jpeg" : text
      return value.array?.contains { $0.string == format } ?? false
    case .ratio:
      let parts = (value.string ?? "").split(separator: ":").compactMap { Double($0) }
      guard parts.count == 2, let number = leaf.double else { return false }
      return abs(number * parts[1] - parts[0]) < 1e-9
    case .amount: return leaf.double != nil && leaf.double == value.string.flatMap(Double.init)
    case .number: return value.double.map(Self.numbers(in: text).contains) ?? false
    case .units:
      return found.texts.contains {
        $0.contains("\(text) unit") || $0.contains("\(text.replacing(".0", with: "")) unit")
      }
    case .holds: return found.texts.contains { $0.contains(text) }
    case .within: return value.string.map { text.contains($0) } ?? false
    case .tail: return value.string.map { $0 == text || $0.hasSuffix(".\(text)") } ?? false
    case .pieces:
      let texts = found.texts
      return text.components(by: "; ").allSatisfy { piece in
        texts.contains { $0.contains(piece) }
      }
    case .token: return value.string.map { Self.isToken($0, in: text) } ?? false
    case .map(let words): return words[text].map { $0.isSame(as: value) } ?? false
    case .says(let words):
      let texts = found.texts
      return words.allSatisfy { word in texts.contains { $0.contains(word) } }
    }
  }

  /// `@Element{n}` is `@Element1` in the fact; `@{name}` is an at-sign and a word in angle
  /// brackets.
  private static func isToken(_ token: String, in text: String) -> Bool {
    if text.contains(token.replacing("{n}", with: "1")) { return true }
    guard token.contains("{name}"), let sign = token.split(separator: "{").first else {
      return false
    }
    return text.contains("\(sign)<")
  }

  /// The numbers in a text; commas separate thousands.
  private static func numbers(in text: String) -> [Double] {
    text.replacing(/(\d),(\d{3})/) { "\($0.output.1)\($0.output.2)" }
      .matches(of: /\d+(?:\.\d+)?/).compactMap { Double($0.output) }
  }
}

extension JSONValue {
  /// Whether two values are equal, with numbers compared by value.
  func isSame(as other: JSONValue) -> Bool {
    if let number = double, let second = other.double { return number == second }
    return self == other
  }

  var double: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let text): Double(text)
    default: nil
    }
  }

  /// The value as text: `3`, `true`, `null`, or the text itself.
  var scalar: String { string ?? compactText }

  /// Every text in the value: the value itself, or those in an object or a list.
  var texts: [String] {
    if let string { return [string] }
    return (members?.map(\.value) ?? array ?? []).flatMap(\.texts)
  }
}

extension String {
  fileprivate func components(by separator: String) -> [String] {
    split(separator: separator).map(String.init)
  }
}
