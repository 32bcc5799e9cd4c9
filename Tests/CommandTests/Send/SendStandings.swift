import Foundation
import Model
import TestSupport
import Testing

/// How `send` and `upload` treat bundles whose elements were erased, changed or forbidden.
@Suite("Sending what was exported earlier", .timeLimit(.minutes(20)))
struct SendStandings {
  private let studio: RenderStudio
  private let lobby: String

  init() throws {
    studio = try RenderStudio()
    lobby = try studio.exportLobby()
  }

  /// Expects a command to send nothing, and to print a text.
  private func expectRefusal(_ words: [String], saying text: String) throws {
    let result = try studio.run(words)
    #expect(result.status == 1, "\(words): \(result.output)\(result.errors)")
    #expect((result.output + result.errors).contains(text), "\(words): \(result)")
    #expect(try studio.providers.set().requests.isEmpty)
  }

  @Test("Nothing is sent once the rights have ended, whatever was exported before")
  func expired() throws {
    try studio.output("edit", "@mira", "--basis", "licensed", "--expires", "2020-01-31")
    let words = "@mira: rights expired on 31 Jan 2020"
    try expectRefusal(["send", lobby, "--yes"], saying: words)
    try expectRefusal(["send", lobby, "--yes", "--stale", "--again"], saying: words)
    try expectRefusal(["send", lobby, "--dry-run"], saying: words)
    try expectRefusal(["upload", lobby], saying: words)
    try expectRefusal(["upload", "@mira", "--at", "fal"], saying: words)
    try expectRefusal(
      ["register", "@mira", "--at", "kling", "--send", "--yes"], saying: words)
    let plan = try studio.json("send", lobby, "--dry-run")
    #expect(plan["ready"]?.boolean == false)
    let obstacle = plan["bundles"]?.array?.first?["obstacles"]?.array?.first
    #expect(obstacle?["message"]?.string == words)
    // Renewing the rights is enough; the bundle itself is unchanged.
    try studio.output("edit", "@mira", "--expires", "2999-01-31")
    #expect(RenderStudio.end(try studio.json("send", lobby, "--yes")) == "take")
  }

  @Test("A voice whose rights have ended stops bundles that speak with it")
  func expiredVoice() throws {
    let spoken = try studio.export(
      "spoken", for: "fal.kling-o3.r2v", "Shot 1 (5s): @mira waves. @mira: \"We open at nine.\"")
    try studio.output("edit", "@mira_voice", "--basis", "licensed", "--expires", "2020-01-31")
    try expectRefusal(["send", spoken, "--yes"], saying: "@mira_voice: rights expired")
    #expect(RenderStudio.end(try studio.json("send", lobby, "--yes")) == "take")
  }

  @Test("An erased element is not sent, nor an erased revision")
  func erased() throws {
    try studio.output("edit", "@mug", "--notes", "from the shop")
    let shot = try studio.export("mug", for: "fal.kling-o3.r2v", "@mug on a table.")
    try studio.output("edit", "@mug", "--notes", "from another shop")
    try studio.output("forget", "@mug", "--before", "3", "--reason", "asked", "--yes")
    try expectRefusal(
      ["send", shot, "--yes", "--stale"], saying: "revision 2 of @mug was erased on")
    try studio.output("erase", "@mira", "--reason", "asked", "--yes")
    try expectRefusal(["send", lobby, "--again", "--dry-run"], saying: "@mira was erased on")
    try expectRefusal(["send", lobby, "--yes", "--stale"], saying: "@mira was erased on")
    try expectRefusal(["upload", lobby], saying: "@mira was erased on")
  }

  @Test("A bundle with earlier pictures needs a confirmation of its own; --yes is not enough")
  func stale() throws {
    try studio.output("edit", "@mira", "--notes", "no provider sees this")
    #expect(try !studio.output("send", lobby, "--dry-run").contains("has changed"))
    try studio.output("edit", "@mira", "--drop", "mira-back.jpg")
    let words = "@mira has changed since this export, revision 1 → 3"
    try expectRefusal(["send", lobby, "--yes"], saying: words)
    try expectRefusal(["upload", lobby], saying: words)
    let plan = try studio.run(["send", lobby, "--dry-run"])
    #expect(plan.output.contains(words) && plan.output.contains("--stale"), "\(plan.output)")
    let json = try studio.json("send", lobby, "--dry-run")
    #expect(json["bundles"]?.array?.first?["changes"]?.array?.count == 1)
    #expect(RenderStudio.end(try studio.json("send", lobby, "--yes", "--stale")) == "take")
    #expect(try studio.providers.set().submissions.count == 1)
  }

  @Test("The pins of a bundle's own project count, wherever the command runs")
  func pinned() throws {
    try FileManager.default.createDirectory(
      at: studio.scratch.url.appending(path: "film"), withIntermediateDirectories: false)
    try studio.output("use", "@mira", "--project", "film")
    try studio.scratch.write(
      Data("---\ntarget: fal.kling-o3.r2v\nduration: 5\n---\n@mira waves.\n".utf8),
      to: "film/wave.md")
    try studio.output("export", "film/wave.md", "-o", "film/out", "--project", "film")
    try studio.output("edit", "@mira", "--drop", "mira-back.jpg")
    let plan = try studio.output("send", "film/out/wave", "--dry-run")
    #expect(!plan.contains("has changed"), "the project pins what was exported")
    try studio.output("update", "--project", "film")
    #expect(try studio.output("send", "film/out/wave", "--dry-run").contains("1 → 2"))
  }

  @Test("What was submitted is fetched nevertheless")
  func submitted() throws {
    try studio.output("send", lobby, "--yes", "--detach")
    try studio.output("edit", "@mira", "--basis", "licensed", "--expires", "2020-01-31")
    #expect(RenderStudio.end(try studio.json("send", lobby, "--yes")) == "take")
    #expect(try studio.providers.set().submissions.count == 1)
  }

  @Test("A library that doesn't have the elements says that it can't judge them")
  func foreign() throws {
    let other = ["CASTBOOK_LIBRARY": studio.scratch.path("other").text]
    #expect(try studio.run(["init"], with: other).status == 0)
    let plan = try studio.run(["send", lobby, "--dry-run"], with: other)
    #expect(plan.status == 0)
    #expect(plan.output.contains("@mira is not in this library"), "\(plan.output)")
  }
}
