extension WrappedCommand {
  /// The commands that the tools `score`, `pick` and `choose` do the work of.
  static let pick: [WrappedCommand] = [
    WrappedCommand(
      command: "score", tool: "score", mapped: ["kind": "kind", "all": "detail"],
      leftOut: [
        "strict": "an answer has no exit code; its counts say more"
      ]),
    WrappedCommand(
      command: "voice", tool: "score", mapped: [:],
      leftOut: [
        "for": "the tool check has slots and targets", "file": "a named file is one already",
        "all": "detail full has every measure", "cut": "a cut needs someone who listens",
        "length": "only of a cut", "pick": "only of a cut", "save": "only of a cut",
        "output": "only of a cut", "picture": "the tool look shows pictures",
        "replace": "no file is written",
      ]),
    WrappedCommand(
      command: "pick", tool: "pick",
      mapped: ["best": "best", "for": "targets", "kind": "kind"],
      leftOut: [
        "save": "the tool edit saves an order, if the user allows that"
      ]),
    WrappedCommand(
      command: "sheet", tool: "choose", mapped: [:],
      leftOut: [
        "light": "looks", "columns": "looks", "title": "looks",
        "best": "the user chooses, not the measures", "output": "the sheet is in the answer",
        "replace": "no file is written",
      ]),
  ]
}
