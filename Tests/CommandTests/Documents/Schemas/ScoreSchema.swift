import Model
import TestSupport
import Testing

/// The schema of what `castbook score --json` and `castbook pick --json` print.
@Suite("docs/schemas/score.schema.json", .timeLimit(.minutes(30)))
struct ScoreSchema {
  @Test("accepts the scores of a folder, a missing file, and an element")
  func accepted() throws {
    let desk = try SchemaDesk("score")
    try desk.keep("folder.json", "score", "sheets", "nowhere")
    try desk.keep("mira.json", "score", "@mira")
    try desk.accepts(["folder.json", "mira.json"])
  }

  @Test("accepts the scores of all odd files", .enabled(if: TestRun.isLong))
  func oddFiles() throws {
    let desk = try SchemaDesk("score")
    try desk.keep("odd.json", "score", "odd", "nowhere")
    try desk.accepts(["odd.json"])
  }

  /// What can be wrong in a pick.
  private static let pickFaults: [SchemaFault] = [
    .value("score/1", of: "castbook", becomes: "score/2"),
    .value("quality/6", of: "metric", becomes: 1),
    .key("notMeasured", called: "unmeasured"),
    .key("findings", called: "finding"),
    .key("subject", called: "subjects"),
    .key("value", called: "raw"),
    .value("warning", of: "severity", becomes: "bad"),
    .key("across", called: "sideways"),
    .text(of: "sha256", begins: "sha256-"),
    .key("selected", called: "chosen"),
    .value([], of: "odd", becomes: [.null]),
    .object("scores", gains: "variety", JSONValue.number("1.5")),
  ]

  @Test("accepts a pick, but not with a fault in it")
  func picks() throws {
    let desk = try SchemaDesk("score")
    try desk.keep("pick.json", "pick", "trouble", "starter", "--best", "3")
    try desk.accepts("pick.json", butNotWith: Self.pickFaults)
  }

  @Test("accepts that a pick was saved, but only as true or false, and under its key")
  func saved() throws {
    let desk = try SchemaDesk("score")
    try desk.keep("saved.json", "pick", "@mug", "--save")
    try desk.accepts(
      "saved.json", butNotWith: [.values(of: "saved", become: ""), .key("saved", called: "was")])
  }
}
