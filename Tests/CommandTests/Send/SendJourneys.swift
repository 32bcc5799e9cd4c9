import Foundation
import Model
import TestSupport
import Testing

/// From a bundle to a take, by the commands that users type, against fal's fake.
@Suite("Sending bundles", .timeLimit(.minutes(20)))
struct SendJourneys {
  private let studio: RenderStudio
  private let lobby: String

  init() throws {
    studio = try RenderStudio()
    lobby = try studio.exportLobby()
  }

  @Test("A bundle becomes a take; a second run spends nothing, and --again uploads nothing")
  func journey() throws {
    let dry = try studio.output("send", lobby, "--dry-run")
    #expect(dry.contains("1  renders  0.42 USD") && dry.contains("uploads 4 files"))
    #expect(try studio.providers.set().requests.isEmpty)
    let sent = try studio.json("send", lobby, "--yes", "--max-cost", "1")
    #expect(RenderStudio.end(sent) == "take" && sent["sent"]?.boolean == true)
    #expect(try studio.takes() == ["lobby-take-1.mp4"])
    let first = try studio.providers.set()
    #expect(first.submissions.count == 1 && first.leaks == [])
    // The provider received the bundle's request, with addresses filled in.
    let body = try #require(first.submissions.first?["body"])
    #expect(!body.compactText.contains("castbook:"))

    let again = try studio.json("send", lobby, "--yes")
    #expect(again["bundles"]?.array?.first?["state"]?.string == "done")
    #expect(again["sent"]?.boolean == false)
    #expect(try studio.providers.set().requests == first.requests)

    #expect(RenderStudio.end(try studio.json("send", lobby, "--yes", "--again")) == "take")
    let second = try studio.providers.set()
    #expect(second.submissions.count == 2)
    #expect(
      second.count(of: "POST https://v3.fal.media/files/upload") == 4,
      "a file was uploaded twice")
    #expect(try studio.takes() == ["lobby-take-1.mp4", "lobby-take-2.mp4"])
    let ledger = try studio.json("exports")
    let takes = try #require(ledger["exports"]?.array?.first?["takes"]?.array)
    #expect(takes.count == 2 && takes.allSatisfy { $0["result"]?.string == "new" })
    let jobs = try #require(try studio.json("jobs")["jobs"]?.array)
    #expect(jobs.map { $0["job"]?["state"]?.string } == ["done", "done"])
    #expect(jobs.allSatisfy { $0["subject"]?.string == "lobby" })
    #expect(try studio.output("doctor").contains("no problems found"))
  }

  @Test("After its files were uploaded, a bundle is still the one that was exported")
  func exportedAgain() throws {
    try studio.output("send", lobby, "--yes")
    let again = try studio.json("export", "lobby.md", "-o", "out")["bundles"]?.array?.first
    #expect(again?["wasThere"]?.boolean == true)
    let sent = try studio.output("send", "lobby.md", "-o", "out", "--yes")
    #expect(sent.contains("rendered already"))
    let ledger = try #require(try studio.json("exports")["exports"]?.array)
    #expect(ledger.count == 1 && ledger.first?["takes"]?.array?.count == 1)
    #expect(ledger.first?["bundle"] == again?["sha256"])
    // A new export contains the addresses, and replaces the old one on request.
    for options in [["-o", "other"], ["-o", "out", "--replace"]] {
      let new = try studio.run(["export", "lobby.md", "--json"] + options)
      let bundle = try JSONParser.parse(Array(new.output.utf8))["bundles"]?.array?.first
      #expect(bundle?["wasThere"] == nil && bundle?["sha256"] != again?["sha256"])
      let list = studio.scratch.url.appending(path: "\(options[1])/lobby/uploads.json")
      #expect(try String(contentsOf: list, encoding: .utf8).contains("https://v3.fal.media/"))
    }
  }

  @Test("A clip that a teammate has rendered comes from the team's store")
  func teammates() throws {
    let server = try S3Server()
    func run(_ line: String, as member: String) throws -> String {
      var environment = S3Server.environment
      environment["XDG_CONFIG_HOME"] = studio.scratch.path("\(member)-config").text
      if member != "anna" { environment["CASTBOOK_LIBRARY"] = studio.scratch.path(member).text }
      let result = try studio.run(line.split(separator: " ").map(String.init), with: environment)
      try #require(result.status == 0, "\(line): \(result.output)\(result.errors)")
      return result.output
    }
    let remote = "remote add s3://team --endpoint \(server.origin)"
    _ = try run("send \(lobby) --yes", as: "anna")
    for line in [remote, "push"] { _ = try run(line, as: "anna") }
    for line in [remote, "pull"] { _ = try run(line, as: "ben") }
    let before = try studio.providers.set().requests
    let job = try #require(try run("jobs", as: "ben").split(separator: " ").first)
    #expect(try run("fetch \(job) -o theirs", as: "ben").contains("theirs/lobby-take-1.mp4"))
    let clips = try ["out", "theirs"].map {
      try Data(contentsOf: studio.scratch.url.appending(path: "\($0)/lobby-take-1.mp4"))
    }
    #expect(clips[0] == clips[1])
    #expect(try studio.providers.set().requests == before)
  }

  @Test("One command goes from a shot file to a take; a shot with an error sends nothing")
  func shots() throws {
    try studio.scratch.write(
      Data("---\ntarget: fal.kling-o3.t2v\nduration: 5\n---\nRain.\n".utf8), to: "rain.md")
    let sent = try studio.output("send", "rain.md", "-o", "takes", "--yes", "--max-cost", "1")
    #expect(sent.contains("takes/rain-take-1.mp4"))
    let json = try studio.json("send", "rain.md", "-o", "takes", "--yes")
    #expect(json["bundles"]?.array?.first?["state"]?.string == "done")
    try studio.scratch.write(
      Data("---\ntarget: fal.kling-o3.t2v\nduration: 99\n---\nRain.\n".utf8), to: "long.md")
    #expect(try studio.run(["send", "long.md", "-o", "takes", "--yes"]).status == 1)
    #expect(try studio.providers.set().submissions.count == 1)
  }

  @Test("A job is followed later, and its result written again from the library")
  func detached() throws {
    #expect(RenderStudio.end(try studio.json("send", lobby, "--yes", "--detach")) == "accepted")
    #expect(try studio.takes() == [])
    let open = try #require(try studio.json("jobs", "--open")["jobs"]?.array?.first?["job"])
    let id = try #require(open["id"]?.string)
    // Its bundle is not submitted again, but its result is fetched.
    #expect(try studio.output("fetch", id, "-o", "out").contains("out/lobby-take-1.mp4"))
    #expect(try studio.json("jobs", "--open")["jobs"]?.array?.isEmpty == true)
    try FileManager.default.removeItem(
      at: studio.scratch.url.appending(path: "out/lobby-take-1.mp4"))
    #expect(try studio.output("fetch", id.lowercased(), "-o", "out").contains("lobby-take-1.mp4"))
    #expect(try studio.takes() == ["lobby-take-1.mp4"])
    #expect(try studio.providers.set().submissions.count == 1)
    #expect(try studio.run(["cancel", id]).status == 1)
  }

  @Test("A job that the provider has forgotten is not paid for again until the user abandons it")
  func forgotten() throws {
    try studio.output("send", lobby, "--yes", "--detach")
    let id = try #require(
      try studio.json("jobs")["jobs"]?.array?.first?["job"]?["id"]?.string)
    try studio.providers.set(forgettingJobsAt: "queue.fal.run")
    #expect(RenderStudio.end(try studio.json("send", lobby, "--yes")) == "not-fetched")
    #expect(try studio.run(["fetch", id]).status == 1)
    #expect(try studio.providers.set().submissions.count == 1)
    #expect(try studio.run(["cancel", id]).status == 2)
    let given = try studio.output("cancel", id, "--yes")
    #expect(given.contains("job \(id) given up; its bundle can be sent again"))
    #expect(RenderStudio.end(try studio.json("send", lobby, "--yes")) == "take")
    #expect(try studio.providers.set().submissions.count == 2)
  }

  @Test("The next send follows a detached job")
  func resumed() throws {
    try studio.output("send", lobby, "--yes", "--detach")
    #expect(RenderStudio.end(try studio.json("send", lobby, "--yes")) == "take")
    #expect(try studio.providers.set().submissions.count == 1)
  }

  @Test(
    "After a lost answer no second job is sent until the user asks for it",
    arguments: ["lost", "failed after", "half"])
  func lost(kind: String) throws {
    try studio.providers.set([FakeProviders.Fault("submit", kind)])
    #expect(RenderStudio.end(try studio.json("send", lobby, "--yes")) == "undecided")
    for _ in 0..<2 {
      let result = try studio.run(["send", lobby, "--yes"])
      #expect(result.status == 1 && result.output.contains("may have been accepted"))
    }
    let record = try studio.providers.set()
    #expect(record.submissions.count == 1)
    let job = try #require(try studio.json("jobs")["jobs"]?.array?.first?["job"]?["id"]?.string)
    #expect(try studio.run(["cancel", job]).status == 2)
    if kind == "lost" {
      // The user finds it on the provider's page.
      let task = try #require(record.submissions.first?["id"]?.string)
      #expect(try studio.output("fetch", job, "--task", task, "-o", "out").contains("take-1"))
      #expect(try studio.providers.set().submissions.count == 1)
    } else {
      // The user doesn't.
      try studio.output("cancel", job, "--yes")
      #expect(RenderStudio.end(try studio.json("send", lobby, "--yes")) == "take")
      #expect(try studio.providers.set().submissions.count == 2)
    }
  }

  @Test("What doesn't arrive or is refused costs nothing, and says why")
  func refused() throws {
    let keyless = try studio.run(["send", lobby, "--yes"], without: ["FAL_KEY"])
    #expect(keyless.status == 1 && keyless.output.contains("FAL_KEY"))
    #expect(keyless.output.contains("keys.json"))
    try studio.providers.set([
      FakeProviders.Fault(
        "submit", "refused",
        more: ["status": 403, "body": ["detail": "balance exhausted"] as JSONValue])
    ])
    let refused = try studio.run(["send", lobby, "--yes"])
    #expect(refused.status == 1 && refused.output.contains("balance exhausted"))
    #expect(try studio.providers.set().submissions.isEmpty)
    #expect(RenderStudio.end(try studio.json("send", lobby, "--yes")) == "take")
  }

  @Test("An upload that the provider has deleted is uploaded again, and nothing is paid twice")
  func expired() throws {
    try studio.output("send", lobby, "--yes")
    try studio.providers.set(skippingSeconds: 7200)
    #expect(RenderStudio.end(try studio.json("send", lobby, "--yes", "--again")) == "take")
    let record = try studio.providers.set()
    #expect(record.submissions.count == 2)
    #expect(record.count(of: "POST https://v3.fal.media/files/upload") == 8)
  }

  @Test("The limits of one command and of a day hold")
  func limits() throws {
    let dear = try studio.run(["send", lobby, "--yes", "--max-cost", "0.41"])
    #expect(dear.status == 1 && dear.output.contains("more than --max-cost"))
    #expect(try studio.run(["send", lobby, "--yes", "--max-cost", "5 CREDITS"]).status == 1)
    try studio.set("limits.json", #"{"castbook": "limits/1", "daily": ["0.5 USD"]}"#)
    #expect(RenderStudio.end(try studio.json("send", lobby, "--yes")) == "take")
    let second = try studio.run(["send", lobby, "--yes", "--again"])
    #expect(second.status == 1 && second.output.contains("daily limit"))
    try studio.set("limits.json", #"{"castbook": "limits/1", "daily": ["much"]}"#)
    let bad = try studio.run(["send", lobby, "--yes", "--again"])
    #expect(bad.status == 3 && bad.errors.contains("limits.json"))
    #expect(try studio.providers.set().submissions.count == 1)
  }

  @Test(
    "A folder of bundles is a batch with one plan, and one that can't be sent doesn't stop others")
  func batch() throws {
    try studio.export("street", for: "fal.kling-o3.t2v", "A street in the rain.")
    try studio.export("app", for: "kling.app", "@mira waves.")
    let plan = try studio.run(["send", "out", "--dry-run"])
    #expect(plan.status == 1 && plan.output.contains("Total 0.84 USD"), "\(plan.output)")
    let sent = try studio.json("send", "out", "--yes")
    let ends = (sent["bundles"]?.array ?? []).map { $0["result"]?["end"]?.string }
    #expect(ends == ["not-sent", "take", "take"])
    #expect(try studio.providers.set().submissions.count == 2)
    #expect(try studio.takes() == ["lobby-take-1.mp4", "street-take-1.mp4"])
  }

  @Test("Nothing is sent without an answer to the question, and a changed bundle not at all")
  func guarded() throws {
    #expect(try studio.run(["send", lobby]).status == 2)
    let request = studio.scratch.url.appending(path: "out/lobby/request.json")
    var text = try String(contentsOf: request, encoding: .utf8)
    text.replace("lobby", with: "hobby")
    try Data(text.utf8).write(to: request)
    #expect(try studio.run(["send", lobby, "--yes"]).status == 1)
    #expect(try studio.providers.set().requests.isEmpty)
  }

  @Test("No key is in any file, output or list of processes")
  func keys() throws {
    let result = try studio.run(["send", lobby, "--yes"])
    let key = "0123456789"
    #expect(!result.output.contains(key) && !result.errors.contains(key))
    let found = try Tool.run(
      program: URL(filePath: "/usr/bin/grep"),
      ["-r", "-l", "fal-test-key", studio.scratch.url.path()])
    #expect(found.output.isEmpty && found.status == 1)
  }
}
