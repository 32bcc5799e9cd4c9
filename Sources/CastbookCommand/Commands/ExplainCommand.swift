internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook explain`.
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
    options: [OptionGroup("Output", [.flag("json", "One JSON object.")])],
    run: run)

  private static func run(_ arguments: Arguments) throws -> ExitStatus {
    let rules = try RuleCatalogue()
    let screen = Screen(arguments)
    guard let name = arguments.positionals.first?.text else {
      if arguments.has("json") {
        try screen.print(RuleJSON.list(rules.texts).compactText)
      } else {
        for text in rules.texts { try screen.print(RulePage.line(text)) }
      }
      return .success
    }
    let text = try rules[RuleID(rawValue: name)] ?? nearest(to: name, in: rules)
    try screen.print(
      arguments.has("json")
        ? RuleJSON.rule(text).compactText
        : Folding.page(RulePage.text(text), columns: screen.style.columns))
    return .success
  }

  /// The rule that a word means which is not the name of one: its only near name, or the only one that contains it.
  private static func nearest(to name: String, in rules: RuleCatalogue) throws -> RuleText {
    let word = name.lowercased()
    let names = rules.texts.map(\.rule.rawValue)
    let last = word.split(separator: ".").last.map(String.init) ?? word
    let like = names.filter { $0.contains(last) }
    let meant = nearestName(to: word, among: names) ?? (like.count == 1 ? like.first : nil)
    if let meant, let text = rules[RuleID(rawValue: meant)] {
      try Libraries.say("no rule \"\(name)\"; showing \(meant)")
      return text
    }
    throw UsageError(
      message: "no rule \"\(sanitized(name))\"",
      fix: like.isEmpty
        ? "`castbook explain` lists all rules"
        : "similar rules: \(like.prefix(5).joined(separator: ", "))")
  }
}
