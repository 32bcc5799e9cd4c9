import Foundation
import Model
import TestSupport
import Testing

/// `register --send` and `upload`, against the fakes of Kling and fal.
@Suite("Creating elements at providers", .timeLimit(.minutes(20)))
struct Creations {
  private let studio: RenderStudio

  init() throws { studio = try RenderStudio() }

  @Test(
    "An element is created once, its id is the element's and not the task's, and bundles use it")
  func element() throws {
    let first = try studio.json("register", "@mira", "--at", "kling", "--send", "--yes")
    let id = try #require(first["registrations"]?.array?.first?["id"]?.string)
    #expect(id == "886447001122334456", "the id of the task has one less")
    let again = try studio.json("register", "@mira", "--at", "kling", "--send", "--yes")
    #expect(again["registrations"]?.array?.first?["new"]?.boolean == false)
    #expect(try studio.providers.set().submissions.count == 1)
    let bundle = try studio.export("shot", for: "kling.v3-omni", "@mira waves.")
    #expect(RenderStudio.end(try studio.json("send", bundle, "--yes")) == "take")
    let bodies = try studio.providers.set().submissions.compactMap { $0["body"]?.compactText }
    #expect(bodies.count == 2 && bodies.last?.contains(id) == true)
  }

  @Test("A changed element is created again when asked to, under the new revision")
  func changed() throws {
    try studio.output("register", "@mira", "--at", "kling", "--send", "--yes")
    try studio.output("edit", "@mira", "--drop", "mira-back.jpg")
    let said = try studio.output("registrations", "@mira")
    #expect(said.contains("has changed since") && said.contains("--send"))
    let second = try studio.json("register", "@mira", "--at", "kling", "--send", "--yes")
    #expect(second["registrations"]?.array?.first?["revision"]?.integer == 2)
    #expect(try studio.providers.set().submissions.count == 2)
    // A withdrawn registration is created again.
    try studio.output("unregister", "@mira", "--at", "kling")
    try studio.output("register", "@mira", "--at", "kling", "--send", "--yes")
    #expect(try studio.providers.set().submissions.count == 3)
  }

  @Test("A voice is uploaded and created; its sample is not uploaded again")
  func voice() throws {
    let made = try studio.json("register", "@mira_voice", "--at", "fal", "--send", "--yes")
    let registration = made["registrations"]?.array?.first
    #expect(registration?["kind"]?.string == "voice")
    #expect(registration?["id"]?.string?.hasPrefix("voice-") == true)
    let record = try studio.providers.set()
    #expect(record.submissions.count == 1 && record.leaks == [])
    #expect(record.count(of: "POST https://v3.fal.media/files/upload") == 1)
    #expect(try studio.json("exports")["exports"]?.array?.isEmpty == true)
  }

  @Test("A creation whose answer was lost is found by its name, and not repeated")
  func lost() throws {
    try studio.providers.set([FakeProviders.Fault("submit", "lost")])
    let made = try studio.json("register", "@mira", "--at", "kling", "--send", "--yes")
    #expect(made["registrations"]?.array?.first?["new"]?.boolean == true, "\(made)")
    #expect(try studio.providers.set().submissions.count == 1)
    // While Kling doesn't answer, the user decides.
    try studio.output("unregister", "@mira", "--at", "kling")
    try studio.providers.set([
      FakeProviders.Fault("submit", "lost"), FakeProviders.Fault("find", "refused", times: 2),
    ])
    for notes in ["tall", "taller"] {
      let result = try studio.run(["register", "@mira", "--at", "kling", "--send", "--yes"])
      #expect(result.status == 1 && result.output.contains("may have been accepted"), "\(result)")
      // An edit that Kling doesn't see needs no new element.
      try studio.output("edit", "@mira", "--notes", notes)
    }
    try studio.output("register", "@mira", "--at", "kling", "--send", "--yes")
    #expect(try studio.providers.set().submissions.count == 2)
  }

  @Test("An invalid id is not recorded, and the right one is fetched later")
  func unusable() throws {
    func answer(_ id: String) throws {
      let done: JSONValue = [
        "code": 0,
        "data": [
          "task_id": "1", "task_status": "succeed",
          "task_result": ["elements": [["element_id": id] as JSONValue]] as JSONValue,
        ] as JSONValue,
      ]
      try studio.providers.set([FakeProviders.Fault("status", "replaced", more: ["body": done])])
    }
    for id in ["https://evil.example/", String(repeating: "8", count: 501)] {
      try answer(id)
      let result = try studio.run(["register", "@mira", "--at", "kling", "--send", "--yes"])
      #expect(
        result.status == 1 && result.output.contains("gave an id that can't be used"), "\(result)")
      #expect(try studio.json("registrations")["registrations"]?.array?.isEmpty == true)
    }
    // An unprintable id doesn't count as an answer, so the provider is asked again.
    try answer("88\u{7}\u{1B}[2J")
    let made = try studio.json("register", "@mira", "--at", "kling", "--send", "--yes")
    #expect(made["registrations"]?.array?.first?["id"]?.string == "886447001122334456", "\(made)")
    #expect(try studio.providers.set().submissions.count == 1)
    let bundle = try studio.export("shot", for: "kling.v3-omni", "@mira waves.")
    #expect(try studio.run(["bundle", "verify", bundle]).status == 0)
  }

  @Test("A job whose id can't be used may have been accepted, and is not sent again")
  func unusableTask() throws {
    let begun: JSONValue = [
      "code": 0, "data": ["id": "1\u{1B}[2J", "status": "submitted"] as JSONValue,
    ]
    let listed: JSONValue = [
      "code": 0, "data": [["id": "1\u{1B}[2J", "status": "submitted"] as JSONValue],
    ]
    try studio.providers.set([
      FakeProviders.Fault("submit", "replaced", more: ["body": begun]),
      FakeProviders.Fault("find", "replaced", times: 2, more: ["body": listed]),
    ])
    let bundle = try studio.export("car", for: "kling.v3.t2v", "A car in the rain.")
    for _ in 0..<2 {
      #expect(RenderStudio.end(try studio.json("send", bundle, "--yes")) == "undecided")
    }
    #expect(RenderStudio.end(try studio.json("send", bundle, "--yes")) == "take")
    #expect(try studio.providers.set().submissions.count == 1)
  }

  @Test("An id of an earlier version that no bundle can contain is not used")
  func earlier() throws {
    try studio.output("register", "@mira", "--at", "kie", "--id", "8412")
    let script = """
      import glob, hashlib, json, os
      lines = [l for p in glob.glob('library/log/*/*.jsonl') for l in open(p, encoding='utf-8')]
      line = next(json.loads(l) for l in lines if '"8412"' in l)
      line.update(target='kling', remoteId='84\\u0007', at='2026-11-28T00:00:00Z')
      body = (json.dumps(line, separators=(',', ':'), sort_keys=True) + '\\n').encode()
      place = 'library/log/2026-11-21'
      os.makedirs(place, exist_ok=True)
      path = place + '/' + hashlib.sha256(body).hexdigest() + '.jsonl'
      open(path, 'wb').write(body)
      os.chmod(path, 0o444)
      for name in glob.glob('library/catalog*'): os.remove(name)
      """
    let planted = try Tool.run(
      program: URL(filePath: "/usr/bin/python3"), ["-c", script], in: studio.scratch.url)
    try #require(planted.status == 0, "\(planted.errors)")
    let list = try studio.json("registrations")["registrations"]?.array ?? []
    #expect(list.compactMap { $0["id"]?.string }.sorted() == ["8412", "84\u{7}"].sorted())
    let bundle = try studio.export("shot", for: "kling.v3-omni", "@mira waves.")
    let verified = try studio.run(["bundle", "verify", bundle])
    #expect(verified.status == 0, "\(verified.output)")
  }

  @Test("Providers are asked whether ids and uploads still exist, and it costs nothing")
  func checked() throws {
    try studio.output("register", "@mira", "--at", "kling", "--send", "--yes")
    try studio.output("register", "@mug", "--at", "kling", "--id", "7")
    try studio.output("upload", "@mug", "--at", "fal")
    func answers() throws -> [String] {
      let list = try studio.json("registrations", "--check")
      return (list["registrations"]?.array ?? []).compactMap { $0["provider"]?.string }
    }
    // The mug's id was not created here, so there is no job to look up.
    #expect(try answers() == ["live", "unknown", "live", "live", "live"])
    try studio.providers.set(
      skippingSeconds: 7200, forgettingJobsAt: "api-singapore.klingai.com")
    #expect(try answers() == ["gone", "unknown", "gone", "gone", "gone"])
    let result = try studio.run(["registrations", "--check"])
    #expect(result.status == 1 && result.output.contains("is gone"))
    let record = try studio.providers.set()
    #expect(record.submissions.count == 1 && record.leaks == [])
  }

  @Test("What a provider can't create, or can't get, is reported before anything is sent")
  func impossible() throws {
    for (line, words) in [
      ("@mira --at kie", "no source states how an element is created at kie"),
      ("@mira_voice --at kling", "takes only an address"),
      ("@mira_voice --at kling --json", "takes only an address"), ("@mug --at nowhere", "nowhere"),
    ] {
      let result = try studio.run(
        ["register"] + line.split(separator: " ").map(String.init) + ["--send", "--yes"])
      #expect(result.status != 0)
      #expect((result.output + result.errors).contains(words), "\(result)")
    }
    #expect(try studio.run(["register", "@mira", "--at", "kling", "--send"]).status == 2)
    #expect(try studio.providers.set().requests.isEmpty)
  }

  @Test("A dry run shows what would be created or uploaded, and sends nothing")
  func dry() throws {
    let plan = try studio.json("register", "@mira", "--at", "kling", "--send", "--dry-run")
    #expect(plan["dryRun"]?.boolean == true && plan["registrations"]?.array?.isEmpty == true)
    #expect(plan["plan"]?["calls"]?.array?.compactMap { $0["creates"]?.string } == ["@mira"])
    #expect(plan["plan"]?["files"]?.array?.count == 4)
    let text = try studio.output("register", "@mira", "--at", "kling", "--send", "--dry-run")
    #expect(text.contains("creates @mira") && text.hasSuffix("nothing was sent\n"), "\(text)")
    let files = try studio.json("upload", "@mug", "--at", "fal", "--dry-run")
    #expect(files["dryRun"]?.boolean == true)
    let isNew = files["files"]?.array?.map { $0["new"]?.boolean == true && $0["url"] == nil }
    #expect(isNew?.isEmpty == false && isNew?.contains(false) == false, "\(files)")
    #expect(try studio.providers.set().requests.isEmpty)
    #expect(try studio.json("registrations")["registrations"]?.array?.isEmpty == true)
    try studio.output("upload", "@mug", "--at", "fal")
    let known = try studio.json("upload", "@mug", "--at", "fal", "--dry-run")["files"]?.array ?? []
    #expect(known.allSatisfy { $0["new"]?.boolean == false && $0["url"]?.string != nil })
    let wrong = try studio.run(["register", "@mira", "--at", "kling", "--id", "1", "--dry-run"])
    #expect(wrong.status == 2 && wrong.errors.contains("--dry-run is for --send"))
  }

  @Test("Files are uploaded once per account, and the time of their deletion is recorded")
  func uploads() throws {
    let first = try studio.json("upload", "@mira", "--at", "replicate")
    let files = try #require(first["files"]?.array)
    #expect(files.count == 4 && files.allSatisfy { $0["new"]?.boolean == true })
    #expect(files.allSatisfy { $0["expires"]?.string != nil })
    let again = try studio.json("upload", "@mira", "--at", "replicate")
    #expect(again["files"]?.array?.allSatisfy { $0["new"]?.boolean == false } == true)
    #expect(try studio.providers.set().count(of: "POST https://api.replicate.com/v1/files") == 4)
    // The bundle needs no other files than these.
    let bundle = try studio.export("shot", for: "replicate.kling-v3-omni", "@mira waves.")
    #expect(RenderStudio.end(try studio.json("send", bundle, "--yes")) == "take")
    #expect(try studio.providers.set().count(of: "POST https://api.replicate.com/v1/files") == 4)
    #expect(try studio.run(["upload", "@mira", "--at", "kling"]).status == 1)
  }
}
