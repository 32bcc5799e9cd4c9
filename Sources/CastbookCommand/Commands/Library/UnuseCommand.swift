internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook unuse`: removes pins from a project.
///
/// Elements that were pinned only because a removed one needs them are removed as well, unless
/// `--only` is given.
enum UnuseCommand {
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
      OptionGroup("What", [.flag("only", "Remove only these; leave voices and bases pinned.")]),
      OptionGroup("Where", [Projects.option]),
      OptionGroup("Output", [.flag("json", "One JSON object.")]),
    ],
    section: "Use", run: run)

  /// Removes the pins from the project and prints what became of each.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let references = try arguments.positionals.map { try $0.element }
    let (library, location) = try await Projects.open(arguments)
    let outcome = try library.unuse(references, at: location, keepsNeeds: arguments.has("only"))
    return try PinText.print("unuse/2", outcome, arguments)
  }
}
