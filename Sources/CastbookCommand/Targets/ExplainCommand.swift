internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook explain`: explains one rule, or lists all rules.
///
/// A rule may be named loosely: a near or partial name is accepted if it is unambiguous, with a
/// remark on standard error. The texts come from the catalogue of rules, so every rule that a
/// finding can have is explained.
enum ExplainCommand {
  static let command = Command(
    "explain", "Explain a rule: what it means, why it exists, what to do.",
    details: ["Without a rule, all rules are listed."],
    examples: [
      Example("castbook explain image.too-small", "one rule"),
      Example("castbook explain", "all rules"),
      Example("castbook explain set.too-few --json", "for a script"),
    ],
    positionals: [
      Positional(
        "RULE", .optional, "A rule's name, as shown at the end of a line of `check`.",
        completion: .choices(RuleID.all.map(\.rawValue)))
    ],
    options: [Options.output],
    run: Command.printing(run))

  /// Prints the named rule as a page, or one line per rule when none is named.
  private static func run(_ arguments: Arguments, on screen: Screen) throws -> Report {
    let rules = try RuleCatalogue()
    guard let name = arguments.positionals.first?.text else {
      return Report(json: RuleJSON.list(rules.texts)) { _ in rules.texts.map(RulePage.line) }
    }
    let text = try rules[RuleID(rawValue: name)] ?? nearest(to: name, in: rules)
    return Report(json: RuleJSON.rule(text)) { style in
      [Folding.page(RulePage.text(text), columns: style.columns)]
    }
  }

  /// Returns the rule that a misspelt word most likely means, with a remark.
  ///
  /// Throws a `UsageError` that lists similar rules when the word is ambiguous or unknown.
  private static func nearest(to name: String, in rules: RuleCatalogue) throws -> RuleText {
    if let text = rules.nearest(to: name) {
      try Screen.printWarning("no rule \"\(name)\"; showing \(text.rule)")
      return text
    }
    let similar = rules.names(like: name)
    throw UsageError(
      message: "no rule \"\(sanitized(name))\"",
      fix: similar.isEmpty
        ? "`castbook explain` lists all rules"
        : "similar rules: \(similar.prefix(5).joined(separator: ", "))")
  }
}
