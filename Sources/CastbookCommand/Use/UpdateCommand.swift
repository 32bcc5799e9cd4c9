internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook update`: moves a project's pins to the latest revisions.
///
/// Without handles all pins move. Retired and forked elements stay where they are, and a dry run
/// only shows the changes.
enum UpdateCommand {
  static let command = Command(
    "update", "Move pins to the latest revisions, and show what changes.",
    details: [
      "Without a handle, all pins move. The output separates what a provider would see (files, their "
        + "order, roles, the voice, the name) from what only you see. Retired and forked elements stay where "
        + "they are."
    ],
    examples: [
      Example("castbook status", "first: what differs"),
      Example("castbook update", "move all pins"),
      Example("castbook update @mira", "move only this one"),
      Example("castbook update --dry-run", "show what would change"),
    ],
    positionals: [Positional("@HANDLE", .any, "Pinned elements (all).")],
    options: [
      OptionGroup("Where", [Projects.option]),
      OptionGroup("Output", [Options.dryRun, Options.json, Options.fields]),
    ],
    section: "Use", run: Command.printing(run))

  /// Moves the pins and prints, for each, what a provider would see differently.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let references = try arguments.elements()
    let (library, location) = try await Projects.open(arguments)
    return PinText.report(
      "update/2",
      try Update(references, at: location, isPreview: arguments[Options.dryRun]).run(in: library))
  }
}
