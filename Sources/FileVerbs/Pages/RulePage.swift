/// Formats the explanation of a rule for people.
public enum RulePage {
  /// Returns the line of a rule in a list.
  public static func line(_ text: RuleText) -> String {
    let name = text.rule.rawValue
    return name + String(repeating: " ", count: max(1, 28 - name.count)) + text.title
  }

  /// Returns everything about one rule, as paragraphs.
  public static func text(_ text: RuleText) -> String {
    let parts = [
      "\(text.rule): \(text.title) (\(text.severityWords))", text.what, text.why,
      "What to do: \(text.fix)",
    ]
    return parts.compactMap(\.self).joined(separator: "\n\n")
  }
}

extension RuleText {
  /// The severities of the rule in words: `error`, `error; can also be a warning or a note`.
  public var severityWords: String {
    let others = severities.filter { $0 != severity }.map { $0.words }
    return severity.rawValue
      + (others.isEmpty ? "" : "; can also be \(others.joined(separator: " or "))")
  }
}

extension Severity {
  /// The severity with its article.
  fileprivate var words: String {
    switch self {
    case .error: "an error"
    case .warning: "a warning"
    case .note: "a note"
    }
  }
}

/// The JSON of `explain` (`docs/json.md`).
public enum RuleJSON {
  /// Returns `rule/1`: one rule with its explanation.
  public static func rule(_ text: RuleText) -> JSONValue {
    .object(["castbook": "rule/1"]).adding(entry(text))
  }

  /// Returns `rules/1`: all the given rules.
  public static func list(_ texts: [RuleText]) -> JSONValue {
    ["castbook": "rules/1", "rules": texts.map(entry)]
  }

  /// Returns the members of a rule: its severities, what it means, why it exists, and what to do.
  private static func entry(_ text: RuleText) -> JSONValue {
    [
      "rule": text.rule, "severity": text.severity, "severities": text.severities,
      "title": text.title, "what": text.what, "why": text.why, "fix": text.fix,
    ]
  }
}
