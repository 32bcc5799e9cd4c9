internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook where-used`: shows where an element, a file or a bundle is used.
///
/// What the word means is decided by its form and by what exists: a handle, a file, a bundle, or
/// the first digits of a SHA-256.
enum WhereUsedCommand {
  static let command = Command(
    "where-used", "Show where an element or a file is used.",
    details: [
      "For an element: the projects that pin it and the exports that sent it. For a file, given by its path "
        + "or by 8 or more digits of its SHA-256: the elements that have or had it, what it was made "
        + "from and what was made from it. For a clip that came back from a provider (`castbook take add`): "
        + "the elements that went into it. For a bundle, given by its folder, zip or SHA-256: when it was "
        + "exported, and what came back."
    ],
    examples: [
      Example("castbook where-used @mira", "projects and exports"),
      Example("castbook where-used lobby-take2.mp4", "which references made this clip"),
      Example("castbook where-used 9f2c41ab", "a file by its SHA-256"),
    ],
    positionals: [
      Positional(
        "WHAT", .one, "An element, a file, a bundle, or the start of a SHA-256.",
        completion: .files)
    ],
    options: [Options.output],
    section: "Use", run: Command.printing(run))

  /// Finds what the word means, and prints its uses.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let question = try UsageSubject(try arguments.positionals[0].path("where-used"))
    let usage = try await WhereUsed(question).run(in: Libraries.open(arguments))
    return Report(json: UsageJSON.usage(usage)) { style in
      UsageText(usage: usage, style: style).lines
    }
  }
}
