extension WrappedCommand {
  private static let start = "given when the server starts: paths and rules are the user's"
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
        "for": "only for prepare",
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
        "merge": people, "keep": people,
      ]),
    WrappedCommand(command: "bind", tool: "edit", mapped: [:]),
    WrappedCommand(
      command: "dismiss", tool: "edit", mapped: ["reason": "dismiss", "undo": "undismiss"]),
    WrappedCommand(
      command: "remove", tool: "edit", mapped: [:],
      leftOut: ["dry-run": "restore undoes it"]),
    WrappedCommand(
      command: "restore", tool: "edit", mapped: [:],
      leftOut: ["dry-run": "another restore undoes it"]),
    WrappedCommand(
      command: "use", tool: "edit", mapped: [:],
      leftOut: [
        "for": "the target of a project is the user's choice", "project": start,
      ]),
    WrappedCommand(
      command: "unuse", tool: "edit", mapped: [:],
      leftOut: [
        "only": "a pin that nothing needs goes with its element", "project": start,
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
      ]),
    WrappedCommand(
      command: "take add", tool: "take",
      mapped: [
        "bundle": "bundle", "result": "result", "seed": "seed", "cost": "cost", "note": "note",
      ]),
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
        "no-lint": "export makes the bundles", "project": start,
        "record": record,
      ]),
    WrappedCommand(
      command: "fetch", tool: "send", mapped: ["output": "output"],
      leftOut: [
        "all": "files of a team's store are the user's", "task": "only the provider's page has it",
        "record": record,
      ]),
    WrappedCommand(
      command: "cancel", tool: "send", mapped: [:],
      leftOut: [
        "yes": "only the user can look whether a job arrived", "record": record,
      ]),
  ]
}
