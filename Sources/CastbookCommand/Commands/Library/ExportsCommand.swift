internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook exports`: lists exports, takes and costs.
///
/// Entries can be filtered by element, target, project and date. They are printed newest first,
/// with the sums of prices and of what the takes cost.
enum ExportsCommand {
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
      OptionGroup(
        "Which",
        [
          .value("since", "DAY", "Only from this day on: 2026-11-01."),
          .value(
            "for", "TARGET", "Only for this target.", completion: .choices(Profiles.builtInNames)),
          .flag("here", "Only of this project."), Projects.option, Profiles.option,
        ]),
      OptionGroup(
        "Output",
        [
          .flag("json", "One JSON object."),
          .flag("jsonl", "One JSON object per bundle, one per line."),
        ]),
    ],
    section: "Use", run: run)

  /// Prints the matching exports. The target is looked up in the catalogue first, so that a
  /// misspelt name is an error instead of an empty list.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let form = try OutputFormat(arguments)
    var query = LedgerQuery()
    query.element = try arguments.positionals.first.map { try $0.element }
    query.since = try arguments.value("since").map { word in
      guard let day = Day(word.text) else {
        throw UsageError(
          message: "--since \(sanitized(word.text)) is not a date",
          fix: "Write a date such as 2026-11-01.")
      }
      return day
    }
    query.target = try arguments.value("for").map { word in
      try Profiles.catalogue(arguments).find(word.text).id.rawValue
    }
    if arguments.has("here") { query.project = try Project(at: Projects.location(arguments)).id }
    let ledger = try await Libraries.open(arguments).ledger(query)
    let screen = Screen(arguments)
    switch form {
    case .json: try screen.print(LedgerJSON.ledger(ledger).compactText)
    case .jsonLines:
      for entry in ledger.entries { try screen.print(LedgerJSON.entry(entry).compactText) }
    case .text, .csv:
      for line in LedgerText(ledger, screen.style).lines { try screen.print(line) }
    }
    return .success
  }
}
