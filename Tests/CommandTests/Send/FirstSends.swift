import Foundation
import Model
import TestSupport
import Testing

/// The README's first promise: a shot file, one command, a take.
@Suite("Sending a shot file", .timeLimit(.minutes(20)))
struct FirstSends {
  private let studio: RenderStudio

  init() throws { studio = try RenderStudio() }

  private func write(_ name: String, _ settings: String = "duration: 5") throws {
    try studio.scratch.write(
      Data("---\n\(settings)\n---\n@mira walks through the lobby and waves.\n".utf8), to: name)
  }

  private func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: studio.scratch.path(path).text)
  }

  @Test("`castbook send lobby.md` works as the README says: the bundle and the take are beside it")
  func beside() throws {
    try FileManager.default.createDirectory(
      at: studio.scratch.url.appending(path: "film"), withIntermediateDirectories: false)
    try write("film/lobby.md", "target: fal.kling-o3.r2v\nduration: 5")
    try write("street.md", "target: fal.kling-o3.r2v\nduration: 5")
    let sent = try studio.output("send", "film/lobby.md", "street.md", "--yes")
    #expect(sent.contains("film/lobby-take-1.mp4") && sent.contains("street-take-1.mp4"), "\(sent)")
    #expect(exists("film/lobby/bundle.json") && exists("film/lobby-take-1.mp4"))
    #expect(exists("street/bundle.json") && exists("street-take-1.mp4"))
  }

  @Test("A project's default target applies to shot files that name none")
  func defaultTarget() throws {
    try write("lobby.md")
    for command in [["send", "lobby.md", "--dry-run"], ["prompt", "lobby.md"]] {
      let none = try studio.run(command)
      #expect(none.status == 2 && none.errors.contains("castbook use --for TARGET"), "\(none)")
    }
    let used = try studio.output("use", "--for", "kling-o3")
    #expect(used.contains("fal.kling-o3.r2v"), "\(used)")
    let lock = try String(
      contentsOf: studio.scratch.url.appending(path: "castbook.lock"), encoding: .utf8)
    #expect(lock.contains("\nformat 2\n") && lock.contains("\ntarget fal.kling-o3.r2v\n"))
    #expect(try studio.output("send", "lobby.md", "--dry-run").contains("fal.kling-o3.r2v"))
    // The bundle can be verified without the project.
    try studio.output("export", "lobby.md", "-o", "out")
    try FileManager.default.moveItem(
      at: studio.scratch.url.appending(path: "out/lobby"),
      to: studio.scratch.url.appending(path: "library/../moved"))
    #expect(try studio.run(["bundle", "verify", "moved"]).status == 0)
    // A file's own target and --for come first; pins keep the line, and `none` removes it.
    try write("other.md", "target: fal.kling-v3.t2v\nduration: 5")
    #expect(try studio.output("prompt", "other.md").contains("fal.kling-v3.t2v"))
    #expect(
      try studio.output("prompt", "lobby.md", "--for", "kling.v3-omni").contains("kling.v3-omni"))
    try studio.output("use", "@mira")
    #expect(try studio.json("status")["target"]?.string == "fal.kling-o3.r2v")
    try studio.output("use", "--for", "none")
    #expect(try studio.json("status")["target"] == nil)
    #expect(
      try String(contentsOf: studio.scratch.url.appending(path: "castbook.lock"), encoding: .utf8)
        .contains("\nformat 1\n"))
  }

  @Test("On a terminal it asks for the target once, and keeps the answer")
  func asked() throws {
    try write("lobby.md")
    let answers = try studio.type("castbook send lobby.md", answers: ["kling-o3", "n"])
    #expect(answers.contains("Which target is lobby.md for?"), "\(answers)")
    #expect(answers.contains("is kept in") && answers.contains("Send this?"), "\(answers)")
    #expect(answers.contains("nothing was sent"))
    let again = try studio.type("castbook send lobby.md", answers: ["y"])
    #expect(!again.contains("Which target") && again.contains("lobby-take-1.mp4"), "\(again)")
    #expect(try studio.providers.set().submissions.count == 1)
  }

  @Test("In a pipe everything else is checked before the missing answer is reported")
  func piped() throws {
    try write("lobby.md", "target: fal.kling-o3.r2v\nduration: 5")
    try studio.bring("starter/mira-front.jpg", as: "ok.jpg")
    let picture = try studio.run(["send", "ok.jpg"])
    #expect(!picture.errors.contains("--yes"), "\(picture)")
    let good = try studio.run(["send", "lobby.md"])
    #expect(good.status == 2 && good.errors.contains("--yes"), "\(good)")
    #expect(good.output.contains("1  renders"), "the plan is missing: \(good)")
    #expect(try studio.providers.set().requests.isEmpty)
  }

  @Test("A missing key is named by the plan, and a refused one by the answer")
  func keys() throws {
    try write("lobby.md", "target: fal.kling-o3.r2v\nduration: 5")
    let dry = try studio.run(["send", "lobby.md", "--dry-run"], without: ["FAL_KEY"])
    #expect(dry.status == 0 && dry.output.contains("FAL_KEY is not set"), "\(dry)")
    let keyless = try studio.run(["send", "lobby.md", "--yes"], without: ["FAL_KEY"])
    #expect(keyless.status == 1 && keyless.output.contains("FAL_KEY is not set"))
    #expect(try !studio.output("send", "lobby.md", "--dry-run").contains("is not set"))
    // The storage refuses it first, then the endpoint.
    let wrong = try studio.run(["send", "lobby.md", "--yes"], with: ["FAL_KEY": "wrong"])
    #expect(wrong.status == 1)
    #expect(wrong.output.contains("the key in FAL_KEY is not accepted"), "\(wrong.output)")
    #expect(!wrong.output.contains("refused references"), "\(wrong.output)")
    try studio.providers.set([
      FakeProviders.Fault(
        "submit", "refused",
        more: ["status": 401, "body": ["detail": "Cannot access application."] as JSONValue])
    ])
    let refused = try studio.run(["send", "lobby.md", "--yes"])
    #expect(refused.status == 1)
    #expect(refused.output.contains("the key in FAL_KEY is not accepted"), "\(refused.output)")
    #expect(try studio.providers.set().submissions.isEmpty)
  }

  @Test("The total contains the voice that is created first")
  func total() throws {
    try studio.scratch.write(
      Data(
        "---\ntarget: fal.kling-o3.r2v\nduration: 5\n---\nShot 1 (5s): @mira waves. @mira: \"We open.\"\n"
          .utf8),
      to: "spoken.md")
    let plan = try studio.output("send", "spoken.md", "--dry-run")
    let json = try studio.json("send", "spoken.md", "--dry-run")
    let total = try #require(json["costs"]?.array?.first?["amount"]?.string)
    #expect(plan.contains("Total \(total) USD"), "\(plan)")
    #expect(
      plan.contains("castbook send creates it") || !plan.contains("registration.missing"), "\(plan)"
    )
  }
}
