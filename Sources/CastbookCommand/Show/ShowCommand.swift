internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook show`: shows an element with its files and their findings.
///
/// It shows the latest revision or the one that follows a colon, as in `@mira:3`, with the findings
/// of Kling's common rules and of the scores.
enum ShowCommand {
  static let command = Command(
    "show", "Show an element with its numbered files and their findings.",
    details: [
      "A revision follows a colon: @mira:3 is the third, @mira:sha256-9f2c41ab the one whose "
        + "digest begins with 9f2c41ab. Findings follow Kling's common rules; `castbook check @mira --for …` "
        + "checks against other targets.",
      "Below each picture are the findings from its scores or, if it has none, its weakest measures; "
        + "`castbook score @mira` shows all measures. If a finding is intended: `castbook dismiss`.",
    ],
    examples: [
      Example("castbook show @mira", "the latest revision"),
      Example("castbook show @mira:1", "the first revision"),
      Example("castbook show @mira --json", "for a script"),
    ],
    positionals: [Positional("@HANDLE", .one, "The element, by handle or alias.")],
    options: [OptionGroup("Output", [Options.all, Options.json, Options.fields])],
    section: "Find", run: Command.printing(run))

  /// Prints the element. Its files' findings are shared as in a check, unless `--all` is given.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let reference = try arguments.positionals[0].element
    let details = try await Show(reference).run(in: Libraries.open(arguments))
    return Report(json: ElementJSON.details(details)) { style in
      ElementText(details: details, showsAll: arguments[Options.all], style: style).lines
    }
  }
}
