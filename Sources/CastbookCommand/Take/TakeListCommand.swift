internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook take list`: lists takes with decisions and comments.
enum TakeListCommand {
  static let result = ListOption<Take.Result>(
    "result", "WORD[,…]", "Only takes about which this was decided.",
    completion: .choices(Take.Result.allCases.map(\.rawValue))
  ) { try $0.word("decision") }
  private static let here = Flag("here", "Only of this project.")
  /// The options that choose takes.
  static let which: [any TypedOption] = [result, Options.since, here, Projects.option]

  /// The row of `castbook take list` in the table.
  static let command = Command(
    "list", "List takes, with who decided what about them, and comments.",
    examples: [
      Example("castbook take list", "all takes, those of the last export first"),
      Example("castbook take list --result new --here", "what waits for review in this project"),
      Example("castbook take list @mira --json", "one element's, for a script"),
    ],
    positionals: [Positional("@HANDLE", .optional, "Only takes of exports with this element.")],
    options: [
      OptionGroup("Which", which),
      Options.output,
    ],
    run: Command.printing(run))

  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    var list = ListTakes()
    list.exports.element = try arguments.positionals.first.map { try $0.element }
    list.exports.since = try arguments[Options.since]
    let results = try arguments[result]
    if !results.isEmpty { list.results = Set(results) }
    list.exports.project = try project(arguments)?.id
    let found = try await list.run(in: Libraries.open(arguments))
    return Report(json: LedgerJSON.takes(found)) { style in
      TakeListText(list: found, style: style).lines
    }
  }

  /// Returns the project whose takes are meant; `nil` for those of all projects.
  static func project(_ arguments: Arguments) throws -> Project? {
    guard try arguments[here] || arguments[Projects.option] != nil else { return nil }
    return try Project(at: Projects.location(arguments))
  }
}
