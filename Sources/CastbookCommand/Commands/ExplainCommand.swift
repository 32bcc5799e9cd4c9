internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook explain`.
enum ExplainCommand {
  static let command = Command(
    "explain", "Say what a rule means, why it is there, and what to do.",
    details: ["Without a rule, all of them are listed."],
    examples: [
      Example("castbook explain image.too-small", "one rule"),
      Example("castbook explain", "all rules"),
      Example("castbook explain set.too-few --json", "for a script"),
    ],
    positionals: [
      Positional(
        "RULE", .optional, "A rule's name, as it stands at the end of a line of `check`.",
        completion: .choices(RuleID.all.map(\.rawValue)))
    ],
    options: [OptionGroup("What comes out", [.flag("json", "One JSON object.")])],
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
    guard let text = rules[RuleID(rawValue: name)] else {
      let family = rules.texts.map(\.rule.rawValue).filter { rule in
        name.split(separator: ".").contains { rule.contains($0) }
      }
      throw UsageError(
        message: "there is no rule \"\(sanitized(name))\"",
        fix: family.isEmpty
          ? "`castbook explain` lists them" : "near it: \(family.prefix(5).joined(separator: ", "))"
      )
    }
    try screen.print(
      arguments.has("json")
        ? RuleJSON.rule(text).compactText
        : Folding.page(RulePage.text(text), columns: screen.style.columns))
    return .success
  }
}
