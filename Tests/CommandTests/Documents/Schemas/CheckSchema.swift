import Model
import TestSupport
import Testing

/// The schema of what `castbook check --json` and `--jsonl` print.
@Suite("docs/schemas/check.schema.json", .timeLimit(.minutes(30)))
struct CheckSchema {
  @Test("accepts the check of a clip, a folder, a set, and files of the library")
  func accepted() throws {
    let desk = try SchemaDesk("check")
    try desk.keep(
      "folder.json", "check", "odd/clip.mp4", "sheets", "--for", "kling,kling-official,kling-o3")
    try desk.keep("set.json", "check", "starter", "odd/clip.mp4", "--for", "kling-o3", "--set")
    try desk.keep("voice.json", "check", "odd/clip.mp4", "@mira_voice", "--for", "fal.*")
    try desk.accepts(["folder.json", "set.json", "voice.json"])
  }

  @Test(
    "accepts the check of whole folders", .enabled(if: TestRun.isLong),
    arguments: [
      ["odd", "sheets", "--for", "kling,kling-official,kling-o3"],
      ["trouble", "starter", "@mug", "nowhere", "--for", "all"],
      ["voices", "clips", "--for", "kling,kling-official"],
    ])
  func folders(words: [String]) throws {
    let desk = try SchemaDesk("check")
    try desk.keep("whole.json", ["check"] + words)
    try desk.accepts(["whole.json"])
  }

  /// What can be wrong in the check of pictures.
  private static let pictureFaults: [SchemaFault] = [
    .value("check/2", of: "castbook", becomes: "check/1"),
    .key("countsFor", called: "countFor"),
    .key("statusFor", called: "statusOf"),
    .value("pass", of: "status", becomes: "passed"),
    .value("error", of: "severity", becomes: "fatal"),
    .text(of: "sha256", begins: "X"),
    .value(1, of: "orientation", becomes: 9),
    .text(of: "asOf", begins: "2026/", insteadOf: "2026-"),
    .value("none", of: "alpha", becomes: .null),
    .value(true, of: "proven", becomes: "yes"),
    .text(of: "rule", begins: "Image ", insteadOf: "image."),
    .values(of: "notMediaCount", become: .integer(-1)),
    .list("noEndpoint", begins: 7),
    .value("element", of: "slot", becomes: "person"),
  ]

  @Test("accepts the check of pictures for all targets, but not with a fault in it")
  func pictures() throws {
    let desk = try SchemaDesk("check")
    try desk.keep(
      "all.json", "check", "trouble", "starter/mug-top.jpg", "@mug", "nowhere", "--for", "all")
    try desk.accepts("all.json", butNotWith: Self.pictureFaults)
  }

  /// What can be wrong in the check of sounds and clips.
  private static let streamFaults: [SchemaFault] = [
    .values(of: "samples", become: .integer(-1)),
    .text(of: "unknown", begins: "not "),
    .values(of: "frame", become: .integer(-1)),
    .value(90, of: "rotation", becomes: 91),
    .value(true, of: "lossy", becomes: 1),
    .list("span", begins: 7),
  ]

  @Test("accepts the check of sounds and clips, but not with a fault in it")
  func streams() throws {
    let desk = try SchemaDesk("check")
    try desk.keep(
      "heard.json", "check", "voices/en-us.mp3", "voices/silence.flac", "voices/damaged.flac",
      "clips/mira.mp4", "clips/turned.mov", "clips/one-cut.mp4", "clips/hdr.mp4", "--for",
      "kling,kling-official")
    try desk.accepts("heard.json", butNotWith: Self.streamFaults)
  }

  @Test("accepts a line for each file, but none without its path")
  func lines() throws {
    let desk = try SchemaDesk("check")
    try desk.keep("lines.jsonl", "check", "trouble", "odd/clip.mp4")
    try desk.accepts("lines.jsonl", butNotWith: [.key("path", called: "name")])
  }
}
