internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook targets`.
enum TargetsCommand {
  static let command = Command(
    "targets", "List the targets, or show what one of them takes and who says so.",
    details: [
      "Every rule has a date and a source. Those that are inferred from elsewhere, or that no "
        + "trusted source shows, are marked."
    ],
    examples: [
      Example("castbook targets", "all of them"),
      Example("castbook targets 'fal.*'", "those whose id is like that"),
      Example("castbook targets kling-o3", "one, by its short name"),
      Example("castbook targets fal.kling-o3.r2v --json", "its profile, for a script"),
    ],
    positionals: [
      Positional(
        "TARGET", .optional, "An id, a short name, or a pattern: 'fal.*', '*omni*'.",
        completion: .choices(Profiles.builtInNames))
    ],
    options: [
      OptionGroup(
        "Where they come from",
        [
          Profiles.option
        ]),
      OptionGroup("What comes out", [.flag("json", "One JSON object.")]),
    ],
    children: [TargetsDiffCommand.command], run: run)

  private static func run(_ arguments: Arguments) throws -> ExitStatus {
    let catalogue = try Profiles.catalogue(arguments)
    let screen = Screen(arguments)
    let word = arguments.positionals.first?.text
    let ids = try word.flatMap { try TargetPattern.ids(like: $0, in: catalogue) } ?? catalogue.ids
    if let name = word, !TargetPattern.isPattern(name) {
      let profile = try catalogue.find(name)
      try screen.print(
        arguments.has("json")
          ? try TargetJSON.profile(profile, in: catalogue).compactText
          : Folding.page(
            try TargetPage.text(of: profile, in: catalogue), columns: screen.style.columns))
    } else if arguments.has("json") {
      try screen.print(try TargetJSON.list(catalogue, ids).compactText)
    } else {
      let columns = screen.style.columns
      try screen.print(
        Folding.page(try TargetList.text(catalogue, ids, columns: columns), columns: columns))
    }
    return .success
  }
}
