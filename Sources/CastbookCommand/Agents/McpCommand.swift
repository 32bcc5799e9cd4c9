internal import Agents
internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook mcp`: serves agents over standard input and output until the input ends.
enum McpCommand {
  static let command = Command(
    "mcp", "Let an agent use Castbook: a server of the Model Context Protocol.",
    details: [
      "An agent's program starts this command and talks to it over standard input and output. It "
        + "understands the versions from 2024-11-05 to 2026-07-28 of the protocol, and ends when "
        + "its input ends.",
      "The agent explains rules and shows targets with it. It changes nothing and connects to no "
        + "other machine. Paths of your library, of your home and of the named folders, and values "
        + "of keys, never appear in an answer.",
    ],
    examples: [
      Example("castbook mcp", "as a client starts it"),
      Example("castbook mcp ~/film --library ~/cast", "for one folder, with a library"),
      Example("castbook mcp --targets profiles/", "with target profiles of your own"),
    ],
    positionals: [
      Positional(
        "FOLDER", .any, "A folder that the agent may use.", completion: .folders,
        isExistingFile: true)
    ],
    options: [OptionGroup("What it knows", [Profiles.option])],
    section: "Set up", run: run)

  /// Serves until the input ends. An interrupt ends the process with the signal.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let roots = try Roots(arguments.positionals.map { try $0.path("FOLDER") })
    let redaction = try redaction(arguments, roots)
    let server = AgentServer(
      .castbook(targets: { try Profiles.catalogue(arguments) }),
      instructions: AgentCatalogue.instructions, redaction: redaction)
    // A pipe of its own: a client that doesn't read may hold it up when the process ends.
    let output = OutputPipe(descriptor: 1, name: "standard output")
    try await server.run(reading: .standardInput, writing: output)
    if Signals.interrupted { Signals.endByInterrupt() }
    return .success
  }

  /// Returns what no answer may contain: each folder as it was named and as the system finds it.
  private static func redaction(_ arguments: Arguments, _ roots: Roots) throws -> Redaction {
    let library = try Libraries.location(arguments).folder
    let home = ProcessEnvironment.environment("HOME").flatMap(FilePath.init(bytes:))
    var folders: [(path: FilePath, label: String)] = []
    for (path, label) in [(library, "library"), (home, "~")] {
      guard let path else { continue }
      folders += [(path, label)] + (path.resolved.map { [($0, label)] } ?? [])
    }
    for (root, path) in zip(roots.roots, try arguments.positionals.map { try $0.path("FOLDER") }) {
      folders += [(root.folder, root.label), (path, root.label)]
    }
    return Redaction(folders: folders, secrets: ProcessEnvironment.secrets)
  }
}
