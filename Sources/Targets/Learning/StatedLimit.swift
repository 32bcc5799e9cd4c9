package import Model

/// A limit that a provider states in its answer to a refused request.
///
/// ```swift
/// // {"detail": [{"loc": ["body", "image_urls", 0], "type": "image_too_small",
/// //   "ctx": {"min_width": 512, …}}]}
/// StatedLimit(["image_urls"], .side, .minimum("512"), "…")
/// ```
package struct StatedLimit: Hashable, Sendable {
  /// The names that lead to the refused value in the request's body, without the indices of list
  /// items.
  package let field: [String]
  package let measure: Measure
  package let terms: Terms
  /// The sentence of the provider's answer that states the limit.
  package let quote: String

  package init(_ field: [String], _ measure: Measure, _ terms: Terms, _ quote: String) {
    (self.field, self.measure, self.terms, self.quote) = (field, measure, terms, quote)
  }

  /// The quantity that a limit bounds.
  package enum Measure: Hashable, Sendable {
    /// The sides of a picture or a clip, in pixels.
    case side
    /// Width divided by height.
    case aspect
    /// The size of a file.
    case bytes
    case seconds
    case framesPerSecond
    /// The number of items in a list.
    case count
    /// The length of a text.
    case characters
    /// The value of the field itself.
    case value
    case format
  }

  /// The values that the provider accepts.
  package enum Terms: Hashable, Sendable {
    /// The smallest accepted number, spelled as in the answer.
    case minimum(String)
    case maximum(String)
    /// A list of all that is accepted.
    case oneOf([JSONValue])
  }
}

extension JSONValue {
  /// The number as it is written, also in a text; `nil` for anything else.
  var numberText: String? {
    let text =
      switch self {
      case .integer(let number): String(number)
      case .number(let text), .string(let text): text
      case .object, .array, .boolean, .null: ""
      }
    return Double(text) != nil && text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
      ? text : nil
  }
}
