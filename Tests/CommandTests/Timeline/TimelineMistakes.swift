import Foundation
import Model
import TestSupport
import Testing

@Suite("Mistakes with timelines", .timeLimit(.minutes(30)))
struct TimelineMistakes {
  @Test(
    "are reported with a fix, and nothing is written",
    arguments: [
      (["none.md", "-o", "film.otio"], 2, "none.md"),
      (["shots", "shots/shot-3.md", "-o", "film.otio"], 2, "shot-3.md"),
      (["empty", "-o", "film.otio"], 2, "no shot file"), (["shots"], 2, "-o"),
      (["-o", "film.otio"], 2, "SHOT"),
      (["shots", "-o", "film.aaf"], 2, ".otio, .edl or .fcpxml"),
      (["shots", "-o", "film"], 2, ".otio, .edl or .fcpxml"),
      (["shots", "-o", "film.otio", "--rate", "26"], 2, "23.976"),
      (["shots", "-o", "film.otio", "--rate", "24df"], 2, "29.97df"),
      (["shots", "-o", "film.otio", "--start", "1h"], 2, "01:00:00:00"),
      (["shots", "-o", "film.otio", "--start", "01:00:00:24"], 2, "not a timecode at 24"),
      (
        ["shots", "-o", "film.otio", "--rate", "29.97df", "--start", "00:01:00;00"], 2,
        "not a timecode at 29.97df"
      ), (["shots", "-o", "nowhere/film.otio"], 3, "nowhere"),
      (["shots", "-o", "film.otio", "--project", "none"], 3, "none"),
    ] as [([String], Int32, String)])
  func mistake(words: [String], status: Int32, text: String) throws {
    let film = try Production()
    try film.perform("mkdir shots empty")
    try film.write(Production.shot("@mug"), to: "shots/shot-1.md")
    let before = try film.shell("find . | sort").output
    let result = try Tool.run(["timeline"] + words + ["--library", film.library], in: film.folder)
    #expect(result.status == status, "\(result.output)\(result.errors)")
    #expect(result.errors.contains(text), "\(result.errors)")
    #expect(try film.shell("find . | sort").output == before)
  }

  @Test("A film longer than a day is refused")
  func tooLong() throws {
    let film = try Production()
    try film.write(Production.shot("@mug", duration: 3600), to: "hour.md")
    let hours = Array(repeating: "hour.md", count: 24)
    let day = try Tool.run(
      ["timeline"] + hours + ["-o", "film.edl", "--library", film.library], in: film.folder)
    #expect(day.status == 0, "\(day.errors)")
    let more = try Tool.run(
      ["timeline"] + hours + ["hour.md", "-o", "more.edl", "--library", film.library],
      in: film.folder)
    #expect(more.status == 2 && more.errors.contains("24 hours"), "\(more.errors)")
  }

  @Test(
    "Names from outside stay names",
    arguments: [
      "a & b <\"'>", "new\nline", "‮gpj", "..", "--rate", "日本語 🎬", "* LOC", "$(touch x)", "CON",
      String(repeating: "n", count: 240),
    ])
  func hostileNames(name: String) throws {
    let film = try Production()
    // Bundles refuse such names, so the export has another one.
    try film.record(
      "clips/mira.mp4", of: try film.exportShot("plain.md", "@mira drinks"), "kept", "--note",
      "<note> & \"' ]]>")
    let shot = "\(name)x.md"
    try FileManager.default.moveItem(
      at: film.folder.appending(path: "plain.md"), to: film.folder.appending(path: shot))
    for format in ["otio", "edl", "fcpxml"] {
      let made = try film.run("timeline", "./\(shot)", "-o", "film.\(format)")
      #expect(made.status == 0, "\(made.errors)")
      #expect(!made.output.contains("\u{202E}"))
    }
    let video = try film.judge("film.otio").items("Video")
    #expect(video.map(\.name) == ["\(name)x"])
    #expect(video[0].active?["sha256"]?.string == (try film.digest(of: "clips/mira.mp4")))
    #expect(try film.shell("find film-media -type f -printf x").output == "x")
    #expect(try film.judge("film.edl").items("Video").count == 1)
    #expect(try film.judge("film.fcpxml").items("Video").last?.name == "\(name)x")
    // All that was written is the three timelines and the folder of media.
    #expect(try film.shell("find . -mindepth 1 -maxdepth 1 -printf x").output == "xxxxxx")
  }
}
