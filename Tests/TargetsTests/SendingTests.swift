import Model
import Targets
import Testing

@Suite("Sending and following jobs")
struct Sending {
  /// What was collected of each provider, separately from the files: the id in the answer, the
  /// address for the status, the field with the state, the words for done and failed, the field
  /// with the result.
  struct Collected: Sendable, CustomTestStringConvertible {
    let target: TargetID
    let id: String
    let poll: String
    let state: String
    let done: [String]
    let failed: [String]
    let result: String?
    let keys: [SendingRules.KeyKind]
    let resume: SendingRules.Resume?

    var testDescription: String { target.rawValue }
  }

  private static let kling = "https://api-singapore.klingai.com"

  static let collected = [
    Collected(
      target: "fal.kling-v3.i2v", id: "request_id",
      poll: "https://queue.fal.run/{app}/requests/{id}/status", state: "status",
      done: ["COMPLETED"], failed: [], result: "video.url", keys: [.apiKey], resume: .some(.none)),
    Collected(
      target: "fal.kling.create-voice", id: "request_id",
      poll: "https://queue.fal.run/{app}/requests/{id}/status", state: "status",
      done: ["COMPLETED"], failed: [], result: "voice_id", keys: [.apiKey], resume: .some(.none)),
    Collected(
      target: "kling.v3-omni", id: "data.id", poll: "\(kling)/tasks?task_ids={id}",
      state: "data[0].status", done: ["succeeded"], failed: ["failed"],
      result: "data[0].outputs[0].url", keys: [.apiKey], resume: .externalID),
    Collected(
      target: "kling.legacy.omni", id: "data.task_id", poll: "\(kling)/v1/videos/omni-video/{id}",
      state: "data.task_status", done: ["succeed"], failed: ["failed"],
      result: "data.task_result.videos[0].url", keys: [.apiKey, .signedToken], resume: nil),
    Collected(
      target: "kling.element.create", id: "data.task_id",
      poll: "\(kling)/v1/general/advanced-custom-elements/{id}", state: "data.task_status",
      done: ["succeed"], failed: ["failed"], result: "data.task_result.elements[0].element_id",
      keys: [.apiKey, .signedToken], resume: .externalID),
    Collected(
      target: "kling.voice.create", id: "data.task_id",
      poll: "\(kling)/v1/general/custom-voices/{id}", state: "data.task_status",
      done: ["succeed"], failed: ["failed"], result: "data.task_result.voices[0].voice_id",
      keys: [.apiKey, .signedToken], resume: .externalID),
    Collected(
      target: "kie.kling-3.0", id: "data.taskId",
      poll: "https://api.kie.ai/api/v1/jobs/recordInfo?taskId={id}", state: "data.state",
      done: ["success"], failed: ["fail"], result: "data.resultJson", keys: [.apiKey],
      resume: .some(.none)),
    Collected(
      target: "replicate.kling-v3-omni", id: "id",
      poll: "https://api.replicate.com/v1/predictions/{id}", state: "status",
      done: ["succeeded"], failed: ["failed", "canceled"], result: "output", keys: [.apiKey],
      resume: .some(.none)),
    Collected(
      target: "wavespeed.kling", id: "data.id",
      poll: "https://api.wavespeed.ai/api/v3/predictions/{id}/result", state: "data.status",
      done: ["completed"], failed: ["failed", "cancelled", "timeout", "deleted"],
      result: "data.outputs[0]", keys: [.apiKey],
      resume: .some(.none)),
    Collected(
      target: "runway.kling-o3.i2v", id: "id",
      poll: "https://api.dev.runwayml.com/v1/tasks/{id}", state: "status", done: ["SUCCEEDED"],
      failed: ["FAILED", "CANCELLED"], result: "output[0]", keys: [.apiKey], resume: .some(.none)),
    Collected(
      target: "muapi.kling-4.0.r2v", id: "request_id",
      poll: "https://api.muapi.ai/api/v1/predictions/{id}/result", state: "status",
      done: ["completed"], failed: ["failed"], result: "outputs[0]", keys: [.apiKey],
      resume: .some(.none)),
  ]

  @Test("matches what was collected", arguments: collected)
  func facts(of collected: Collected) throws {
    let catalogue = try TargetCatalogue()
    let sending = try #require(try catalogue.sending(of: catalogue.profile(collected.target)))
    #expect(sending.submit?.value.text == collected.id)
    #expect(sending.poll?.value.url == collected.poll)
    #expect(sending.poll?.value.state.text == collected.state)
    #expect(sending.poll?.value.done == collected.done)
    #expect(sending.poll?.value.failed == collected.failed)
    #expect(sending.result?.value.path.text == collected.result)
    #expect(sending.keys?.value == collected.keys)
    #expect(sending.resume?.value == collected.resume)
  }

  @Test(
    "has the uploads and lifetimes that were collected",
    arguments: [
      ("fal.kling-o3.r2v", "post", "access_url", nil), ("kling.v3.i2v", "none", nil, nil),
      ("kie.kling-3.0", "multipart", "data.downloadUrl", "3 days"),
      ("replicate.kling-v3-omni", "multipart", "urls.get", nil),
      ("wavespeed.kling", "put", "data.download_url", nil),
      ("runway.kling-o3.v2v", "form", "runwayUri", nil),
      ("muapi.kling-4.0.r2v", "multipart", "url", nil),
    ])
  func uploads(target: String, method: String, address: String?, lasts: String?) throws {
    let catalogue = try TargetCatalogue()
    let sending = try catalogue.sending(of: catalogue.profile(TargetID(rawValue: target)))
    let upload = try #require(sending?.upload?.value)
    #expect(upload.method.rawValue == method && upload.address?.text == address)
    if let lasts { #expect(upload.lasts == lasts) }
    #expect((upload.url == nil) == (method == "none"))
  }

  @Test("says how long results are kept, and what in an answer means that it was accepted")
  func others() throws {
    let catalogue = try TargetCatalogue()
    func sending(_ id: TargetID) throws -> EffectiveSending? {
      try catalogue.sending(of: catalogue.profile(id))
    }
    #expect(try sending("kling.v3.i2v")?.result?.value.lasts == "30 days")
    #expect(try sending("runway.kling-o3.i2v")?.result?.value.lasts == "24-48 hours")
    #expect(try sending("kie.kling-3.0")?.result?.value.inside?.text == "resultUrls[0]")
    #expect(try sending("kling.v3.i2v")?.success?.value.value == .integer(0))
    #expect(try sending("kie.kling-3.0")?.success?.value.value == .integer(200))
    // Where sources say nothing of element and voice, the legacy paths are used, and marked.
    for id: TargetID in ["kling.element.create", "kling.voice.create"] {
      #expect(try sending(id)?.keys?.confidence == .inferred)
    }
    #expect(try sending("kling.v3.i2v")?.keys?.confidence == .stated)
    #expect(try sending("kling.legacy.omni")?.poll?.confidence == .inferred)
  }

  @Test(
    "is known for every target with calls, except at RunComfy and Venice; every shared file is used"
  )
  func complete() throws {
    let catalogue = try TargetCatalogue()
    let profiles = try catalogue.ids.map(catalogue.profile)
    let unknown = profiles.filter { $0.call != nil && $0.sending == nil }.map(\.id.rawValue)
    #expect(unknown.allSatisfy { $0.hasPrefix("runcomfy.") || $0.hasPrefix("venice.") })
    #expect(
      Set(profiles.compactMap(\.sending?.shared)) == Set(TargetCatalogue.sendingNames))
    for profile in profiles where profile.sending != nil {
      let sending = try #require(try catalogue.sending(of: profile))
      let keys = Set(profile.sources.map(\.key) + (sending.shared?.sources.map(\.key) ?? []))
      for fact in sending.allFacts { #expect(keys.contains(fact.source), "\(profile.id)") }
    }
  }

  @Test(
    "is read strictly",
    arguments: [
      (#""fal""#, #""fall""#, #""fall" is not the name of shared rules (did you mean fal?);"#),
      (#""fal""#, "7", "should be text, is a whole number"),
      (#""fal""#, #"{"as": "fal", "pol": {}}"#, #""pol" is not a key here (did you mean poll?)"#),
      (#""fal""#, #"{"submit": {"id": "data..id"}}"#, #""data..id" is not a place like"#),
      (#""fal""#, #"{"submit": {"id": "a[x]"}}"#, #""a[x]" is not a place like"#),
      (#""fal""#, #"{"keys": ["key"]}"#, #""key" is not valid here"#),
      (#""fal""#, #"{"keys": ["api-key", "api-key"]}"#, #""api-key" appears twice"#),
      (
        #""fal""#, #"{"poll": {"url": "http://a.b/{id}", "state": "s", "done": ["d"]}}"#,
        "is not an https address"
      ),
      (
        #""fal""#, #"{"poll": {"url": "https://a.b/$(id)'{id}", "state": "s", "done": ["d"]}}"#,
        "is not an https address"
      ),
      (
        #""fal""#, #"{"poll": {"url": "https://a.b/", "state": "s", "done": ["d"]}}"#,
        "has no {id} for the job's id"
      ),
      (
        #""fal""#, #"{"poll": {"url": "https://a.b/{id}", "state": "s"}}"#,
        #"the key "done" is missing"#
      ),
      (
        #""fal""#,
        #"{"poll": {"url": "https://a.b/{id}", "state": "s", "done": ["d"], "failed": ["d"]}}"#,
        "a state appears twice"
      ),
      (#""fal""#, #"{"upload": {"method": "none", "url": "https://a.b/"}}"#, "allows no other key"),
      (
        #""fal""#,
        #"{"upload": {"method": "post", "url": "https://a.b/", "otherwise": {"method": "none"}}}"#,
        "without another one in it"
      ),
      (
        #""fal""#, #"{"upload": {"method": "post", "token": {"at": "a", "scheme": "b"}}}"#,
        #"the key "url" is missing"#
      ),
      (#""fal""#, #"{"upload": {"method": "put", "maxBytes": 0}}"#, "should be at least 1"),
      (
        #""fal""#, #"{"upload": {"method": "post", "head": {"X-A: b\r\nX-B": "c"}}}"#,
        "is not the name of a header"
      ),
      (#""fal""#, #"{"success": {"at": "code", "is": []}}"#, "should be text, a number"),
      (#""fal""#, #"{"resume": "retry"}"#, #""retry" is not valid here"#),
    ])
  func strict(old: String, new: String, problem: String) throws {
    let text = #""provider": "Me","#
    func catalogue(_ sending: String) throws -> TargetCatalogue {
      try TargetCatalogue(user: [
        ("my.json", SampleProfile.bytes(text, text + #" "sending": \#(sending),"#))
      ])
    }
    #expect(throws: Never.self) { try catalogue(old) }
    let error = #expect(throws: ProfileError.self) { try catalogue(new) }
    #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
  }

  @Test("is refused in an invalid file")
  func file() throws {
    let good =
      #"{"castbook": "sending/1", "id": "a", "provider": "A", "asOf": "2026-01-01", "#
      + #""sources": {"page": {"ref": "x", "kind": "first_party_page"}}, "keys": ["api-key"]}"#
    #expect(try SendingLoader.load(Array(good.utf8), file: "a.json").rules.keys?.source == "page")
    for (old, new) in [
      ("sending/1", "sending/2"), (#""id": "a", "#, ""), ("first_party_page", "page"),
      (#""asOf": "2026-01-01""#, #""asOf": "soon""#), (#""keys""#, #""key""#),
      (#""page": {"ref": "x", "kind": "first_party_page"}"#, ""),
    ] {
      let bad = good.replacing(old, with: new)
      #expect(bad != good)
      #expect(throws: ProfileError.self) {
        try SendingLoader.load(Array(bad.utf8), file: "a.json")
      }
    }
  }

  @Test("is compared by `targets diff`, and so are the formats of a slot")
  func diff() throws {
    let text = #""provider": "Me","#
    func profile(_ sending: String) throws -> TargetProfile {
      try ProfileLoader.load(SampleProfile.bytes(text, text + sending), file: "my.json")
    }
    let one = try profile(#" "sending": "fal","#)
    let other = try profile(
      #" "sending": {"as": "kie", "submit": {"id": "a"}, "success": {"at": "c", "is": 0}, "keys": ["api-key"], "upload": {"method": "none"}, "poll": {"url": "https://a.b/{id}", "state": "s", "done": ["d"]}, "result": {"at": "r"}, "resume": "list"},"#
    )
    #expect(
      Set(ProfileDiff(from: one, to: other).changes.map(\.statement.key)) == [
        "sending", "sending.submit", "sending.success", "sending.keys", "sending.upload",
        "sending.poll", "sending.result", "sending.resume",
      ])
    let accepting = try ProfileLoader.load(
      SampleProfile.bytes(#""formats": ["#, #""accepts": ["url"], "formats": ["#), file: "my.json")
    let plain = try ProfileLoader.load(SampleProfile.bytes(), file: "my.json")
    #expect(
      ProfileDiff(from: plain, to: accepting).changes.map(\.statement.key) == [
        "slots.element.accepts"
      ])
  }
}

extension EffectiveSending {
  fileprivate var allFacts: [any AnyFact] {
    let facts: [(any AnyFact)?] = [keys, upload, submit, success, poll, result, resume]
    return facts.compactMap(\.self)
  }
}
