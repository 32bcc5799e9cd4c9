internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook forget`: erases an element's earlier revisions for good.
///
/// The named revision and later ones stay. Files that only earlier revisions had are deleted.
enum ForgetCommand {
  private static let before = ValueOption<String>(
    "before", "REV", "The first revision to keep: its number, or sha256-….")

  static let command = Command(
    "forget", "Erase an element's earlier revisions for good.",
    details: [
      "Revisions before the named one are erased, with the files that only they had. The named revision and "
        + "all later ones stay."
    ],
    examples: [
      Example("castbook log @mira", "list the revisions"),
      Example(
        "castbook forget @mira --before 4 --reason \"a picture that was not ours\"",
        "asks, then forgets revisions 1 to 3"),
      Example("castbook forget @mira --before 4 --dry-run", "what would be erased"),
    ],
    positionals: [Positional("@HANDLE", .one, "The element, by handle or alias.")],
    options: [
      OptionGroup("What to erase", [before]), EraseOptions.group, Options.output,
    ],
    section: "Keep safe", run: Command.printing(run))

  /// Plans the erasure of the earlier revisions and carries it out after confirmation. Throws when
  /// `--before` is missing, since there is no safe default.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let reference = try arguments.positionals[0].element
    guard let before = try arguments[before] else {
      throw UsageError(
        message: "no revision to keep given",
        fix:
          "Add --before and the number of the first one to keep; `castbook log \(reference)` lists them."
      )
    }
    try EraseOptions.check(arguments)
    let library = try await Libraries.open(arguments, for: .freeingSpace)
    var erasure = ForgetRevisions(of: reference, before: before)
    erasure.withTakes = arguments[EraseOptions.withTakes]
    return try EraseOptions.perform(
      erasure.plan(in: library), "forget", library, arguments, on: screen)
  }
}
