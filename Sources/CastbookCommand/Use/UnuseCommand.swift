internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook unuse`: removes pins from a project.
///
/// Elements that were pinned only because a removed one needs them are removed as well, unless
/// `--only` is given.
enum UnuseCommand {
  private static let only = Flag("only", "Remove only these; leave voices and bases pinned.")

  static let command = Command(
    "unuse", "Remove elements from a project.",
    details: [
      "Their voices and the elements they are looks of are removed, too, unless another pin needs them or "
        + "--only is given. The library keeps everything."
    ],
    examples: [
      Example("castbook unuse @mug", "no longer pinned"),
      Example("castbook unuse @mira_coat --only", "but @mira stays pinned"),
      Example("castbook status", "what is left"),
    ],
    positionals: [Positional("@HANDLE", .atLeastOne, "Pinned elements.")],
    options: [
      OptionGroup("What", [only]), OptionGroup("Where", [Projects.option]), Options.output,
    ],
    section: "Use", run: Command.printing(run))

  /// Removes the pins from the project and prints the outcome of each.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let references = try arguments.elements()
    let (library, location) = try await Projects.open(arguments)
    return PinText.report(
      "unuse/2", try Unuse(references, at: location, keepsNeeds: arguments[only]).run(in: library))
  }
}
