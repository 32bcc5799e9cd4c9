internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook projects`: lists the projects that use the library.
///
/// Each line has a project's folder, the state of its pins, and what was exported and spent.
enum ProjectsCommand {
  static let command = Command(
    "projects", "List the projects that use the library, what is behind, and what was spent.",
    details: [
      "A project is listed when it pins an element or exported a bundle. The folder is where it was when "
        + "a pin was last recorded; after moving it, `castbook projects --project DIR` records the new "
        + "folder. The exit code is 0 whatever the pins' state is: `castbook status` checks one project."
    ],
    examples: [
      Example("castbook projects", "all projects, those with problems first"),
      Example("castbook projects --project films/lobby", "record where this project is now"),
      Example("castbook projects --json", "for a script"),
    ],
    options: [OptionGroup("Where", [Projects.option]), Options.output],
    section: "Use", run: Command.printing(run))

  /// Prints the projects, after recording the folder of the one that is named.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let library: ElementLibrary
    if try arguments[Projects.option] != nil {
      let (opened, location) = try await Projects.open(arguments)
      let outcome = try FindProject(at: location).run(in: opened)
      if let reason = outcome.unrecordedReason {
        throw ElementLibraryError.failed("the folder was not recorded: \(reason)")
      }
      library = opened
    } else {
      library = try await Libraries.open(arguments)
    }
    let list = try ListProjects().run(in: library)
    return Report(json: ProjectJSON.projects(list)) { style in
      ProjectListText(list: list, style: style).lines
    }
  }
}
