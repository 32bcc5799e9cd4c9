internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook remove`: removes elements from lists, without deleting anything.
///
/// A removed element disappears from lists and searches. Projects keep the revisions they have
/// pinned, and `restore` brings it back.
enum RemoveCommand {
  static let command = Command(
    "remove", "Remove elements from lists; no file is deleted, and restore brings them back.",
    details: [
      "Projects keep the revisions they have pinned. To delete everything about a person on request, "
        + "use `castbook erase`."
    ],
    examples: [
      Example("castbook remove @mira_old", "hide it from lists and searches"),
      Example("castbook list --retired", "the removed elements"),
      Example("castbook restore @mira_old", "bring it back"),
    ],
    positionals: [Positional("@HANDLE", .atLeastOne, "Elements, by handle or alias.")],
    options: [OptionGroup("Output", [Options.dryRun, Options.json, Options.fields])],
    section: "Keep", run: Command.printing(run))

  /// Removes the elements and prints how to bring them back.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let references = try arguments.elements()
    let library = try await Libraries.open(arguments, for: .freeingSpace)
    let isDry = arguments[Options.dryRun]
    let outcomes = try Remove(references, isPreview: isDry).run(in: library)
    let removed = outcomes.filter(\.isChanged).map(\.after.revision.handle)
    let hint =
      removed.count <= 8
      ? "To bring back: " + removed.map { "castbook restore \($0)" }.joined(separator: "; ")
      : "castbook list --retired lists removed elements, castbook restore @HANDLE brings one back"
    return EditedText.report(
      outcomes, isPreview: isDry, hints: removed.isEmpty ? [] : [hint],
      unchanged: { "\($0) is already removed: castbook restore \($0)" })
  }
}
