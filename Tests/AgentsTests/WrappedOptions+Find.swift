/// A command that a tool wraps, and where each of its options went.
struct WrappedCommand: Sendable {
  /// The name of the command.
  let command: String
  /// The name of the tool.
  let tool: String
  /// The options that the tool has, each with its parameter.
  let mapped: [String: String]
  /// The options that the tool doesn't have, each with the reason.
  let leftOut: [String: String]
}

extension WrappedCommand {
  private static let form = "an answer has one form"
  private static let pages = "long lists come in pages"

  /// The commands that `find`, `show` and `look` wrap.
  static let find: [WrappedCommand] = [
    WrappedCommand(
      command: "list", tool: "find",
      mapped: [
        "kind": "kind", "tag": "tags", "expiring": "expiring_days", "weak": "weak",
        "retired": "removed", "limit": "limit", "after": "after",
      ], leftOut: ["all": pages, "json": form, "jsonl": form, "csv": form]),
    WrappedCommand(
      command: "search", tool: "find",
      mapped: [
        "kind": "kind", "tag": "tags", "expiring": "expiring_days", "weak": "weak",
        "retired": "removed", "limit": "limit", "after": "after",
      ], leftOut: ["all": pages, "json": form, "jsonl": form]),
    WrappedCommand(command: "similar", tool: "find", mapped: [:], leftOut: ["json": form]),
    WrappedCommand(
      command: "show", tool: "show", mapped: ["all": "detail"], leftOut: ["json": form]),
    WrappedCommand(command: "log", tool: "show", mapped: [:], leftOut: ["json": form]),
    WrappedCommand(
      command: "sheet", tool: "look", mapped: ["best": "best"],
      leftOut: [
        "light": "a look", "columns": "the number of pictures decides", "title": "a look",
        "output": "the image is in the answer", "replace": "no file is written", "json": form,
      ]),
    WrappedCommand(
      command: "stills", tool: "look", mapped: [:],
      leftOut: [
        "best": "the best frame is shown", "for": "check tells limits of files",
        "dry-run": "no file is written", "output": "the image is in the answer",
        "replace": "no file is written", "targets": "given at the start", "json": form,
      ]),
  ]
}
