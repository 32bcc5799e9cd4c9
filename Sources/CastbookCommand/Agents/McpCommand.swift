internal import Agents
internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook mcp`: serves agents over standard input and output until the input ends.
enum McpCommand {
  private static let allowances = ListOption<Allowance>(
    "allow", "WORD[,…]", "What the agent may change: add, edit, prepare, export, take, send.",
    completion: .choices(Allowance.allCases.map(\.rawValue))
  ) { word in
    guard let allowance = Allowance(rawValue: word.text) else {
      let names = Allowance.allCases.map(\.rawValue)
      throw UsageError(
        message: "--allow \(sanitized(word.text)): no such change",
        fix: nearestName(to: word.text, among: names).map { "did you mean \($0)?" }
          ?? "the changes are \(names.joined(separator: ", "))")
    }
    return allowance
  }
  private static let maximumCost = ValueOption<Cost>(
    "max-cost", "AMOUNT", "What the agent may spend in all: 5, '5 USD', '300 CREDITS'."
  ) { word in
    guard let cost = Cost(typedWithCurrency: word.text) else {
      throw UsageError(
        message: "--max-cost \(sanitized(word.text)) is not an amount of money",
        fix: "Write it like '5 USD'.")
    }
    return cost
  }
  private static let project = ValueOption<FilePath>(
    "project", "DIR", "The project whose pins hold.", completion: .folders
  ) { word in
    guard let path = FilePath(bytes: word.bytes) else {
      throw UsageError(message: "--project needs a folder", fix: "name a folder")
    }
    return path
  }
  private static let account = ValueOption<String>(
    "account", "NAME", "The account at the provider, if you have several.")

  static let command = Command(
    "mcp", "Let an agent use Castbook: a server of the Model Context Protocol.",
    details: [
      "An agent's program starts this command and talks to it over standard input and output. It "
        + "understands the versions from 2024-11-05 to 2026-07-28 of the protocol, and ends when "
        + "its input ends.",
      "Without --allow the agent only reads: it finds and shows elements, looks at pictures, checks, "
        + "scores and picks files, explains rules, shows targets, and compiles shot files with their "
        + "prices. It reads files only in the folders that you name, and connects to no other machine.",
      "--allow lets it change something, one kind of change at a time; each can be undone, and "
        + "nothing is ever erased. --allow send also needs --max-cost, and spends no more than that "
        + "before it is started again.",
      "Paths of your library and of your home, and values of keys, never appear in an answer.",
    ],
    examples: [
      Example("castbook mcp", "as a client starts it"),
      Example("castbook mcp ~/film --library ~/cast", "for one folder, with a library"),
      Example(
        "castbook mcp ~/film --allow add,edit,prepare,export",
        "it may also fill the library and "
          + "make bundles"),
      Example("castbook mcp ~/film --allow export,send --max-cost '5 USD'", "it may spend 5 USD"),
    ],
    positionals: [
      Positional(
        "FOLDER", .any, "A folder that the agent may use.", completion: .folders,
        isExistingFile: true)
    ],
    options: [
      OptionGroup("What it knows", [project, account, Profiles.option]),
      OptionGroup("What it may change", [allowances, maximumCost]),
    ],
    section: "Set up", run: run)

  /// Serves until the input ends. An interrupt ends the process with the signal.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let roots = try Roots(arguments.positionals.map { try $0.path("FOLDER") })
    let redaction = try redaction(arguments, roots)
    var workspace = Workspace(
      roots: roots, library: try Libraries.location(arguments),
      targets: { try Profiles.catalogue(arguments) })
    workspace.allowances = Set(try arguments[allowances])
    workspace.maximumCost = try maximumCost(arguments, workspace.allowances)
    workspace.project = try arguments[project]
    workspace.account = try arguments[account]
    workspace.redaction = redaction
    // Only sending connects to other machines.
    if !workspace.allowances.contains(.send) { NetworkAccess.forbid() }
    let server = AgentServer(
      .castbook(workspace), instructions: AgentCatalogue.instructions(for: workspace),
      redaction: redaction)
    // A pipe of its own: a client that doesn't read may hold it up when the process ends.
    let output = OutputPipe(descriptor: 1, name: "standard output")
    try await server.run(reading: .standardInput, writing: output)
    if Signals.interrupted { Signals.endByInterrupt() }
    return .success
  }

  /// Returns what the agent may spend. Sending needs a limit, and a limit is only for sending.
  private static func maximumCost(
    _ arguments: Arguments, _ allowances: Set<Allowance>
  ) throws -> Cost? {
    let cost = try arguments[maximumCost]
    if cost == nil, allowances.contains(.send) {
      throw UsageError(
        message: "--allow send needs --max-cost", fix: "say what it may spend: --max-cost '5 USD'")
    }
    if cost != nil, !allowances.contains(.send) {
      throw UsageError(
        message: "--max-cost is for --allow send", fix: "add --allow send, or leave it out")
    }
    return cost
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
