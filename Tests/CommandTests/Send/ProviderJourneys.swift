import Foundation
import Model
import TestSupport
import Testing

/// One journey at every provider that has a fake, each with its own way to upload, to answer and to fail.
@Suite("Sending to each provider", .timeLimit(.minutes(20)))
struct ProviderJourneys {
  private let studio: RenderStudio

  init() throws { studio = try RenderStudio() }

  /// A shot for a target, and what the fake of its provider must have seen.
  struct Journey: CustomTestStringConvertible, Sendable {
    let target: String
    let text: String
    var start: String?
    /// The number of paid calls.
    var calls = 1
    /// The request with which an upload begins, and how many there are.
    let upload: String
    var uploads = 4
    /// A word of the request that proves how files are sent.
    let proof: String

    var testDescription: String { target }
  }

  static let journeys = [
    Journey(
      target: "fal.kling-o3.r2v", text: "@mira waves.",
      upload: "POST https://rest.fal.ai/storage/upload/initiate",
      proof: "https://v3.fal.media/files/"),
    Journey(
      target: "kling.v3-omni", text: "@mira waves.", calls: 2, upload: "none", uploads: 0,
      proof: "/9j/"),
    Journey(
      target: "kie.kling-3.0", text: "@mira waves.", start: "front.jpg",
      upload: "POST https://kieai.redpandaai.co/api/file-stream-upload", uploads: 4,
      proof: "https://tempfile.redpandaai.co/castbook/"),
    Journey(
      target: "replicate.kling-v3-omni", text: "@mira waves.",
      upload: "POST https://api.replicate.com/v1/files",
      proof: "https://api.replicate.com/v1/files/"),
    Journey(
      target: "runway.kling-3.0.i2v", text: "A woman waves.", start: "front.jpg",
      upload: "POST https://api.dev.runwayml.com/v1/uploads", uploads: 1, proof: "runway://"),
  ]

  private func bundle(of journey: Journey) throws -> String {
    guard let start = journey.start else {
      return try studio.export("shot", for: journey.target, journey.text)
    }
    try FileManager.default.copyItem(
      at: Fixtures.folder.appending(path: "starter/mira-front.jpg").resolvingSymlinksInPath(),
      to: studio.scratch.url.appending(path: start))
    let settings = "\(journey.target)\nstart: \(start)"
    return try studio.export("shot", for: settings, journey.text)
  }

  @Test("A bundle becomes a take, and a second run spends nothing", arguments: journeys)
  func journey(_ journey: Journey) throws {
    let bundle = try bundle(of: journey)
    let sent = try studio.run(["send", bundle, "--yes", "--json"])
    let json = try JSONParser.parse(Array(sent.output.utf8))
    #expect(RenderStudio.end(json) == "take", "\(sent.output)\(sent.errors)")
    let record = try studio.providers.set()
    #expect(record.submissions.count == journey.calls && record.leaks == [])
    let bodies = record.submissions.compactMap { $0["body"]?.compactText }.joined()
    #expect(bodies.contains(journey.proof) && !bodies.contains("castbook:"))
    #expect(record.count(of: journey.upload) == journey.uploads)
    #expect(try studio.takes().count == 1)
    try studio.output("send", bundle, "--yes")
    #expect(try studio.providers.set().requests == record.requests)
    // Another take needs no new uploads and creates no element again.
    #expect(RenderStudio.end(try studio.json("send", bundle, "--yes", "--again")) == "take")
    let second = try studio.providers.set()
    #expect(second.submissions.count == journey.calls + 1)
    #expect(second.count(of: journey.upload) == journey.uploads)
    #expect(try studio.takes().count == 2)
    #expect(try studio.output("doctor").contains("no problems found"))
  }

  @Test(
    "An answer that got lost: Kling is asked for the job by its name, all others leave it to the user",
    arguments: journeys)
  func lost(_ journey: Journey) throws {
    let bundle = try bundle(of: journey)
    // An element that is created first has no name: its answer is not the one that gets lost.
    if journey.calls > 1 {
      try studio.output("send", bundle, "--yes")
      try studio.providers.set([FakeProviders.Fault("submit", "lost")])
      #expect(RenderStudio.end(try studio.json("send", bundle, "--yes", "--again")) == "take")
      #expect(try studio.providers.set().submissions.count == journey.calls + 1)
      return
    }
    try studio.providers.set([FakeProviders.Fault("submit", "lost")])
    #expect(RenderStudio.end(try studio.json("send", bundle, "--yes")) == "undecided")
    #expect(RenderStudio.end(try studio.json("send", bundle, "--yes")) == "undecided")
    #expect(try studio.providers.set().submissions.count == 1)
  }

  @Test(
    "A success code with an error in the body is a refusal, and ids of 18 digits keep all of them")
  func bodies() throws {
    try studio.providers.set([
      FakeProviders.Fault(
        "submit", "refused",
        more: [
          "status": 200, "body": ["code": 1303, "message": "too many parallel tasks"] as JSONValue,
        ])
    ])
    let bundle = try studio.export("shot", for: "kling.v3-omni", "@mira waves.")
    let refused = try studio.run(["send", bundle, "--yes"])
    #expect(refused.status == 1 && refused.output.contains("too many parallel tasks"))
    #expect(try studio.providers.set().submissions.isEmpty)
    #expect(RenderStudio.end(try studio.json("send", bundle, "--yes")) == "take")
    let bodies = try studio.providers.set().submissions.compactMap { $0["body"]?.compactText }
    #expect(bodies.last?.contains("886447001122334456") == true)
  }

  @Test("A file that is too long inside the request is an obstacle, in a plan that nothing leaves")
  func heavy() throws {
    let profile = Fixtures.repository.appending(path: "Catalog/Targets/kling.v3.i2v.json")
    let limit = #"{ "stated": "1 kB", "decimal": 1000, "binary": 1000, "encoded": true }"#
    let text = try String(contentsOf: profile, encoding: .utf8)
      .replacing(#""id": "kling.v3.i2v""#, with: #""id": "my.kling""#)
      .replacing(
        #""start": {"#, with: #""start": { "inlineBytes": \#(limit),"#, maxReplacements: 1)
    try FileManager.default.createDirectory(
      at: studio.scratch.url.appending(path: "rules"), withIntermediateDirectories: true)
    try studio.scratch.write(Data(text.utf8), to: "rules/my.kling.json")
    try FileManager.default.copyItem(
      at: Fixtures.folder.appending(path: "starter/mira-front.jpg").resolvingSymlinksInPath(),
      to: studio.scratch.url.appending(path: "front.jpg"))
    try studio.scratch.write(
      Data("---\ntarget: my.kling\nduration: 5\nstart: front.jpg\n---\nShe waves.\n".utf8),
      to: "shot.md")
    try studio.output("export", "shot.md", "-o", "out", "--targets", "rules")
    let sent = try studio.run(["send", "out/shot", "--yes", "--targets", "rules"])
    #expect(sent.status == 1 && sent.output.contains("inside the request; the limit"), "\(sent)")
    #expect(try studio.providers.set().requests.isEmpty)
  }

  @Test(
    "Half a download is fetched again, and a job that the provider has forgotten is not paid again")
  func downloads() throws {
    let bundle = try studio.export("shot", for: "fal.kling-o3.t2v", "A street in the rain.")
    try studio.providers.set([FakeProviders.Fault("download", "half", times: 2)])
    #expect(RenderStudio.end(try studio.json("send", bundle, "--yes")) == "take")
    try studio.providers.set([
      FakeProviders.Fault("download", "refused", times: 99, more: ["status": 403])
    ])
    let failed = try studio.json("send", bundle, "--yes", "--again")
    #expect(RenderStudio.end(failed) == "not-fetched")
    try studio.providers.set([])
    #expect(RenderStudio.end(try studio.json("send", bundle, "--yes")) == "take")
    #expect(try studio.providers.set().submissions.count == 2)
    #expect(try studio.takes().count == 2)
  }
}
