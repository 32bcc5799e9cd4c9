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

  /// Returns the rule that a misspelt word most likely means: the rule with the nearest name, or
  /// else the only rule whose name contains the word's last part.
  ///
  /// Throws a `UsageError` that lists similar rules when the word is ambiguous or unknown.
  private static func nearest(to name: String, in rules: RuleCatalogue) throws -> RuleText {
    let word = name.lowercased()
    let names = rules.texts.map(\.rule.rawValue)
    let last = word.split(separator: ".").last.map(String.init) ?? word
    let similar = names.filter { $0.contains(last) }
    let nearest = nearestName(to: word, among: names) ?? (similar.count == 1 ? similar.first : nil)
    if let nearest, let text = rules[RuleID(rawValue: nearest)] {
      try Screen.printWarning("no rule \"\(name)\"; showing \(nearest)")
      return text
    }
    throw UsageError(
      message: "no rule \"\(sanitized(name))\"",
      fix: similar.isEmpty
        ? "`castbook explain` lists all rules"
        : "similar rules: \(similar.prefix(5).joined(separator: ", "))")
  }
}
