import CommandLineKit
import Model
import Testing

@testable import Agents
@testable import CastbookCommand

/// A command whose work a tool does, and where each of the command's options went.
struct WrappedCommand: Sendable {
  /// The name of the command; words for a command of a command: `take add`.
  let command: String
  let tool: String
  /// The parameters of the tool, by the options that they replace.
  let mapped: [String: String]
  /// The reasons why the tool has no parameter for other options.
  var leftOut: [String: String] = [:]

  /// The reasons that hold for every command.
  static let leftOutEverywhere = [
    "json": "an answer has one form", "jsonl": "an answer has one form",
    "csv": "an answer has one form", "fields": "detail decides how much an answer has",
    "brief": "answers are brief", "jobs": "speed is not the agent's business",
    "targets": "given when the server starts: rules are the user's",
    "account": "given when the server starts",
  ]

  /// Every tool of the server.
  static let tools = AgentCatalogue.castbook(.allowingEverything).tools

  static let all = find + check + pick + shots + writing

  /// The commands that `check`, `explain` and `targets` do the work of.
  private static let check: [WrappedCommand] = [
    WrappedCommand(
      command: "check", tool: "check",
      mapped: [
        "for": "targets", "as": "slot", "set": "is_set", "strict": "strict", "all": "detail",
      ],
      leftOut: ["report": "a report is for people", "replace": "no file is written"]),
    WrappedCommand(command: "explain", tool: "explain", mapped: [:]),
    WrappedCommand(
      command: "targets", tool: "targets", mapped: [:],
      leftOut: [
        "stale": "renewing facts is not the agent's work", "full": "a dataset is for programs",
      ]),
  ]
}

/// What became of the options of commands that tools wrap.
@Suite("Options of wrapped commands")
struct WrappedCommands {
  @Test(
    "Each is a parameter of the tool, or left out for a reason", arguments: WrappedCommand.all)
  func options(row: WrappedCommand) throws {
    let command = try row.command.split(separator: " ").reduce(commandTable) { parent, name in
      try #require(parent.children.first { $0.name == name })
    }
    let everywhere = Set(WrappedCommand.leftOutEverywhere.keys)
    let names = Set(command.options.flatMap(\.options).map(\.name))
    #expect(Set(row.mapped.keys).isDisjoint(with: row.leftOut.keys))
    #expect(everywhere.isDisjoint(with: row.leftOut.keys))
    #expect(names.subtracting(everywhere) == Set(row.mapped.keys).union(row.leftOut.keys))
    let tool = try #require(WrappedCommand.tools.first { $0.name == row.tool })
    #expect(Set(row.mapped.values).isSubset(of: tool.parameters.map(\.name)))
  }

  @Test("Every tool does the work of a command", arguments: WrappedCommand.tools.map(\.name))
  func commands(of name: String) {
    #expect(WrappedCommand.all.contains { $0.tool == name })
  }
}
