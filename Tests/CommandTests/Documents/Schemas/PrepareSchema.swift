import Model
import TestSupport
import Testing

/// The schema of what `castbook prepare` prints with `--json`, and writes into its folder.
@Suite("docs/schemas/prepare.schema.json", .timeLimit(.minutes(30)))
struct PrepareSchema {
  @Test("accepts a plan, and the copies of an element")
  func accepted() throws {
    let desk = try SchemaDesk("prepare")
    try desk.keep(
      "plan.json", "prepare", "sheets", "--dry-run", "--allow-upscale", "--fit", "crop")
    try desk.keep("mira.json", "prepare", "@mira", "--for", "kling-o3")
    try desk.accepts(["plan.json", "mira.json"])
  }

  @Test("accepts the plan for all odd files", .enabled(if: TestRun.isLong))
  func oddFiles() throws {
    let desk = try SchemaDesk("prepare")
    try desk.keep("plan.json", "prepare", "odd", "--dry-run", "--allow-upscale", "--fit", "crop")
    try desk.accepts(["plan.json"])
  }

  /// What can be wrong in the preparation of pictures.
  private static let pictureFaults: [SchemaFault] = [
    .value("prepare/1", of: "castbook", becomes: "prepare/2"),
    .value("prepared", of: "status", becomes: "done"),
    .key("before", called: "original"),
    .key("after", called: "copied"),
    .key("output", called: "copy"),
    .value("encode", of: "step", becomes: "code"),
    .key("reasons", called: "why"),
    .value("4:4:4", of: "sampling", becomes: 444),
    .value("pad", of: "fit", becomes: "stretch"),
    .value("#d8d4cf", of: "background", becomes: "blue"),
    .value("#d8d4cf", of: "color", becomes: "blue"),
    .key("asTheyAre", called: "same"),
    .value(6, of: "orientation", becomes: "6"),
    .text(of: "sha256", begins: "X"),
  ]

  @Test("accepts two runs into one folder and the list in it, but no run with a fault in it")
  func pictures() throws {
    let desk = try SchemaDesk("prepare")
    let ready = desk.scratch.path("ready").text
    try desk.keep("first.json", "prepare", "starter", "-o", ready)
    try desk.keep(
      "ready.json", "prepare", "trouble", "--for", "kling-o3,kling-official", "--background",
      "#d8d4cf", "-o", ready)
    try desk.accepts(["first.json", "ready/prepare.json"])
    try desk.accepts("ready.json", butNotWith: Self.pictureFaults)
  }

  @Test("accepts the plan for sounds and clips, but no clip that becomes a GIF")
  func streams() throws {
    let desk = try SchemaDesk("prepare")
    try desk.keep(
      "streams.json", "prepare", "clips/phone.mov", "clips/mira.mkv", "voices/8khz.flac", "--for",
      "kling", "--dry-run")
    try desk.accepts("streams.json", butNotWith: [.value("mov", of: "format", becomes: "gif")])
  }
}
