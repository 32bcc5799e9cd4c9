import CommandLineKit
import Model
import Testing

@testable import Agents
@testable import CastbookCommand

/// A command of the program that a tool wraps, with a parameter or a reason for each option.
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
  private static let people = "for people, who look at both sides"
  private static let record = "a record has what surrounds the keys"

  static let writing: [WrappedCommand] = [
    WrappedCommand(
      command: "add", tool: "add",
      mapped: [
        "role": "files", "skip-bad": "skip_bad", "empty": "empty", "name": "name",
        "description": "description", "notes": "notes", "person": "person", "tag": "tags",
        "alias": "aliases", "look-of": "look_of", "basis": "rights", "holder": "rights",
        "expires": "rights", "document": "rights", "allow": "rights", "dry-run": "preview",
        "all": "detail",
      ],
      leftOut: [
        "from": "adds many elements at once, of which the agent has seen none",
        "kind": "only for a folder of elements", "split": "cutting a sheet needs someone who looks",
        "grid": "only for cutting a sheet", "prepare": "the tool prepare does it",
        "for": "only for prepare", "targets": start, "json": form,
      ]),
    WrappedCommand(
      command: "edit", tool: "edit",
      mapped: [
        "role": "files", "note": "files", "confirm-roles": "confirm_roles", "drop": "drop",
        "order": "order", "name": "name", "description": "description", "notes": "notes",
        "person": "person", "tag": "tags", "alias": "aliases", "look-of": "look_of",
        "rename": "rename", "untag": "untag", "unalias": "unalias", "unset": "unset",
        "basis": "rights", "holder": "rights", "expires": "rights", "document": "rights",
        "allow": "rights",
      ],
      leftOut: [
        "replace": "add the new file, then drop the old one", "repair": "doctor is for people",
        "merge": people, "keep": people, "json": form,
      ]),
    WrappedCommand(command: "bind", tool: "edit", mapped: [:], leftOut: ["json": form]),
    WrappedCommand(
      command: "dismiss", tool: "edit", mapped: ["reason": "dismiss", "undo": "undismiss"],
      leftOut: ["json": form]),
    WrappedCommand(
      command: "remove", tool: "edit", mapped: [:],
      leftOut: ["dry-run": "restore undoes it", "json": form]),
    WrappedCommand(
      command: "restore", tool: "edit", mapped: [:],
      leftOut: ["dry-run": "another restore undoes it", "json": form]),
    WrappedCommand(
      command: "use", tool: "edit", mapped: [:],
      leftOut: [
        "for": "the target of a project is the user's choice", "project": start,
        "targets": start, "json": form,
      ]),
    WrappedCommand(
      command: "unuse", tool: "edit", mapped: [:],
      leftOut: [
        "only": "a pin that nothing needs goes with its element", "project": start, "json": form,
      ]),
    WrappedCommand(
      command: "prepare", tool: "prepare",
      mapped: [
        "for": "targets", "as": "slot", "fit": "fit", "background": "background",
        "allow-upscale": "allow_upscale", "output": "output", "dry-run": "preview",
        "all": "detail",
      ],
      leftOut: [
        "keep": "privacy is the user's decision", "inferred-limits": "no source states them",
        "keep-interlaced": "for people who know the clip",
        "picture": "the tool look shows pictures",
        "replace": "nothing is ever replaced", "no-scores": "speed is not the agent's business",
        "jobs": "speed is not the agent's business", "targets": start, "json": form,
      ]),
    WrappedCommand(
      command: "take add", tool: "take",
      mapped: [
        "bundle": "bundle", "result": "result", "seed": "seed", "cost": "cost", "note": "note",
      ], leftOut: ["json": form]),
    WrappedCommand(
      command: "send", tool: "send",
      mapped: [
        "again": "again", "max-cost": "max_cost", "dry-run": "action", "detach": "wait",
        "output": "output", "yes": "plan",
      ],
      leftOut: [
        "stale": "a changed element needs a new export", "urls": "addresses are the user's",
        "presign": "addresses are the user's", "for": "export makes the bundles",
        "tier": "export makes the bundles", "set": "export makes the bundles",
        "no-lint": "export makes the bundles", "account": start, "project": start,
        "targets": start, "record": record, "json": form,
      ]),
    WrappedCommand(
      command: "fetch", tool: "send", mapped: ["output": "output"],
      leftOut: [
        "all": "files of a team's store are the user's", "task": "only the provider's page has it",
        "targets": start, "record": record, "json": form,
      ]),
    WrappedCommand(
      command: "cancel", tool: "send", mapped: [:],
      leftOut: [
        "yes": "only the user can look whether a job arrived", "targets": start,
        "record": record, "json": form,
      ]),
  ]
}

@Suite("Options of commands that change something")
struct WrappedWritingOptions {
  @Test(
    "Each is a parameter of the tool, or left out for a reason", arguments: WrappedCommand.writing)
  func options(row: WrappedCommand) throws {
    let command = try row.command.split(separator: " ").reduce(commandTable) { parent, name in
      try #require(parent.children.first { $0.name == name })
    }
    let names = Set(command.options.flatMap(\.options).map(\.name))
    #expect(Set(row.mapped.keys).isDisjoint(with: row.leftOut.keys))
    #expect(names == Set(row.mapped.keys).union(row.leftOut.keys))
    var workspace = Workspace.withoutLibrary
    workspace.allowances = Set(Allowance.allCases)
    workspace.maximumCost = Cost(amount: "1", currency: "USD")
    let tool = try #require(
      AgentCatalogue.castbook(workspace).tools.first { $0.name == row.tool })
    #expect(Set(row.mapped.values).isSubset(of: tool.parameters.map(\.name)))
  }
}
