internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook use`: pins elements for a project.
///
/// The pins are kept in the project's `castbook.lock`, which is created if there is none. What an
/// element needs, its voice and the element it is a look of, is pinned with it.
enum UseCommand {
  static let command = Command(
    "use", "Pin elements for a project, so that a handle keeps meaning the same files.",
    details: [
      "Pins are kept in castbook.lock, in the current folder or the nearest parent that has one; if there is "
        + "none, one is created in the current folder. Commit it: everyone with the same library gets the same "
        + "files.",
      "--for names the target of the project's shot files that name none themselves; `--for none` removes it.",
      "An element's voice is pinned with it, and so is the element it is a look of. Pins stay "
        + "until you name another revision or run `castbook update`.",
    ],
    examples: [
      Example("castbook use @mira @mug", "at their latest revisions"),
      Example("castbook use @mira:3", "at her third revision"),
      Example("castbook use @mira --project films/lobby", "for a project elsewhere"),
      Example("castbook use --for kling-o3", "the target of shot files that name none"),
    ],
    positionals: [Positional("@HANDLE", .any, "Elements, each with an optional revision.")],
    options: [
      OptionGroup("Where", [Projects.option]),
      OptionGroup("Target", [target, Profiles.option]), Options.output,
    ],
    section: "Use", run: Command.printing(run))

  private static let target = ValueOption<String>(
    "for", "TARGET", "The target of shot files that name none.",
    completion: .choices(Profiles.builtInNames))

  /// Pins the elements and prints each with the revision it is pinned at.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let references = try arguments.elements()
    let target = try arguments[target]
    guard !references.isEmpty || target != nil else {
      throw UsageError(message: "no element is named", fix: "castbook use @HANDLE")
    }
    let (library, location) = try await Projects.open(arguments)
    var use = Use(references, at: location)
    if let target {
      use.target =
        target == "none" ? .removed : .set(try Profiles.catalogue(arguments).find(target).id)
    }
    return PinText.report("use/2", try use.run(in: library))
  }
}
