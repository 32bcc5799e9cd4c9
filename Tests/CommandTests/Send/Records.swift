import Foundation
import Model
import TestSupport
import Testing

/// What calls leave behind: their records, and facts from refusals.
@Suite("Calls on record", .timeLimit(.minutes(10)))
struct Records {
  private let studio: RenderStudio

  init() throws { studio = try RenderStudio() }

  private func files(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: studio.scratch.path(folder).text).sorted()
  }

  /// Expects documents to be valid by their schemas.
  private func expectSchemas(_ names: [String]) throws {
    let desk = try SchemaDesk()
    let copies = names.indices.map { "\($0).json" }
    for (name, copy) in zip(names, copies) {
      try desk.scratch.write(Data(contentsOf: studio.scratch.url.appending(path: name)), to: copy)
    }
    try desk.accepts(copies)
  }

  private func record(_ name: String) throws -> JSONValue {
    try JSONParser.parse(Array(Data(contentsOf: studio.scratch.url.appending(path: name))))
  }

  @Test("--record writes every call with its answer, numbered, and adds to what is there")
  func recorded() throws {
    let bundle = try studio.export("shot", for: "fal.kling-o3.r2v", "@mira waves.")
    try studio.output("send", bundle, "--yes", "--record", "calls/deep")
    let names = try files(in: "calls/deep")
    let requests = try studio.providers.set().requests
    #expect(names.count == requests.count && names[0] == "0001-post-rest.fal.ai.json", "\(names)")
    let name = try #require(names.first { $0.contains("post-queue") })
    let submission = try record("calls/deep/\(name)")
    #expect(submission["submission"]?.boolean == true)
    #expect(submission["headers"]?.compactText.contains("Key $FAL_KEY") == true)
    #expect(submission["json"]?["prompt"]?.string == "@Element1 waves.")
    #expect(submission["answer"]?["json"]?["request_id"]?.string != nil)
    try studio.output("send", bundle, "--yes", "--again", "--record", "calls/deep")
    #expect(try files(in: "calls/deep").starts(with: names))
    #expect(try files(in: "calls/deep").count == studio.providers.set().requests.count)
    try expectSchemas(try files(in: "calls/deep").map { "calls/deep/\($0)" })
    let attributes = try FileManager.default.attributesOfItem(
      atPath: studio.scratch.path("calls/deep/\(name)").text)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test(
    "Every command that makes calls records them",
    arguments: [
      ["upload", "out/shot"], ["register", "@mira", "--at", "kling", "--send", "--yes"],
      ["send", "out/shot", "--yes", "--detach"],
    ])
  func commands(words: [String]) throws {
    try studio.export("shot", for: "fal.kling-o3.r2v", "@mira waves.")
    let result = try studio.run(words + ["--record", "calls"])
    #expect(result.status == 0, "\(result)")
    #expect(try files(in: "calls").count == studio.providers.set().requests.count)
    if words[0] == "send" {
      let jobs = try #require(try studio.json("jobs")["jobs"]?.array)
      let job = try #require(jobs.first?["job"]?["id"]?.string)
      try studio.output("fetch", job, "--record", "fetched")
      #expect(try !files(in: "fetched").isEmpty)
    }
    try studio.output("registrations", "--check", "--record", "checked")
    #expect(try !files(in: "checked").isEmpty)
  }

  @Test("A folder that can't be written to is an error before anything is sent")
  func blocked() throws {
    let bundle = try studio.export("shot", for: "fal.kling-o3.r2v", "@mira waves.")
    try studio.scratch.write(Data("x".utf8), to: "file")
    let result = try studio.run(["send", bundle, "--yes", "--record", "file"])
    #expect(result.status == 3 && result.errors.contains("file"), "\(result)")
    #expect(try studio.providers.set().requests.isEmpty)
  }

  private static let tooSmall: JSONValue = [
    "detail": .array([
      [
        "loc": .array(["body", "elements", 0, "frontal_image_url"]),
        "msg": "The image is too small",
        "type": "image_too_small", "ctx": ["min_width": 2000, "min_height": 2000] as JSONValue,
      ]
    ])
  ]

  @Test("A refusal that no finding predicted becomes a fact, marked as unverified")
  func lesson() throws {
    let bundle = try studio.export("shot", for: "fal.kling-o3.r2v", "@mira waves.")
    #expect(try studio.output("targets", "learn").contains("nothing to learn"))
    try studio.providers.set([
      FakeProviders.Fault("submit", "refused", more: ["status": 422, "body": Self.tooSmall])
    ])
    let refused = try studio.run(["send", bundle, "--yes"])
    #expect(
      refused.status == 1 && refused.output.contains("image.too-small should have"), "\(refused)")
    let said = try studio.output("targets", "learn")
    #expect(said.contains("slots.element.side.min 2000: the profile says 300"), "\(said)")
    try studio.output("targets", "learn", "-o", "learned")
    let name = "learned/fal.kling-o3.r2v.json"
    let difference = try studio.output("targets", "diff", "fal.kling-o3.r2v", name)
    #expect(difference.contains("300 px or more → 2,000 px or more"), "\(difference)")
    // With the fact, the next picture is warned about, and there is nothing more to learn.
    let picture = Fixtures.folder.appending(path: "starter/mira-front.jpg").path()
    let checked = try studio.run(
      ["check", picture, "--for", "fal.kling-o3.r2v", "--targets", "learned"])
    #expect(checked.output.contains("image.too-small") && checked.output.contains("unverified"))
    let again = try studio.json("targets", "learn", "--targets", "learned")
    try studio.scratch.write(Data(again.compactText.utf8), to: "learn.json")
    try studio.scratch.write(Data(try studio.json("jobs").compactText.utf8), to: "jobs.json")
    try expectSchemas(["learn.json", "jobs.json"])
    let facts = again["refusals"]?.array?.first?["facts"]?.array
    #expect(facts?.first?["new"]?.boolean == false, "\(again)")
    let other = try studio.run(["targets", "learn", "kling.*"])
    #expect(other.status == 0 && other.output.contains("nothing to learn"))
    // A user's own file is never replaced automatically.
    try studio.scratch.write(Data("mine".utf8), to: name)
    #expect(try studio.run(["targets", "learn", "-o", "learned"]).status != 0)
    try studio.output("targets", "learn", "-o", "learned", "--replace")
  }

  @Test("A job that fails after it was accepted also yields facts; other messages are only shown")
  func failures() throws {
    let bundle = try studio.export("shot", for: "fal.kling-o3.t2v", "A street in the rain.")
    let entry: JSONValue = [
      "loc": .array(["body", "prompt"]), "msg": "flagged", "type": "content_policy_violation",
    ]
    try studio.providers.set([
      FakeProviders.Fault(
        "result", "refused",
        more: ["status": 422, "body": ["detail": .array([entry])] as JSONValue])
    ])
    let failed = try studio.run(["send", bundle, "--yes"])
    #expect(failed.status == 1 && failed.output.contains("flagged"), "\(failed)")
    let said = try studio.output("targets", "learn")
    #expect(said.contains("flagged") && said.contains("no limit can be read"), "\(said)")
  }
}
