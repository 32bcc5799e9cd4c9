import CommandLineKit
import Testing

@testable import Agents
@testable import CastbookCommand

/// A command of the program that a tool wraps, with a parameter or a reason for each of its options.
struct WrappedCommand: Sendable {
  let command: String
  let tool: String
  /// The parameter of the tool for an option.
  let mapped: [String: String]
  /// The reason why the tool has no parameter for an option.
  let leftOut: [String: String]
}

extension WrappedCommand {
  private static let start = "given when the server starts: paths and rules are the user's"
  private static let form = "the form of the output"

  static let shots: [WrappedCommand] = [
    WrappedCommand(
      command: "prompt", tool: "compile",
      mapped: ["for": "target", "tier": "tier", "set": "settings", "request": "detail"],
      leftOut: [
        "account": start, "project": start, "targets": start, "json": form,
        "no-lint": "hints are notes, which an agent can pass over",
        "strict": "the answer counts warnings, and a warning is no error of the call",
      ]),
    WrappedCommand(
      command: "export", tool: "export",
      mapped: [
        "for": "targets", "tier": "tier", "set": "settings", "output": "output", "zip": "zip",
        "as-is": "as_is", "inline": "inline", "strict": "strict",
      ],
      leftOut: [
        "account": start, "project": start, "targets": start, "profile": start, "json": form,
        "dry-run": "compile shows what would be exported",
        "no-lint": "hints are notes, which an agent can pass over",
        "keep": "privacy is the user's decision", "keep-metadata": "privacy is the user's decision",
        "replace": "nothing is ever replaced",
      ]),
    WrappedCommand(
      command: "where-used", tool: "where_used", mapped: [:],
      leftOut: ["json": form]),
    WrappedCommand(
      command: "exports", tool: "where_used", mapped: ["since": "since", "for": "target"],
      leftOut: [
        "here": "status shows a project's exports", "project": start, "targets": start,
        "json": form, "jsonl": form,
      ]),
    WrappedCommand(
      command: "status", tool: "status", mapped: ["project": "project"],
      leftOut: ["strict": "the answer counts the pins of each state", "json": form]),
    WrappedCommand(
      command: "projects", tool: "status", mapped: [:],
      leftOut: [
        "project": "it records where a project is now, and the tool changes nothing",
        "json": form,
      ]),
    WrappedCommand(
      command: "jobs", tool: "jobs", mapped: ["open": "open", "since": "since"],
      leftOut: ["json": form]),
  ]
}

@Suite("Options of wrapped commands")
struct WrappedShotOptions {
  @Test(
    "Each is a parameter of the tool, or left out for a reason", arguments: WrappedCommand.shots)
  func options(row: WrappedCommand) throws {
    let command = try #require(commandTable.children.first { $0.name == row.command })
    let names = Set(command.options.flatMap(\.options).map(\.name))
    #expect(Set(row.mapped.keys).isDisjoint(with: row.leftOut.keys))
    #expect(names == Set(row.mapped.keys).union(row.leftOut.keys))
    var workspace = Workspace.withoutLibrary
    workspace.allowances = Set(Allowance.allCases)
    let tool = try #require(
      AgentCatalogue.castbook(workspace).tools.first { $0.name == row.tool })
    #expect(Set(row.mapped.values).isSubset(of: tool.parameters.map(\.name)))
  }
}
