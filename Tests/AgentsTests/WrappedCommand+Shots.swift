extension WrappedCommand {
  private static let start = "given when the server starts: paths and rules are the user's"

  private static let training = "whether a model is trained with someone is the user's decision"

  static let shots: [WrappedCommand] = [
    WrappedCommand(
      command: "prompt", tool: "compile",
      mapped: ["for": "target", "tier": "tier", "set": "settings", "request": "detail"],
      leftOut: [
        "project": start, "no-lint": "hints are notes, which an agent can pass over",
        "strict": "the answer counts warnings, and a warning is no error of the call",
      ]),
    WrappedCommand(
      command: "export", tool: "export",
      mapped: [
        "for": "targets", "tier": "tier", "set": "settings", "output": "output", "zip": "zip",
        "as-is": "as_is", "inline": "inline", "strict": "strict",
      ],
      leftOut: [
        "project": start, "profile": start, "dry-run": "compile shows what would be exported",
        "no-lint": "hints are notes, which an agent can pass over",
        "keep": "privacy is the user's decision", "keep-metadata": "privacy is the user's decision",
        "replace": "nothing is ever replaced", "layout": "\(training), and where ComfyUI is, too",
        "trigger": training,
        "class": training, "caption": training, "repeats": training, "resolution": training,
      ]),
    WrappedCommand(
      command: "where-used", tool: "where_used", mapped: [:]),
    WrappedCommand(
      command: "exports", tool: "where_used", mapped: ["since": "since", "for": "target"],
      leftOut: [
        "here": "status shows a project's exports", "project": start,
      ]),
    WrappedCommand(
      command: "status", tool: "status", mapped: ["project": "project"],
      leftOut: ["strict": "the answer counts the pins of each state"]),
    WrappedCommand(
      command: "projects", tool: "status", mapped: [:],
      leftOut: [
        "project": "it records where a project is now, and the tool changes nothing"
      ]),
    WrappedCommand(
      command: "jobs", tool: "jobs", mapped: ["open": "open", "since": "since"]),
  ]
}
