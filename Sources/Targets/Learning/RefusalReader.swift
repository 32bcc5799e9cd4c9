internal import Model

/// Reads the limits from a provider's answer to a refused request.
///
/// Lists of errors are read as fal, FastAPI and Replicate write them (`detail`) and as Runway does
/// (`issues`). Any other answer is read as English sentences. What can't be read for certain is
/// left out.
package struct RefusalReader {
  /// The names of the request's fields, which sentences may contain.
  private let fields: [String]

  package init(fields: [String]) { self.fields = fields }

  /// Returns the limits that an answer states.
  ///
  /// - Parameters:
  ///   - answer: The body of the answer.
  ///   - words: The text of the answer, if it isn't a list of errors.
  package func limits(in answer: String, or words: String) -> [StatedLimit] {
    let json = try? JSONParser.parse(
      Array(answer.utf8), bounds: JSONParser.Bounds(byteCount: 1 << 20, depth: 32))
    if let details = json?["detail"]?.array { return details.prefix(50).flatMap(detail) }
    if let issues = json?["issues"]?.array { return issues.prefix(50).flatMap(issue) }
    return LimitSentences(words, fields: fields).limits
  }

  // MARK: fal and FastAPI

  /// Reads an entry of `detail`: a path, a type, and the limit under a name that depends on the
  /// type.
  private func detail(_ entry: JSONValue) -> [StatedLimit] {
    let field = Self.names(entry["loc"]).filter { $0 != "body" }
    let words = entry["msg"]?.string ?? ""
    let context = entry["ctx"]
    func number(_ names: String...) -> String? {
      let found = names.compactMap { context?[$0]?.numberText }
      return found.max { (Double($0) ?? 0) < (Double($1) ?? 0) }
    }
    func limit(_ measure: StatedLimit.Measure, _ terms: StatedLimit.Terms?) -> [StatedLimit] {
      terms.map { [StatedLimit(field, measure, $0, words)] } ?? []
    }
    func list(_ names: String...) -> StatedLimit.Terms? {
      names.lazy.compactMap { context?[$0]?.array }.first.map { .oneOf($0) }
    }
    switch entry["type"]?.string {
    case "image_too_small":
      return limit(.side, number("min_width", "min_height").map { .minimum($0) })
    case "image_too_large":
      let sides = [number("max_width"), number("max_height")].compactMap(\.self)
      return limit(
        .side, sides.min { (Double($0) ?? 0) < (Double($1) ?? 0) }.map { .maximum($0) })
    case "file_too_large": return limit(.bytes, number("max_size").map { .maximum($0) })
    case "video_duration_too_long", "audio_duration_too_long":
      return limit(.seconds, number("max_duration").map { .maximum($0) })
    case "video_duration_too_short", "audio_duration_too_short":
      return limit(.seconds, number("min_duration").map { .minimum($0) })
    case "unsupported_image_format", "unsupported_video_format", "unsupported_audio_format":
      return limit(.format, list("supported_formats"))
    case "sequence_too_short", "too_short":
      return limit(.count, number("min_length").map { .minimum($0) })
    case "sequence_too_long", "too_long":
      return limit(.count, number("max_length").map { .maximum($0) })
    case "string_too_short": return limit(.characters, number("min_length").map { .minimum($0) })
    case "string_too_long": return limit(.characters, number("max_length").map { .maximum($0) })
    case "greater_than_equal": return limit(.value, number("ge").map { .minimum($0) })
    case "less_than_equal": return limit(.value, number("le").map { .maximum($0) })
    case "one_of": return limit(.value, list("expected"))
    case "literal_error", "enum":
      return limit(.value, context?["expected"]?.string.flatMap(Self.quoted).map { .oneOf($0) })
    default: return []
    }
  }

  // MARK: Runway

  /// Reads an entry of `issues`: a path, a code, and the limit.
  private func issue(_ entry: JSONValue) -> [StatedLimit] {
    let field = Self.names(entry["path"])
    let words = entry["message"]?.string ?? ""
    let terms: StatedLimit.Terms?
    switch entry["code"]?.string {
    case "too_big": terms = entry["maximum"]?.numberText.map { .maximum($0) }
    case "too_small": terms = entry["minimum"]?.numberText.map { .minimum($0) }
    case "invalid_value", "invalid_enum_value":
      terms = (entry["values"] ?? entry["options"])?.array.map { .oneOf($0) }
    default: terms = nil
    }
    guard let terms, entry["inclusive"]?.boolean != false else { return [] }
    let kind = entry["type"]?.string ?? entry["origin"]?.string
    let measure: StatedLimit.Measure =
      switch (terms, kind) {
      case (.oneOf, _): .value
      case (_, "string"): .characters
      case (_, "array"), (_, "set"): .count
      default: LimitSentences.measure(of: words.lowercased()) ?? .value
      }
    return [StatedLimit(field, measure, terms, words)]
  }

  /// The names in a path, without the indices of list items.
  private static func names(_ place: JSONValue?) -> [String] {
    (place?.array ?? []).prefix(20).compactMap(\.string)
  }

  /// Returns the texts in quotation marks: `'3', '4' or '5'`.
  private static func quoted(_ text: String) -> [JSONValue]? {
    let parts = text.split(separator: "'", omittingEmptySubsequences: false)
    let found = parts.indices.filter { !$0.isMultiple(of: 2) }.map {
      JSONValue.string(String(parts[$0]))
    }
    return found.isEmpty || parts.count.isMultiple(of: 2) ? nil : found
  }
}
