import Foundation
import Model
import TestSupport
import Testing

/// One journey for every provider with a fake, each with its own uploads, answers and failures.
@Suite("Sending to each provider", .timeLimit(.minutes(20)))
struct ProviderJourneys {
  private let studio: RenderStudio

  init() throws { studio = try RenderStudio() }

  /// A shot for a target, and what the fake of its provider must have seen.
  struct Journey: CustomTestStringConvertible, Sendable {
    let target: String
    let text: String
    /// Another line of settings that the shot needs.
    var setting: String?
    var start: String?
    /// The number of paid calls.
    var calls = 1
    /// The request with which an upload begins, and how many there are.
    let upload: String
    var uploads = 4
    /// Whether the provider can look up a job whose answer was lost.
    var isFound = false
    /// A word of the request that proves how files are sent.
    let proof: String

    var testDescription: String { target }
  }

  static let journeys = [
    Journey(
      target: "fal.kling-o3.r2v", text: "@mira waves.",
      upload: "POST https://v3.fal.media/files/upload",
      proof: "https://v3.fal.media/files/"),
    Journey(
      target: "kling.v3-omni", text: "@mira waves.", calls: 2, upload: "none", uploads: 0,
      isFound: true,
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
    Journey(
      target: "wavespeed.kling-4.0.r2v", text: "@mira waves.",
      upload: "POST https://api.wavespeed.ai/api/v3/media/uploads",
      proof: "https://static.wavespeed.ai/media/"),
    Journey(
      target: "muapi.kling-4.0.r2v", text: "@mira waves.",
      upload: "POST https://api.muapi.ai/api/v1/upload_file", uploads: 5,
      proof: "https://cdn.muapi.ai/uploads/"),
    Journey(
      target: "kling.legacy.omni", text: "@mira waves.", setting: "aspect: 16:9", calls: 2,
      upload: "none", uploads: 0,
      proof: "model_name"),
  ]

  private func bundle(of journey: Journey) throws -> String {
    let target = [journey.target, journey.setting].compactMap(\.self).joined(separator: "\n")
    guard let start = journey.start else {
      return try studio.export("shot", for: target, journey.text)
    }
    try studio.bring("starter/mira-front.jpg", as: start)
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
    "After a lost answer Kling is asked for the job by its name; elsewhere the user decides",
    arguments: TestRun.some(journeys, 3))
  func lost(_ journey: Journey) throws {
    let bundle = try bundle(of: journey)
    // An element that is created first has no name, so its answer is never the lost one.
    let isSecond = journey.calls > 1
    if isSecond { try studio.output("send", bundle, "--yes") }
    try studio.providers.set([FakeProviders.Fault("submit", "lost")])
    let sent =
      try isSecond
      ? studio.json("send", bundle, "--yes", "--again") : studio.json("send", bundle, "--yes")
    let count = isSecond ? journey.calls + 1 : 1
    guard !journey.isFound else {
      #expect(RenderStudio.end(sent) == "take")
      #expect(try studio.providers.set().submissions.count == count)
      return
    }
    #expect(RenderStudio.end(sent) == "undecided")
    #expect(RenderStudio.end(try studio.json("send", bundle, "--yes")) == "undecided")
    #expect(try studio.providers.set().submissions.count == count)
  }

  @Test(
    "A shot file that is sent again renders nothing again, although its bundle has ids and addresses now",
    arguments: TestRun.some(journeys, 3))
  func again(_ journey: Journey) throws {
    _ = try bundle(of: journey)
    try FileManager.default.removeItem(at: studio.scratch.url.appending(path: "out"))
    try studio.output("send", "shot.md", "-o", "out", "--yes")
    let paid = try studio.providers.set().submissions.count
    #expect(paid == journey.calls)
    for folder in ["out", "elsewhere"] {
      let sent = try studio.output("send", "shot.md", "-o", folder, "--yes")
      #expect(sent.contains("rendered already"), "\(sent)")
    }
    try studio.output("edit", "@mira", "--notes", "met in Lisbon", "--tag", "hero")
    #expect(
      try studio.output("send", "shot.md", "-o", "out", "--yes").contains("rendered already"))
    #expect(try studio.providers.set().submissions.count == paid)
    #expect(try studio.takes().count == 1)
    // Another text is another bundle, beside the one that was sent.
    let shot = studio.scratch.url.appending(path: "shot.md")
    let text = try String(contentsOf: shot, encoding: .utf8)
    try studio.scratch.write(Data(text.replacing("waves.", with: "bows.").utf8), to: "shot.md")
    try studio.output("send", "shot.md", "-o", "out", "--yes")
    #expect(try studio.providers.set().submissions.count == paid + 1)
    let files = try FileManager.default.contentsOfDirectory(atPath: studio.scratch.path("out").text)
    #expect(files.contains("shot-2") && files.contains("shot"), "\(files)")
  }

  @Test("Kling's older API and its elements take a token of a pair of keys, its newer one doesn't")
  func pair() throws {
    let old = try studio.export("old", for: "kling.legacy.omni\naspect: 16:9", "@mira waves.")
    let sent = try studio.run(
      ["send", old, "--yes"], without: ["KLING_API_KEY"], with: FakeProviders.klingPair)
    #expect(sent.status == 0 && sent.output.contains("old-take-1.mp4"), "\(sent)")
    let new = try studio.export("new", for: "kling.v3-omni", "@mira waves.")
    let refused = try studio.run(
      ["send", new, "--yes"], without: ["KLING_API_KEY"], with: FakeProviders.klingPair)
    #expect(refused.status == 1 && refused.output.contains("KLING_API_KEY is not set"))
    let wrong = FakeProviders.klingPair.merging(["KLING_SECRET_KEY": "another-secret"]) { $1 }
    let failed = try studio.run(
      ["send", old, "--yes", "--again"], without: ["KLING_API_KEY"], with: wrong)
    #expect(failed.status == 1 && failed.output.contains("Authorization is invalid"), "\(failed)")
    #expect(try studio.providers.set().leaks == [])
  }

  @Test("Only an edit that changes what Kling receives makes another request")
  func edited() throws {
    let bundle = try studio.export(
      "shot", for: "kling.v3-omni\naspect: 16:9", #"@mira: "We open at nine.""#)
    let name = try #require(
      FileManager.default.contentsOfDirectory(
        atPath: studio.scratch.path("\(bundle)/references").text
      ).first { $0.hasSuffix(".wav") })
    try studio.scratch.write(
      Data(#"{"references/\#(name)": "https://files.example.com/a.wav"}"#.utf8), to: "urls.json")
    func state() throws -> String? {
      try studio.output("export", "shot.md", "-o", "other", "--replace")
      return try studio.json("send", "other/shot", "--dry-run", "--urls", "urls.json")["bundles"]?
        .array?.first?["state"]?.string
    }
    let sent = try studio.run(["send", bundle, "--yes", "--urls", "urls.json"])
    #expect(sent.status == 0, "\(sent)")
    #expect(try state() == "done")
    for edit in [
      ["edit", "@mira", "--tag", "hero"], ["edit", "@mira_voice", "--notes", "in a studio"],
    ] {
      #expect(try studio.run(edit).status == 0)
      #expect(try state() == "done", "\(edit)")
    }
    try studio.output("edit", "@mira", "--drop", "2")
    #expect(try state() == "new")
    try studio.output("restore", "@mira:2")
    #expect(try state() == "done")
  }

  @Test("What can't be uploaded to Kling is read from an address that the user gives")
  func addresses() throws {
    try studio.bring("clips/mira.mp4", as: "walk.mp4")
    let bundle = try studio.export(
      "shot", for: "kling.v3-omni\nvideo: walk.mp4\naspect: 16:9", "@mira walks like in @video.")
    let stopped = try studio.run(["send", bundle, "--yes"])
    #expect(stopped.status == 1 && stopped.output.contains("--urls FILE.json"), "\(stopped)")
    #expect(try studio.providers.set().requests.isEmpty)
    let name = try #require(
      FileManager.default.contentsOfDirectory(
        atPath: studio.scratch.path("out/shot/references").text
      ).first { $0.hasSuffix(".mp4") })
    let address = "https://files.example.com/walk.mp4"
    try studio.scratch.write(
      Data(#"{"references/\#(name)": "\#(address)"}"#.utf8), to: "urls.json")
    let sent = try studio.run(["send", bundle, "--yes", "--urls", "urls.json"])
    #expect(sent.status == 0 && sent.output.contains("1 file ("), "\(sent)")
    let body = try studio.providers.set().submissions.last?["body"]?.compactText
    #expect(body?.contains(address) == true && body?.contains("castbook:") == false)
    let wrong = try studio.run(["send", bundle, "--yes", "--again", "--urls", "missing.json"])
    #expect(wrong.status == 2, "\(wrong)")
  }

  @Test("A bundle with its pictures inside makes no other request")
  func inlined() throws {
    try studio.output(
      "send", studio.export("shot", for: "fal.kling-o3.r2v", "@mira waves."), "--yes")
    try studio.output("export", "shot.md", "-o", "other", "--inline")
    let again = try studio.json("send", "other/shot", "--yes")
    #expect(again["bundles"]?.array?.first?["state"]?.string == "done", "\(again)")
    #expect(try studio.providers.set().submissions.count == 1)
  }

  @Test("One list of addresses serves all bundles, also for pictures that fit into the request")
  func sharedAddresses() throws {
    try studio.bring("clips/mira.mp4", as: "walk.mp4")
    let settings = "kling.v3-omni\naspect: 16:9\nvideo: walk.mp4"
    let walk = try studio.export("walk", for: settings, "@mira walks like in @video.")
    let wave = try studio.export("wave", for: "kling.v3-omni\naspect: 16:9", "@mira waves.")
    let plain = try studio.json("send", wave, "--dry-run")
    #expect(plain.compactText.contains("in-request"))
    var list: [JSONValue.Member] = []
    for bundle in [walk, wave] {
      for name in try FileManager.default.contentsOfDirectory(
        atPath: studio.scratch.path("\(bundle)/references").text)
      where !list.contains(where: { $0.key.hasSuffix("/\(name)") }) {
        list.append(.init("references/\(name)", .string("https://files.example.com/\(name)")))
      }
    }
    try studio.scratch.write(Data(JSONValue.object(list).compactBytes), to: "urls.json")
    // Commands that print calls also accept the list.
    let printed = try studio.run(["bundle", "request", walk, "--urls", "urls.json"])
    #expect(printed.output.contains("https://files.example.com/"), "\(printed)")
    let sent = try studio.run(["send", walk, wave, "--yes", "--urls", "urls.json"])
    #expect(sent.status == 0, "\(sent)")
    let bodies = try studio.providers.set().submissions.compactMap { $0["body"]?.compactText }
    #expect(!bodies.isEmpty && bodies.allSatisfy { !$0.contains("castbook:") })
    #expect(
      bodies.joined().contains("https://files.example.com/") && !bodies.joined().contains("/9j/"))
    // The address of a picture doesn't change the request.
    let again = try studio.json("send", wave, "--yes")
    #expect(again["bundles"]?.array?.first?["state"]?.string == "done")
    try studio.scratch.write(
      Data(#"{"references/none.jpg": "https://files.example.com/a"}"#.utf8), to: "wrong.json")
    let wrong = try studio.run(["send", walk, wave, "--dry-run", "--urls", "wrong.json"])
    #expect(
      wrong.errors.contains("--urls has references/none.jpg, which no bundle has"), "\(wrong)")
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

  @Test("A file that is too long to inline is an obstacle in the plan, and nothing is sent")
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
    try studio.bring("starter/mira-front.jpg", as: "front.jpg")
    try studio.scratch.write(
      Data("---\ntarget: my.kling\nduration: 5\nstart: front.jpg\n---\nShe waves.\n".utf8),
      to: "shot.md")
    try studio.output("export", "shot.md", "-o", "out", "--targets", "rules")
    let sent = try studio.run(["send", "out/shot", "--yes", "--targets", "rules"])
    #expect(sent.status == 1 && sent.output.contains("inside the request; the limit"), "\(sent)")
    #expect(try studio.providers.set().requests.isEmpty)
  }

  @Test(
    "An incomplete download is repeated, and a job that the provider has forgotten is not paid for again"
  )
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
