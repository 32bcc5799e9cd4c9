extension WrappedCommand {
  private static let pages = "long lists come in pages"

  /// The commands that `find`, `show` and `look` wrap.
  static let find: [WrappedCommand] = [
    WrappedCommand(
      command: "list", tool: "find",
      mapped: [
        "kind": "kind", "tag": "tags", "expiring": "expiring_days", "weak": "weak",
        "retired": "removed", "limit": "limit", "after": "after",
      ], leftOut: ["all": pages]),
    WrappedCommand(
      command: "search", tool: "find",
      mapped: [
        "kind": "kind", "tag": "tags", "expiring": "expiring_days", "weak": "weak",
        "retired": "removed", "limit": "limit", "after": "after",
      ], leftOut: ["all": pages]),
    WrappedCommand(
      command: "similar", tool: "find", mapped: [:],
      leftOut: ["subject": "it needs a model that only the user may install"]),
    WrappedCommand(
      command: "show", tool: "show", mapped: ["all": "detail"]),
    WrappedCommand(command: "log", tool: "show", mapped: [:]),
    WrappedCommand(
      command: "sheet", tool: "look", mapped: ["best": "best"],
      leftOut: [
        "light": "a look", "columns": "the number of pictures decides", "title": "a look",
        "output": "the image is in the answer", "replace": "no file is written",
      ]),
    WrappedCommand(
      command: "stills", tool: "look", mapped: [:],
      leftOut: [
        "best": "the best frame is shown", "for": "check tells limits of files",
        "dry-run": "no file is written", "output": "the image is in the answer",
        "replace": "no file is written",
      ]),
  ]
}
