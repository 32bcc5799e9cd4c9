internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook exports`: lists exports, takes and costs.
///
/// Entries can be filtered by element, target, project and date. They are printed newest first,
/// with the sums of prices and of what the takes cost.
enum ExportsCommand {
  private static let target = PromptOptions.target.described(as: "Only for this target.")
  private static let here = Flag("here", "Only of this project.")

  static let command = Command(
    "exports", "List exports, the clips that came back, and costs.",
    details: [
      "Prices are those of the day of each export, for one render of each bundle. The cost of takes is "
        + "the cost noted with them."
    ],
    examples: [
      Example("castbook exports", "all exports, newest first"),
      Example("castbook exports @mira --since 2026-11-01", "one element's, since a date"),
      Example("castbook exports --here --json", "this project's, for a script"),
    ],
    positionals: [Positional("@HANDLE", .optional, "Only exports with this element.")],
    options: [
      OptionGroup("Which", [Options.since, target, here, Projects.option, Profiles.option]),
      OptionGroup("Output", [Options.json, Options.jsonLines, Options.fields]),
    ],
    section: "Use", run: Command.printing(run))

  /// Prints the matching exports. The target is looked up in the catalogue first, so a
  /// misspelt name is an error instead of an empty list.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let form = try OutputFormat(arguments)
    var query = LedgerQuery()
    query.element = try arguments.positionals.first.map { try $0.element }
    query.since = try arguments[Options.since]
    query.target = try arguments[target].map {
      try Profiles.catalogue(arguments).find($0).id.rawValue
    }
    if arguments[here] { query.project = try Project(at: Projects.location(arguments)).id }
    let ledger = try await query.run(in: Libraries.open(arguments))
    guard form == .jsonLines else {
      return Report(json: LedgerJSON.ledger(ledger)) { style in
        LedgerText(ledger: ledger, style: style).lines
      }
    }
    for entry in ledger.entries { try screen.print(json: LedgerJSON.entry(entry)) }
    return .printed(.success)
  }
}
