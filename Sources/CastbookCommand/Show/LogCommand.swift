internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook log`: shows an element's changes and dismissals.
///
/// Each revision is listed with what it changed, and each dismissal with its reason.
enum LogCommand {
  static let command = Command(
    "log", "Show an element's changes and dismissed findings, newest first.",
    examples: [
      Example("castbook log @mira", "all revisions"),
      Example("castbook restore @mira:3", "then go back to the third"),
      Example("castbook log @mira --json", "for a script"),
    ],
    positionals: [Positional("@HANDLE", .one, "The element, by handle or alias.")],
    options: [Options.output],
    section: "Find", run: Command.printing(run))

  /// Prints the history of one element, as JSON or as lines.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let library = try await Libraries.open(arguments)
    let log = try Log(try arguments.positionals[0].element).run(in: library)
    return Report(json: ElementJSON.log(log)) { style in LogText(log: log, style: style).lines }
  }
}
