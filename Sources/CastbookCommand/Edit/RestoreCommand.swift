internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook restore`: brings a removed element back, or makes an earlier revision the latest
/// again.
///
/// Going back makes a new revision with the content of the earlier one, so the history stays
/// complete.
enum RestoreCommand {
  static let command = Command(
    "restore", "Bring a removed element back, or make an earlier revision the latest again.",
    examples: [
      Example("castbook restore @mira", "bring back a removed element"),
      Example("castbook restore @mira:3", "go back to the third revision"),
      Example("castbook restore @mira:3 --dry-run", "what that would change"),
      Example("castbook log @mira", "list the revisions"),
    ],
    positionals: [Positional("@HANDLE", .one, "The element, with an optional revision.")],
    options: [OptionGroup("Output", [Options.dryRun, Options.json, Options.fields])],
    section: "Keep", run: Command.printing(run))

  /// Restores the element or the named revision, and says so if nothing had to change.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let reference = try arguments.positionals[0].element
    var restore = Restore(reference)
    restore.isPreview = arguments[Options.dryRun]
    let outcome = try await restore.run(in: Libraries.open(arguments))
    return EditedText.report(
      outcome, isPreview: restore.isPreview,
      unchanged: {
        reference.revision == .latest
          ? "\($0) is not removed: castbook log \($0) lists earlier revisions"
          : "\($0) is already the same as \(reference): no changes"
      })
  }
}
