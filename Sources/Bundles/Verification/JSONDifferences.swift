internal import Model

/// The differences between expected and found JSON, each with its JSON Pointer (RFC 6901).
struct JSONDifferences {
  /// One value that differs.
  struct Difference {
    /// The JSON Pointer of the value; empty for the whole document.
    let pointer: String
    /// The expected value, or `nil` when none is expected.
    let expected: JSONValue?
    /// The found value, or `nil` when none was found.
    let found: JSONValue?
  }

  /// The differences in document order, at most as many as the limit.
  private(set) var differences: [Difference] = []
  /// Whether there are more differences than the limit.
  private(set) var isTruncated = false

  /// The maximum number of differences that are kept.
  private let limit: Int

  /// Compares two values and keeps at most `limit` differences.
  init(expected: JSONValue, found: JSONValue, limit: Int = 10) {
    self.limit = limit
    compare(expected, found, "")
  }

  /// Compares two values. Objects and arrays are compared member by member, so the innermost
  /// differing values are reported.
  private mutating func compare(_ expected: JSONValue?, _ found: JSONValue?, _ pointer: String) {
    guard !isTruncated, expected != found else { return }
    if let wanted = expected?.members, let own = found?.members {
      for member in wanted {
        compare(member.value, found?[member.key], Self.pointer(pointer, member.key))
      }
      let known = Set(wanted.map(\.key))
      for member in own where !known.contains(member.key) {
        compare(nil, member.value, Self.pointer(pointer, member.key))
      }
    } else if let wanted = expected?.array, let own = found?.array {
      for index in 0..<max(wanted.count, own.count) where !isTruncated {
        compare(
          wanted.indices.contains(index) ? wanted[index] : nil,
          own.indices.contains(index) ? own[index] : nil, "\(pointer)/\(index)")
      }
    } else if differences.count == limit {
      isTruncated = true
    } else {
      differences.append(Difference(pointer: pointer, expected: expected, found: found))
    }
  }

  /// Appends a key to a JSON Pointer and escapes `~` and `/` in it.
  private static func pointer(_ parent: String, _ key: String) -> String {
    "\(parent)/\(key.replacing("~", with: "~0").replacing("/", with: "~1"))"
  }
}

extension JSONDifferences.Difference {
  /// Returns the difference as a finding about a file of a bundle.
  func finding(on file: String, isKnownKey: Bool = true) -> Finding {
    let location = sanitized(pointer.isEmpty ? file : "\(file) \(pointer)")
    let message =
      switch (expected, found) {
      case (let expected?, let found?):
        "\(location): expected \(JSONDifferences.displayText(expected)), found \(JSONDifferences.displayText(found))"
      case (let expected?, nil):
        "\(location): expected \(JSONDifferences.displayText(expected)), found nothing"
      case (nil, let found?):
        isKnownKey
          ? "\(location): expected nothing, found \(JSONDifferences.displayText(found))"
          : "\(location): unknown key, found \(JSONDifferences.displayText(found))"
      case (nil, nil): "\(location): differs"
      }
    return Finding(
      .bundleInconsistent, .error, message: message,
      fix: "export it again, and check where this bundle came from",
      measured: found.map(JSONDifferences.displayText),
      limit: expected.map(JSONDifferences.displayText))
  }
}

extension JSONDifferences {
  /// Returns a value on one line, shortened, without terminal control characters.
  static func displayText(_ value: JSONValue) -> String {
    let text =
      switch value {
      case .object(let members) where members.count > 3: "an object with \(members.count) keys"
      case .array(let items) where items.count > 3: "a list of \(items.count) items"
      case .string(let text) where text.utf8.count > 400:
        JSONValue.string(String(text.unicodeScalars.prefix(100))).compactText + "…"
      default: value.compactText
      }
    let scalars = text.unicodeScalars.prefix(121)
    let visible = scalars.prefix(119).reduce(into: "") { $0 += Self.visible($1) }
    return sanitized(scalars.count > 119 ? visible + "…" : visible)
  }

  /// Returns a scalar, or its code when it is invisible, such as a byte order mark: otherwise the
  /// expected and the found text would look equal.
  private static func visible(_ scalar: Unicode.Scalar) -> String {
    let properties = scalar.properties
    let isHidden =
      properties.isDefaultIgnorableCodePoint || properties.generalCategory == .format
      || properties.isWhitespace && scalar != " "
    return isHidden ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
  }
}
