internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook status`: compares a project's pins with the library.
///
/// A pin is behind only if a provider would see the difference. Rights are judged by today's date.
enum StatusCommand {
  static let command = Command(
    "status", "Compare a project's pins with the library.",
    details: [
      "A pin is behind only if a provider would see the difference; other changes, such as a new note or "
        + "tag, are only listed. Rights are today's. The exit code is 1 when a pin is missing "
        + "from the library or its rights have ended, and with --strict also for warnings."
    ],
    examples: [
      Example("castbook status", "this project"),
      Example("castbook status --strict", "check before rendering"),
      Example("castbook status --project films/lobby --json", "another project, for a script"),
    ],
    options: [
      OptionGroup("Where", [Projects.option]),
      OptionGroup("Output", [Options.strict, Options.json, Options.fields]),
    ],
    section: "Use", run: Command.printing(run))

  /// Prints the status of every pin. Its severity decides the exit status.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let project = try Project(at: Projects.location(arguments))
    let status = try await ReadStatus(of: project).run(in: Libraries.open(arguments))
    return Report(ExitStatus(status.status, arguments), json: ProjectJSON.status(status)) { style in
      StatusText(status: status, style: style).lines
    }
  }
}
