/// A rule in words for people.
public enum RulePage {
  /// One line of a list.
  public static func line(_ text: RuleText) -> String {
    let name = text.rule.rawValue
    return name + String(repeating: " ", count: max(1, 28 - name.count)) + text.title
  }

  /// Everything about one rule.
  public static func text(_ text: RuleText) -> String {
    let parts = [
      "\(text.rule): \(text.title) (\(text.severity.rawValue))", text.what, text.why,
      "What to do: \(text.fix)",
    ]
    return parts.compactMap(\.self).joined(separator: "\n\n")
  }
}

/// The JSON of `explain`.
public enum RuleJSON {
  public static func rule(_ text: RuleText) -> JSONValue {
    .object([JSONValue.Member("castbook", "rule/1")] + (entry(text).members ?? []))
  }

  public static func list(_ texts: [RuleText]) -> JSONValue {
    ["castbook": "rules/1", "rules": .array(texts.map(entry))]
  }

  private static func entry(_ text: RuleText) -> JSONValue {
    [
      "rule": .string(text.rule.rawValue), "severity": .string(text.severity.rawValue),
      "title": .string(text.title), "what": .string(text.what), "why": text.why.map { .string($0) },
      "fix": .string(text.fix),
    ]
  }
}
